// Batches over several commands: sent, looked at, cancelled, collected, within one budget; and the published rates by them.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { score } from "../../../src/pipeline/score/score.js";
import { annotationsOf, baselineModel, outputsOf, startReplayJudge } from "../../replay-judge.js";
import { describeWithShared, readPublished } from "../../shared-data.js";
import { readLines, verdictsOf } from "../annotate/made-outputs.js";
import { type BatchServerOptions, batchFolder, openBatchServer } from "./batch-command.js";

describe("--no-wait", () => {
  it("ends with 5 and what is pending until the batch is there; the same command goes on", async () => {
    const server = await openBatchServer({ states: ["validating", "in_progress", "finalizing"] });
    const { run, journal } = batchFolder(server, 5);
    for (const state of ["in_progress", "finalizing"]) {
      const sent = await run("--no-wait");
      expect(sent.code, sent.stderr).toBe(5);
      expect(sent.stderr).toContain(`batch batch_0: ${state}`);
      expect(sent.stderr).toContain("5 requests pending in batches");
      expect(readLines(journal)).toEqual([]);
    }
    expect((await run("--no-wait")).code).toBe(0);
    expect(verdictsOf(journal)).toHaveLength(5);
    expect([server.batches.size, server.counts.get("upload")]).toEqual([1, 1]);
  });

  it("is for batches, and batches need a store", async () => {
    const server = await openBatchServer();
    const { words, ask } = batchFolder(server, 1);
    const live = await ask(...words().filter((word) => word !== "--batch"), "--no-wait");
    expect([live.code, live.stderr]).toEqual([2, expect.stringContaining("--no-wait is for --batch")]);
    const lost = await ask(...words(), "--store", "none");
    expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining("--store none keeps nothing")]);
  });
});

describe("lceval batches", () => {
  it("lists what is under way, cancels it, and what was done is collected", async () => {
    const server = await openBatchServer({ plan: () => ({ end: "never", answered: 2 }) });
    const { run, ask, journal, open } = batchFolder(server, 6);
    expect((await run("--no-wait")).code).toBe(5);
    const listed = await ask("batches", "list", "--base-url", server.baseUrl, "--format", "json");
    expect(JSON.parse(listed.stdout).batches).toMatchObject([
      { id: "batch_0", requests: 6, status: "in_progress", output: journal },
    ]);
    const elsewhere = await ask("batches", "list", "--base-url", "http://127.0.0.1:9/v1");
    expect(elsewhere.stdout).toContain("not asked");
    const cancelled = await ask("batches", "cancel", "batch_0", "--base-url", server.baseUrl);
    expect(cancelled.stdout).toBe("batch_0: cancelling\n");
    const collected = await run();
    expect(collected.code, collected.stderr).toBe(5);
    expect(verdictsOf(journal)).toHaveLength(2);
    expect(open()).toBe(0);
    // what was called off is asked again by who says so
    expect((await run("--no-wait")).code).toBe(5);
    expect(server.batches.get("batch_1")?.lines).toHaveLength(4);
    const unknown = await ask("batches", "cancel", "batch_7", "--base-url", server.baseUrl);
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining("knows no batch batch_7")]);
  });

  it("forgets a batch that the server does not know, which no run does by itself", async () => {
    const server = await openBatchServer({ plan: () => ({ end: "never" }) });
    const { run, ask, open } = batchFolder(server, 2);
    await run("--no-wait");
    server.batches.clear();
    const lost = await run();
    expect([lost.code, lost.stderr]).toEqual([4, expect.stringContaining("lceval batches cancel batch_0")]);
    expect(open()).toBe(1);
    const missing = await ask("batches", "cancel", "batch_0", "--base-url", server.baseUrl);
    expect([missing.code, missing.stdout]).toEqual([0, expect.stringContaining("forgotten")]);
    expect(open()).toBe(0);
  });
});

