import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.js";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import { generate } from "../../../src/pipeline/generate/generate.js";
import type { GenerateRequest } from "../../../src/pipeline/generate/generate-request.js";
import type { GenerateHooks } from "../../../src/pipeline/generate/generation-session.js";
import { planGeneration } from "../../../src/pipeline/generate/plan-generation.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
const servers: JudgeServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});
let run = 0;
beforeEach(() => void run++);

const example = (name: string) => new URL(`../../../data/example/${name}`, import.meta.url).pathname;
const lastOf = ({ body }: SeenRequest) => body.messages!.at(-1)!.content;
const echo = (request: SeenRequest): Behaviour => ({ text: `answer to ${lastOf(request)}` });

async function serve(behave: (request: SeenRequest) => Behaviour = echo) {
  const server = await startJudgeServer(behave);
  servers.push(server);
  return server;
}

const questions = (count: number) =>
  folder.write(
    `questions-${count}.jsonl`,
    Array.from({ length: count }, (_, i) => ({ instruction: `q${i}`, dataset: "d", nested: { i } })),
  );
const outputName = () => `outputs-${run}.jsonl`;

function ask(server: JudgeServer, more: Partial<GenerateRequest> = {}, hooks: GenerateHooks = {}) {
  const request = {
    model: "m-1",
    output: folder.path(outputName()),
    baseUrl: server.baseUrl,
    store: "none",
    maxRetries: 0,
  };
  return generate({ instructions: [questions(6)], ...request, ...more }, hooks);
}

