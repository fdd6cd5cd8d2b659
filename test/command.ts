// Starts `lceval` as users do: another process, its own folder and store, an environment without settings of the machine.
// Every one of them gets a planted key; neither what they print nor any file that they leave may hold it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { atEnd } from "./at-end.js";
import { bin } from "./bin.js";

/** The value of OPENAI_API_KEY in every command; made so that no text holds it by chance. */
export const plantedKey = "sk-planted-5f0c1d9e7b3a4826af51";

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Another Node than this one. */
  readonly node?: string;
}

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when standard error holds a text; rejects when the command ends before. */
  says(text: string): Promise<void>;
}

/** Nothing of this machine but PATH, a home and a cache of its own, and the planted key. */
export const environmentOf = ({ cwd, env }: Pick<CommandOptions, "cwd" | "env">): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: cwd,
  XDG_CACHE_HOME: join(cwd, "cache"),
  NO_COLOR: "1",
  OPENAI_API_KEY: plantedKey,
  ...env,
});

/** Starts a command. */
export function startCommand(args: readonly string[], { cwd, env, node }: CommandOptions): Running {
  const child = spawn(node ?? process.execPath, [bin, ...args], {
    cwd,
    env: environmentOf({ cwd, env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const hasKey = `${stdout}${stderr}`.includes(plantedKey);
      if (hasKey) reject(new Error("the planted key was printed"));
      else resolve({ code, stdout, stderr });
    });
  });
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!stderr.includes(text)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      finished.then(() => reject(new Error(`it never said "${text}" but:\n${stderr}`)), reject);
    });
  return { process: child, finished, says };
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], options: CommandOptions): Promise<Finished> {
  return startCommand(args, options).finished;
}

/** A folder for commands to work in; removed after the test file, when no file in it holds the planted key. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lceval-work-"));
  atEnd(() => {
    const leaking = filesBelow(folder).filter(
      (path) => !path.endsWith(".env") && readFileSync(path).includes(plantedKey),
    );
    rmSync(folder, { recursive: true, force: true });
    expect(leaking).toEqual([]);
  });
  return folder;
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true }) as string[];
  return entries.map((entry) => join(folder, entry)).filter((path) => statSync(path).isFile());
}