describe("--budget-usd", () => {
  it("holds over all commands that send and collect the batches of one output", async () => {
    const server = await openBatchServer();
    const { run, journal } = batchFolder(server, 12);
    // a reply costs 101 tokens; what is set aside for one is more, by its prompt
    const limits = ["--price", "1000,1000", "--budget-usd", "1.5", "--no-wait"];
    for (let times = 0; times < 4; times++) expect((await run(...limits)).code).toBe(5);
    const judged = readLines(journal).filter(({ status }) => status === "judged");
    expect(judged.length).toBeGreaterThan(3);
    expect(server.asked.size).toBe(judged.length);
    expect(server.asked.size * 0.101).toBeLessThanOrEqual(1.5);
  });

  it("is counted at half the list price where the provider says so, in a plan too", async () => {
    const server = await openBatchServer();
    const { words, ask } = batchFolder(server, 8);
    const at = words().indexOf("--base-url");
    const openAi = words().toSpliced(at, 2);
    const cost = ({ stdout }: { stdout: string }) => Number(/price: \$\S+ to \$(\S+)/.exec(stdout)![1]);
    const more = ["--dry-run", "--judge", "cot", "--judge-model", "gpt-4-turbo-2024-04-09"];
    const [half, full] = [
      await ask(...openAi, ...more),
      await ask(...openAi.filter((word) => word !== "--batch"), ...more),
    ];
    expect(cost(full)).toBeGreaterThan(0.01);
    expect(cost(half)).toBeCloseTo(cost(full) / 2, 2);
  });
});

describe("generate --batch", () => {
  it("asks each turn of conversations in a batch", async () => {
    const server = await openBatchServer();
    const { cwd, ask } = batchFolder(server, 1);
    const { writeFileSync } = await import("node:fs");
    const rows = [1, 2, 3].map((i) => ({
      question_id: i,
      category: "writing",
      turns: [`first ${i}`, `second ${i}`],
    }));
    writeFileSync(join(cwd, "questions.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const base = [
      "generate",
      "questions.jsonl",
      "--model",
      "m",
      "--base-url",
      server.baseUrl,
      "-o",
      "outputs.jsonl",
    ];
    const ran = await ask(...base, "--batch");
    expect(ran.code, ran.stderr).toBe(0);
    expect([...server.batches.values()].map(({ lines }) => lines.length)).toEqual([3, 3]);
    expect(readLines(join(cwd, "outputs.jsonl"))).toHaveLength(6);
  });
});

describeWithShared("run --batch with the recorded judge", () => {
  const broken = { status: 500, body: { error: { message: "server error" } } };
  /** One batch after the other ends in another way; each holds what the one before has left. */
  const endings: Required<BatchServerOptions>["plan"][] = [
    () => ({ end: "expired", answered: 400 }),
    () => ({ row: (_, i) => (i < 150 ? "absent" : undefined) }),
    () => ({ row: (_, i) => (i < 40 ? broken : undefined) }),
  ];
  const full = { end: "failed" as const, errors: [{ code: "token_limit_exceeded" }] };
  it.each<[string, string, number, BatchServerOptions]>([
    [
      "vicuna-7b-v1.5",
      "through batches that end in every way",
      4,
      { plan: (batch) => endings[batch.number]?.(batch) ?? {} },
    ],
    [
      "FuseChat-Gemma-2-9B-Instruct",
      "in halves, in Together's words",
      3,
      { isTogether: true, plan: ({ number }) => (number === 0 ? full : {}) },
    ],
  ])("gives the published rates of %s %s", { timeout: 240_000 }, async (model, _, batches, options) => {
    const judge = await startReplayJudge(model);
    let waiting: Promise<unknown> = Promise.resolve();
    const server = await openBatchServer({
      ...options,
      answer: (body) => {
        const one = waiting.then(async () => {
          const init = { method: "POST", body: JSON.stringify(body) };
          const response = await fetch(`${judge.baseUrl}/chat/completions`, init);
          return { status: response.status, body: await response.json() };
        });
        waiting = one;
        return one;
      },
    });
    const { ask, cwd } = batchFolder(server, 1);
    const ran = await ask(
      ...["annotate", outputsOf(model), "--baseline", outputsOf(baselineModel), "--judge", "weighted"],
      ...["--base-url", server.baseUrl, "-o", "judged.jsonl", "--batch"],
    );
    expect(ran.code, ran.stderr).toBe(0);
    const [ours] = await score({ annotations: [join(cwd, "judged.jsonl")] });
    const [theirs] = await score({ annotations: [annotationsOf(model)] });
    const published = readPublished("alpacaeval2/published.csv").get(model)!;
    expect(100 * ours!.winRate.rate).toBeCloseTo(Number(published.win_rate), 9);
    expect(ours!.lengthControlled!.rate).toBeCloseTo(theirs!.lengthControlled!.rate, 9);
    expect(server.batches.size).toBe(batches);
    judge.stop();
  });
});
