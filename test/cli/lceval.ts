// The command line for tests: in this process where that shows the same (many times cheaper), else as a script would.
import { execFile } from "node:child_process";
import { runCommandLine } from "../../src/cli/run-command-line.js";
import { bin } from "../bin.js";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
}

/** What every command is run with: PATH, a home that is not there, and what is given. */
const environmentOf = ({ env = {} }: RunOptions) => ({
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  ...env,
});

/** Runs the built command in a process of its own: for streams, signals, start-up, and what Node itself says. */
export function spawnLceval(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { env: environmentOf(options), cwd: options.cwd },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 99) : 0, stdout, stderr }),
    );
  });
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line in this process, one at a time: output is collected, and environment, working folder, arguments
 * and exit code are put back afterwards. Only the given variables are set, and PATH and HOME.
 */
export function runLceval(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const run = last.then(() => runHere(args, options));
  last = run.catch(() => {});
  return run;
}

async function runHere(args: readonly string[], options: RunOptions): Promise<Ran> {
  const before = { argv: process.argv, env: process.env, exitCode: process.exitCode, cwd: process.cwd() };
  const streams = [collect(process.stdout), collect(process.stderr)] as const;
  try {
    process.argv = [process.execPath, bin, ...args];
    process.env = environmentOf(options);
    process.exitCode = undefined;
    if (options.cwd !== undefined) process.chdir(options.cwd);
    await runCommandLine(process.argv);
    const code = Number(process.exitCode ?? 0);
    return { code, stdout: streams[0].text(), stderr: streams[1].text() };
  } finally {
    for (const stream of streams) stream.restore();
    Object.assign(process, { argv: before.argv, env: before.env, exitCode: before.exitCode });
    process.chdir(before.cwd);
  }
}

/** Takes what is written to a stream instead of the stream. */
function collect(stream: NodeJS.WriteStream) {
  const pieces: Buffer[] = [];
  const { write, isTTY, columns } = stream;
  const listeners = stream.listeners("error");
  stream.write = ((piece: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    pieces.push(Buffer.from(piece as string));
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") callback();
    return true;
  }) as typeof stream.write;
  Object.assign(stream, { isTTY: false, columns: undefined });
  return {
    text: () => Buffer.concat(pieces).toString("utf8"),
    restore() {
      Object.assign(stream, { write, isTTY, columns });
      for (const listener of stream.listeners("error"))
        if (!listeners.includes(listener)) stream.off("error", listener as () => void);
    },
  };
}
