// Runs whose questions the workers of a queue ask. At length (3,000 jobs, speed beside direct processes): bench/queue.mjs.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Running, runCommand, startCommand, workFolder } from "../../command.js";
import { startJudgeServer } from "../../judge-server.js";
import { describeWithRedis, startRedis } from "../../redis.js";
import {
  annotateArguments,
  answerByHash,
  readLines,
  verdictsOf,
  writeOutputs,
} from "../annotate/made-outputs.js";
import { runLceval } from "../lceval.js";

const bench = async (...args: string[]) => {
  const path = new URL("../../../bench/queue.mjs", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args]);
  return JSON.parse(stdout) as Record<string, number>;
};

describeWithRedis("annotate --queue", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  const workers: Running[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => {
    for (const { process } of workers) process.kill("SIGKILL");
    redis?.stop();
  });

  it("judges as directly, with the key at the worker alone", { timeout: 120_000 }, async () => {
    const server = await startJudgeServer(answerByHash);
    const cwd = workFolder();
    writeOutputs(cwd, 20);
    const worker = startCommand(["worker", "--queue", redis.url, "--base-url", server.baseUrl], { cwd });
    workers.push(worker);
    await worker.says("asking");
    const words = (output: string) =>
      annotateArguments(server.baseUrl, "--store", output, "-o", `${output}.jsonl`);
    const env = { OPENAI_API_KEY: "" };
    const queued = await runCommand([...words("queued"), "--queue", redis.url], { cwd, env });
    expect(queued.code, queued.stderr).toBe(0);
    const asked = server.requests.length;
    expect(asked).toBe(20);
    expect((await runLceval(words("direct"), { cwd, env: { OPENAI_API_KEY: "k" } })).code).toBe(0);
    expect(verdictsOf(join(cwd, "queued.jsonl"))).toEqual(verdictsOf(join(cwd, "direct.jsonl")));
    expect(readLines(join(cwd, "queued.jsonl"))).toHaveLength(20);
    // a worker for another endpoint is refused
    const other = ["worker", "--queue", redis.url, "--base-url", "http://127.0.0.1:9/v1"];
    const refused = await runLceval(other, { cwd });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(`is for ${server.baseUrl}`)]);
    worker.process.kill("SIGTERM");
    const ended = await worker.finished;
    expect([ended.code, ended.stderr]).toEqual([143, expect.stringContaining("20 requests sent")]);
    await server.close();
  });

  it.each([
    ["--queue", "redis://127.0.0.1:1", 4, "no Redis answers"],
    ["--queue", "localhost", 2, "it looks like redis://"],
    ["--batch", null, 2, "are two ways to ask"],
    ["--store", "none", 2, "keeps nothing"],
  ])("%s %s: exit %i", async (flag, value, code, said) => {
    const cwd = workFolder();
    writeOutputs(cwd, 1);
    const more =
      flag === "--queue" ? [flag, value!] : ["--queue", redis.url, flag, ...(value ? [value] : [])];
    const refused = await runLceval([...annotateArguments("http://127.0.0.1:9/v1"), ...more], { cwd });
    expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(said)]);
  });

  it.each(["worker", "coordinator", "redis"])(
    "survives SIGKILL of a %s",
    { timeout: 120_000 },
    async (kill) => {
      const found = await bench("--kill", kill, "--jobs", "120", "--slots", "4", "--latency", "30");
      expect(found).toMatchObject({ judged: 120, asked: 120, tooOften: 0 });
      expect(found.twice).toBeLessThanOrEqual(found.slots!);
    },
  );

  it("holds limits over three processes, in every window, and the budget", { timeout: 120_000 }, async () => {
    const { taken, ...found } = await bench("--limits", "--seconds", "5");
    expect(taken).toBeGreaterThan(800);
    expect(found.worstRequests).toBeLessThanOrEqual(found.requests!);
    expect(found.worstTokens).toBeLessThanOrEqual(found.tokens!);
    expect(found.spentUsd).toBeLessThanOrEqual(found.budgetUsd! + 1e-9);
  });
});