describe("generate", () => {
  it("writes a row an instruction, with its columns, in the shape that annotate reads", async () => {
    const server = await serve();
    const settings = {
      system: "Be brief.",
      temperature: 0.3,
      topP: 0.9,
      maxTokens: 50,
      samplingSeed: 7,
      name: "new",
    };
    const summary = await ask(server, settings);
    expect(summary).toMatchObject({ outcome: "done", tasks: 6, doneBefore: 0, failed: 0, unasked: 0 });
    const rows = folder.read(outputName());
    expect(rows).toHaveLength(6);
    const row = rows.find(({ instruction }) => instruction === "q3")!;
    expect(row).toMatchObject({ output: "answer to q3", generator: "new", dataset: "d", nested: { i: 3 } });
    expect(server.requests[0]!.body).toMatchObject({
      model: "m-1",
      temperature: 0.3,
      top_p: 0.9,
      max_tokens: 50,
      seed: 7,
    });
    expect(server.requests[0]!.body.messages![0]).toEqual({ role: "system", content: "Be brief." });
    const judged = await annotate({
      modelOutputs: [folder.path(outputName())],
      baseline: folder.write(
        "base.jsonl",
        rows.map((row) => ({ ...row, output: "other", generator: "base" })),
      ),
      judge: "offline",
      output: folder.path(`annotations-${run}.jsonl`),
    });
    expect(judged).toMatchObject({
      outcome: "done",
      tasks: 6,
      warnings: [expect.stringContaining("offline")],
    });
    expect(folder.read(`annotations-${run}.jsonl`)[0]).not.toHaveProperty("generation");
  });

  it("reads the system message from a file where the words name one", async () => {
    const server = await serve();
    writeFileSync(folder.path("system.txt"), "From the file.");
    await ask(server, { system: folder.path("system.txt") });
    expect(server.requests[0]!.body.messages![0]!.content).toBe("From the file.");
    await expect(ask(server, { system: "no-such-file.txt", output: folder.path("x.jsonl") })).rejects.toThrow(
      /no-such-file.txt: cannot be read as the system message/,
    );
  });

  it("asks nothing a second time, and leaves every file as it is", async () => {
    const server = await serve();
    await ask(server);
    const files = [outputName(), outputName().replace(".jsonl", ".manifest.json")].map((name) =>
      folder.path(name),
    );
    const before = files.map((file) => [readFileSync(file, "utf8"), statSync(file).mtimeMs]);
    expect(await ask(server)).toMatchObject({ outcome: "done", doneBefore: 6, asking: null });
    expect(server.requests).toHaveLength(6);
    expect(files.map((file) => [readFileSync(file, "utf8"), statSync(file).mtimeMs])).toEqual(before);
  });

  it("keeps a line without output for a failure, asks for it again, and annotate passes over it", async () => {
    let isDown = true;
    const server = await serve((request) => (isDown && lastOf(request) === "q2" ? "filter" : echo(request)));
    expect(await ask(server)).toMatchObject({
      outcome: "partial",
      failed: 1,
      counts: { failedByReason: { refused: 1 } },
    });
    const failed = folder.read(outputName()).find(({ output }) => output === null)!;
    expect(failed).toMatchObject({ instruction: "q2", generation: { status: "failed", reason: "refused" } });
    const judge = (output: string, more = {}) =>
      annotate({
        modelOutputs: [folder.path(outputName())],
        baseline: folder.write(
          "all.jsonl",
          Array.from({ length: 6 }, (_, i) => ({ instruction: `q${i}`, output: "b" })),
        ),
        judge: "offline",
        output: folder.path(output),
        ...more,
      });
    await expect(judge("refused.jsonl")).rejects.toThrow(
      /5 instructions match, and 1 do not.*\n.*: 1 instruction without an answer; the same `lceval generate`/,
    );
    expect(await judge("allowed.jsonl", { maxUnmatched: 0.2 })).toMatchObject({ tasks: 5 });
    isDown = false;
    expect(await ask(server)).toMatchObject({ outcome: "done", doneBefore: 5, counts: { generated: 1 } });
    expect(server.requests).toHaveLength(7);
    expect(await judge("whole.jsonl")).toMatchObject({ tasks: 6, outcome: "done" });
  });

  it("goes on after a stop and behind a torn line", async () => {
    const stop = new AbortController();
    const server = await serve((request) => {
      if (request.number === 2) stop.abort();
      return echo(request);
    });
    const first = await ask(server, { concurrency: 1 }, { stop: stop.signal });
    expect(first.outcome).toBe("interrupted");
    const had = folder.read(outputName()).length;
    expect(had).toBeLessThan(6);
    appendFileSync(folder.path(outputName()), '{"instruction":"q5","outp');
    const second = await ask(server);
    expect(second).toMatchObject({ outcome: "done", doneBefore: had, counts: { generated: 6 - had } });
    expect(second.warnings[0]).toMatch(/^torn-lines: .* line \d+ was torn by a crash/);
    expect(server.requests).toHaveLength(6);
  });

  it("refuses outputs of other settings, of other instructions, and foreign files; they stay as they are", async () => {
    const server = await serve();
    const rows = (text: string) => [folder.write("ids.jsonl", [{ id: "a", instruction: text }])];
    const one = { instructions: rows("first"), idColumn: "id" };
    await ask(server, one);
    const kept = readFileSync(folder.path(outputName()), "utf8");
    for (const other of [{ temperature: 1 }, { model: "m-2" }, { system: "s" }, { name: "n" }])
      await expect(ask(server, { ...one, ...other })).rejects.toThrow(
        /other settings, or under another name/,
      );
    await expect(ask(server, { ...one, instructions: rows("second") })).rejects.toThrow(
      /answers another text of the instruction "a"/,
    );
    writeFileSync(folder.path("foreign.jsonl"), '{"instruction":"first","output":"o"}\n');
    await expect(ask(server, { output: folder.path("foreign.jsonl") })).rejects.toBeInstanceOf(InputError);
    expect(readFileSync(folder.path(outputName()), "utf8")).toBe(kept);
    expect(server.requests).toHaveLength(1);
  });

  it("names every bad row and every repeated instruction", async () => {
    const server = await serve();
    const bad = [
      { text: "?" },
      { instruction: "a" },
      { instruction: "a" },
      {
        messages: [
          { role: "user", content: "u" },
          { role: "assistant", content: "a" },
        ],
      },
    ];
    const refusal = await ask(server, { instructions: [folder.write("bad.jsonl", bad)] }).catch(
      (error: unknown) => error,
    );
    expect((refusal as InputError).problems.map(({ row, field }) => [row, field])).toEqual([
      [1, "instruction"],
      [3, "instruction"],
      [4, "messages"],
    ]);
  });

  it("takes replies from the store, and nothing else under --store-only", async () => {
    const server = await serve();
    const store = folder.path("replies");
    await ask(server, { store, instructions: [questions(4)] });
    run++;
    await expect(ask(server, { store, storeOnly: true })).rejects.toThrow(
      /no reply for 2 of 6 answers; 4 were added/,
    );
    expect(await ask(server, { store })).toMatchObject({ doneBefore: 4, counts: { generated: 2 } });
    expect(server.requests).toHaveLength(6);
  });

  it("stops at the budget with what it has", async () => {
    const server = await serve();
    // a reply of at most 1,000 tokens costs at most $0.001
    const limits = {
      budgetUsd: 0.0025,
      price: { inputUsd: 0, outputUsd: 1 },
      maxTokens: 1000,
      concurrency: 1,
    };
    const summary = await ask(server, { ...limits, instructions: [questions(5000)] });
    expect(summary.outcome).toBe("partial");
    expect(summary.asking!.costUsd).toBeLessThanOrEqual(0.0025);
    expect(summary.counts.failedByReason.budget).toBeGreaterThan(0);
  });

  it("plans without asking", async () => {
    const server = await serve();
    const plan = await planGeneration({
      instructions: [example("two-turn.jsonl")],
      idColumn: "instruction_id",
      model: "m",
      output: folder.path("plan.jsonl"),
      baseUrl: server.baseUrl,
      store: "none",
    });
    expect(plan).toMatchObject({ tasks: 16, requests: 8, laterTurns: 8, stored: 0, cost: null });
    expect(server.requests).toHaveLength(0);
  });
});

