// A run that is killed (SIGKILL) again and again, and resumed: nothing is lost, nothing is asked twice but what was in
// flight, and the file is the one of a run that nobody killed.
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Running, runCommand, startCommand, workFolder } from "../../command.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { latch } from "../../latch.js";
import { annotateArguments, answerByHash, verdictsOf, writeOutputs } from "./made-outputs.js";

const pairs = 420;
// many more: bench/crashes.mjs
const kills = 20;
const concurrency = 8;
const latencyMs = 15;

/** A seeded sequence of numbers in [0, 1) (mulberry32). */
function drawsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function startSlowJudge() {
  let onRequest = () => {};
  const server = await startJudgeServer((request) => {
    onRequest();
    const after = new Promise((resolve) => setTimeout(resolve, latencyMs));
    return { after, do: answerByHash(request) };
  });
  /** Resolves when so many more requests have come. */
  const requests = (count: number) =>
    new Promise<void>((resolve) => {
      let left = count;
      onRequest = () => void (--left === 0 && resolve());
    });
  return { server, requests };
}

/** Kills a run at a drawn moment: while it starts, or some milliseconds after one of its first requests. */
async function killSometime(run: Running, requests: (count: number) => Promise<void>, draw: () => number) {
  const isEarly = draw() < 0.15;
  const moment = isEarly
    ? new Promise((resolve) => setTimeout(resolve, 600 * draw()))
    : requests(1 + Math.floor(10 * draw())).then(() => new Promise((end) => setTimeout(end, 25 * draw())));
  await Promise.race([moment, run.finished]);
  run.process.kill("SIGKILL");
  await run.finished;
}

describe("annotate, killed and resumed", () => {
  it(`loses nothing over ${kills} kills`, { timeout: 300_000 }, async () => {
    const { server, requests } = await startSlowJudge();
    const cwd = workFolder();
    writeOutputs(cwd, pairs);
    const args = annotateArguments(server.baseUrl, "--concurrency", String(concurrency), "--quiet");
    const draw = drawsFrom(7);
    for (let kill = 0; kill < kills; kill++) {
      const run = startCommand(args, { cwd });
      await killSometime(run, requests, draw);
      // what a crash of the machine leaves: a torn line
      if (kill % 10 === 9) appendFileSync(join(cwd, "out.jsonl"), '{"instruction":"q1","output_1":"the ba');
    }
    const last = await runCommand(args, { cwd });
    expect(last.code, last.stderr).toBe(0);
    expect(server.requests.length).toBeGreaterThanOrEqual(pairs);
    expect(server.requests.length).toBeLessThanOrEqual(pairs + kills * concurrency);

    const { parts } = JSON.parse(readFileSync(join(cwd, "out.manifest.json"), "utf8"));
    const outcomes: string[] = parts.map((part: { outcome: string }) => part.outcome);
    expect(outcomes.at(-1)).toBe("done");
    expect(new Set(outcomes.slice(0, -1))).toEqual(new Set(["killed"]));
    const ends: (string | null)[] = parts.map((part: { finished_at: string | null }) => part.finished_at);
    expect(new Set(ends.slice(0, -1))).toEqual(new Set([null]));

    const unkilled = workFolder();
    writeOutputs(unkilled, pairs);
    expect((await runCommand(args, { cwd: unkilled })).code).toBe(0);
    expect(verdictsOf(join(cwd, "out.jsonl"))).toEqual(verdictsOf(join(unkilled, "out.jsonl")));
    expect(verdictsOf(join(cwd, "out.jsonl"))).toHaveLength(pairs);

    // torn lines and all, `score` reads it, and reads the same
    const scores = await Promise.all(
      [cwd, unkilled].map((folder) =>
        runCommand(["score", "out.jsonl", "--format", "json", "--difficulty", "none"], { cwd: folder }),
      ),
    );
    expect(scores[0]!.code, scores[0]!.stderr).toBe(0);
    expect(JSON.parse(scores[0]!.stdout).results[0].warnings.join()).toContain("torn by a crash");
    expect(JSON.parse(scores[0]!.stdout).results[0].win_rate).toBeCloseTo(
      JSON.parse(scores[1]!.stdout).results[0].win_rate,
      9,
    );
    await server.close();
  });
});

describe("two processes", () => {
  const start = async (): Promise<{ server: JudgeServer; cwd: string }> => {
    const { server } = await startSlowJudge();
    const cwd = workFolder();
    writeOutputs(cwd, 120);
    return { server, cwd };
  };

  it("may share one store: both finish, and a third asks nothing", async () => {
    const { server, cwd } = await start();
    const into = (output: string) => annotateArguments(server.baseUrl, "-o", output, "--concurrency", "4");
    const runs = await Promise.all(["a.jsonl", "b.jsonl"].map((file) => runCommand(into(file), { cwd })));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(verdictsOf(join(cwd, "a.jsonl"))).toEqual(verdictsOf(join(cwd, "b.jsonl")));
    const asked = server.requests.length;
    expect(asked).toBeLessThanOrEqual(240);
    expect((await runCommand(into("c.jsonl"), { cwd })).code).toBe(0);
    expect(server.requests.length).toBe(asked);
    expect(verdictsOf(join(cwd, "c.jsonl"))).toEqual(verdictsOf(join(cwd, "a.jsonl")));
    await server.close();
  });

  it("may not write one output: the second is refused, and harms nothing", async () => {
    const { open: release, opened: held } = latch();
    const { open: hasAsked, opened: asked } = latch();
    const server = await startJudgeServer((request) => {
      hasAsked();
      return { after: held, do: answerByHash(request) };
    });
    const cwd = workFolder();
    writeOutputs(cwd, 30);
    const args = annotateArguments(server.baseUrl);
    const first = startCommand(args, { cwd });
    await asked;
    const second = await runCommand(args, { cwd });
    expect(second.code).toBe(3);
    expect(second.stderr).toContain("is being written by process");
    release();
    expect((await first.finished).code).toBe(0);
    expect(verdictsOf(join(cwd, "out.jsonl"))).toHaveLength(30);
    expect(server.requests).toHaveLength(30);
    await server.close();
  });
});
