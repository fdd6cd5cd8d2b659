// Ctrl-C once and twice, SIGTERM: what is in flight is waited for or given up, what was judged is kept, and the command
// that goes on is printed.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { bin } from "../../bin.js";
import { runCommand, startCommand, workFolder } from "../../command.js";
import { startJudgeServer } from "../../judge-server.js";
import { latch } from "../../latch.js";
import { annotateArguments, answerByHash, readLines, writeOutputs } from "./made-outputs.js";

const rows = 40;
const concurrency = 4;

/** A judge that answers ten questions and holds the next ones back until it is told to answer. */
async function startHoldingJudge() {
  const { open: release, opened: released } = latch();
  const { open: hold, opened: held } = latch();
  const server = await startJudgeServer((request) => {
    if (request.number < 10) return answerByHash(request);
    if (request.number === 10 + concurrency - 1) hold();
    return { after: released, do: answerByHash(request) };
  });
  const cwd = workFolder();
  writeOutputs(cwd, rows);
  const args = annotateArguments(server.baseUrl, "--concurrency", String(concurrency));
  const run = startCommand(args, { cwd });
  await held;
  return { server, cwd, args, run, release };
}

const judged = (cwd: string) =>
  readLines(join(cwd, "out.jsonl")).filter(({ status }) => status === "judged").length;

describe("an interrupted run", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s: finishes what is in flight, exits %i, and goes on when run again",
    async (signal, code) => {
      const { server, cwd, args, run, release } = await startHoldingJudge();
      run.process.kill(signal);
      await run.says("stopping: waiting for the replies");
      release();
      const finished = await run.finished;
      expect(finished.code).toBe(code);
      expect(finished.stderr).toContain(`go on with: lceval ${args.join(" ")}`);
      expect(judged(cwd)).toBe(10 + concurrency);
      expect(server.requests).toHaveLength(10 + concurrency);
      expect((await runCommand(args, { cwd })).code).toBe(0);
      expect(judged(cwd)).toBe(rows);
      expect(server.requests).toHaveLength(rows);
      await server.close();
    },
  );

  it("SIGINT twice: gives up what is in flight and exits 130; nothing written is lost", async () => {
    const { server, cwd, args, run, release } = await startHoldingJudge();
    run.process.kill("SIGINT");
    await run.says("stopping: waiting for the replies");
    run.process.kill("SIGINT");
    const finished = await run.finished;
    expect(finished.code).toBe(130);
    expect(finished.stderr).toContain("go on with: lceval annotate");
    expect(judged(cwd)).toBe(10);
    release();
    expect((await runCommand(args, { cwd })).code).toBe(0);
    expect(judged(cwd)).toBe(rows);
    expect(server.requests).toHaveLength(rows + concurrency);
    await server.close();
  });

  it("SIGKILL: score tells how many pairs are missing, and nothing when they are there", async () => {
    const { server, cwd, args, run, release } = await startHoldingJudge();
    run.process.kill("SIGKILL");
    expect((await run.finished).code).toBe(null);
    release();
    const score = () => runCommand(["score", "out.jsonl", "--difficulty", "none"], { cwd });
    expect((await score()).stderr).toContain(
      `! incomplete: ${rows - judged(cwd)} of ${rows} pairs of the run are not in the file yet; run the same annotate command again\n`,
    );
    expect((await runCommand(args, { cwd })).code).toBe(0);
    expect((await score()).stderr).not.toContain("incomplete");
    await server.close();
  });

  it("prints no password with the command that goes on, and no warning of Node's", async () => {
    const { server, cwd, args, run, release } = await startHoldingJudge();
    run.process.kill("SIGINT");
    release();
    expect((await run.finished).stderr).not.toContain("Warning");
    const withPassword = args.map((word) => word.replace("http://", "http://me:pass-word@"));
    const second = startCommand([...withPassword, "--retry-failed"], { cwd });
    second.process.kill("SIGINT");
    expect((await second.finished).stderr).not.toContain("pass-word");
    await server.close();
  });
});

it("ends at once before anything is asked, in the midst of reading and matching, and can be run again", async () => {
  const cwd = workFolder();
  writeOutputs(cwd, 40_000);
  const args = [
    "annotate",
    "model.jsonl",
    "--baseline",
    "baseline.jsonl",
    "--judge",
    "offline",
    "-o",
    "out.jsonl",
  ];
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const { process: child, finished } = startCommand(args, { cwd });
    // the output is locked before the first row is read
    while (!existsSync(join(cwd, "out.jsonl.lock"))) await setImmediate();
    child.kill(signal);
    expect(await finished).toEqual({ code: null, stdout: "", stderr: "" });
    expect(child.signalCode).toBe(signal);
    expect(existsSync(join(cwd, "out.jsonl"))).toBe(false);
  }
  writeOutputs(cwd, 4);
  expect((await runCommand(args, { cwd })).code).toBe(0);
});

/** Whether this machine lets a process be number 1 of a namespace of its own. */
const hasNamespaces = spawnSync("unshare", ["--pid", "--fork", "--mount-proc", "true"]).status === 0;

it.skipIf(!hasNamespaces)("as process 1 of a container, a signal ends it (needs unshare)", async () => {
  // more than a pipe holds: when it says so, somebody reads
  const words = "head -c 1000000 /dev/zero | tr '\\0' ' '; echo read >&2; exec sleep 300";
  const writer = spawn("sh", ["-c", words], { stdio: ["ignore", "pipe", "pipe"] });
  const inside = ["--pid", "--fork", "--mount-proc", "--kill-child=SIGTERM", process.execPath, bin];
  const run = spawn("unshare", [...inside, "score", "-"], { stdio: [writer.stdout, "pipe", "pipe"] });
  await once(writer.stderr, "data");
  run.kill("SIGKILL"); // which sends the other to what it began
  await once(run, "close"); // when nobody holds its streams any more
  writer.kill("SIGKILL");
});