describe("a conversation", () => {
  it("of several questions is asked turn by turn, each with the model's own earlier answers", async () => {
    const server = await serve();
    const request = { instructions: [example("two-turn.jsonl")], idColumn: "instruction_id" };
    expect(await ask(server, request)).toMatchObject({ outcome: "done", tasks: 16 });
    const rows = folder.read(outputName());
    const second = rows.find((row) => row.instruction_id === "pool-fence/2")!;
    const [one, answer, two] = second.messages as { role: string; content: string }[];
    expect(answer).toEqual({ role: "assistant", content: `answer to ${one!.content}` });
    expect(second).toMatchObject({
      turn: 2,
      instruction: two!.content,
      reference: expect.stringContaining("756"),
    });
    expect(await ask(server, request)).toMatchObject({ doneBefore: 16, asking: null });
  });

  it("has one budget for all its turns, also where the replies do not say what they used", async () => {
    const server = await serve((request) => ({ ...(echo(request) as object), usage: null }));
    // a reply of at most 1,000 tokens costs at most $0.001; the first may have thought 4,096 more
    const limits = { budgetUsd: 0.0105, price: { inputUsd: 0, outputUsd: 1 }, maxTokens: 1000 };
    const request = { instructions: [example("two-turn.jsonl")], idColumn: "instruction_id" };
    expect(await ask(server, { ...request, ...limits })).toMatchObject({ outcome: "partial" });
    expect(server.requests).toHaveLength(6);
  });

  it("goes on with the second turn when only the first was answered", async () => {
    let isDown = true;
    const server = await serve((request) =>
      isDown && request.body.messages!.length > 1 ? "filter" : echo(request),
    );
    const request = { instructions: [example("two-turn.jsonl")], idColumn: "instruction_id" };
    expect(await ask(server, request)).toMatchObject({ outcome: "partial", failed: 8 });
    isDown = false;
    expect(await ask(server, request)).toMatchObject({
      outcome: "done",
      doneBefore: 8,
      counts: { generated: 8 },
    });
    expect(server.requests).toHaveLength(24);
    expect(server.requests.at(-1)!.body.messages![1]!.content).toMatch(/^answer to /);
  });

  it("with one question is one row, and keeps a system message of its own", async () => {
    const server = await serve();
    const messages = [
      { role: "system", content: "Own." },
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "Bye" },
    ];
    await ask(server, { instructions: [folder.write("chat.jsonl", [{ messages }])], system: "Other." });
    expect(server.requests[0]!.body.messages).toEqual(messages);
    expect(folder.read(outputName())[0]).toMatchObject({
      messages,
      output: "answer to Bye",
      instruction: expect.stringContaining("[user]\nHi"),
    });
  });
});
