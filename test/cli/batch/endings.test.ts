// Every way in which a provider's batch ends, and what becomes of the questions in it.
import { describe, expect, it } from "vitest";
import { readLines, verdictsOf } from "../annotate/made-outputs.js";
import { type BatchServerOptions, batchFolder, completeByHash, openBatchServer } from "./batch-command.js";

const pairs = 8;
const first =
  <Ending extends object>(ending: Ending) =>
  ({ number }: { number: number }) =>
    number === 0 ? ending : {};
const refusal = (status: number, error: object) => ({ status, body: { error } });

/** How often the requests were answered, by custom_id. */
const timesAsked = (asked: ReadonlyMap<string, number>) => [...asked.values()].sort();

async function judge(options: BatchServerOptions, ...more: string[]) {
  const server = await openBatchServer(options);
  const folder = batchFolder(server, pairs);
  const ran = await folder.run(...more);
  const batches = [...server.batches.values()].map(({ lines }) => lines.length as number);
  return { ...folder, server, ran, batches, asked: timesAsked(server.asked) };
}

describe("annotate --batch", () => {
  it("sends what is missing in one batch, and judges as without", async () => {
    const done = await judge({});
    expect(done.ran.code, done.ran.stderr).toBe(0);
    expect(done.batches).toEqual([pairs]);
    expect(done.server.counts.get("chat")).toBeUndefined();
    const batched = verdictsOf(done.journal);
    expect(batched).toHaveLength(pairs);
    expect(done.open()).toBe(0);
    const live = batchFolder(done.server, pairs);
    const words = live.words().filter((word) => word !== "--batch");
    expect((await live.ask(...words)).code).toBe(0);
    expect(verdictsOf(live.journal)).toEqual(batched);
    // an unchanged run asks nothing
    const before = new Map(done.server.counts);
    expect((await done.run()).code).toBe(0);
    expect(done.server.counts).toEqual(before);
  });

  it.each<{ ending: string; options: BatchServerOptions; batches: number[]; asked: number }>([
    {
      ending: "expired: what was done counts, the rest is asked again",
      options: { plan: first({ end: "expired", answered: 3 }) },
      batches: [8, 5],
      asked: 1,
    },
    {
      ending: "completed, all rows in the file of errors: a parameter that is not taken",
      options: {
        plan: first({
          row: () => refusal(400, { message: "Unsupported parameter: 'max_tokens'", param: "max_tokens" }),
        }),
      },
      batches: [8, 8],
      asked: 1,
    },
    {
      ending: "completed, rows with passing errors",
      options: { plan: first({ row: () => refusal(500, { message: "server error" }) }) },
      batches: [8, 8],
      asked: 2,
    },
    {
      ending: "completed, rows absent from both files",
      options: { plan: first({ row: (_: object, i: number) => (i < 3 ? ("absent" as const) : undefined) }) },
      batches: [8, 3],
      asked: 1,
    },
    {
      ending: "results that have expired",
      options: { plan: first({ isGone: true }) },
      batches: [8, 8],
      asked: 2,
    },
    {
      ending: "failed: too many tokens queued",
      options: { mostQueued: 7, plan: () => ({}) },
      batches: [8],
      asked: 0,
    },
    { ending: "Together's states", options: { isTogether: true }, batches: [8], asked: 1 },
  ])("$ending", async ({ options, batches, asked }) => {
    const done = await judge(options, ...(asked === 0 ? ["--no-wait"] : []));
    if (asked === 0) {
      // as small as batches become, these do not fit: they are sent by the same command when there is room
      expect(done.ran.code).toBe(5);
      expect(done.ran.stderr).toContain("find no room in the queue");
      return;
    }
    expect(done.ran.code, done.ran.stderr).toBe(0);
    expect(done.batches).toEqual(batches);
    expect(done.asked).toEqual(Array(done.asked.length).fill(asked));
    expect(readLines(done.journal).filter(({ status }) => status === "judged")).toHaveLength(pairs);
    expect(done.open()).toBe(0);
  });

  it("a queue that is full: halves, and waits until there is room", async () => {
    const server = await openBatchServer({ mostQueued: 50 });
    const folder = batchFolder(server, 80);
    const ran = await folder.run();
    expect(ran.code, ran.stderr).toBe(0);
    expect(verdictsOf(folder.journal)).toHaveLength(80);
    expect(timesAsked(server.asked)).toEqual(Array(80).fill(1));
    expect(folder.open()).toBe(0);
  });

  it("failed for one line: that one has the server's words, the others are asked", async () => {
    const errors = [{ code: "invalid_request", message: "line 3 is not well", line: 3 }];
    const done = await judge({ plan: first({ end: "failed" as const, errors }) }, "--max-unjudged", "20");
    expect(done.ran.code, done.ran.stderr).toBe(0);
    expect(done.batches).toEqual([8, 7]);
    const failed = readLines(done.journal).filter(({ status }) => status === "unjudged");
    expect(failed).toMatchObject([{ reason: "http", detail: expect.stringContaining("line 3 is not well") }]);
  });

  it("failed for all: exit 4 in the server's words, and nothing is under way", async () => {
    const errors = [{ code: "billing_hard_limit_reached", message: "Billing hard limit has been reached" }];
    const done = await judge({ plan: () => ({ end: "failed" as const, errors }) });
    expect(done.ran.code).toBe(4);
    expect(done.ran.stderr).toContain("Billing hard limit has been reached");
    expect(done.open()).toBe(0);
  });

  it("a row that a filter withheld is refused, and not asked again", async () => {
    const filtered = refusal(400, { message: "The response was filtered", code: "content_filter" });
    const row = (_: object, i: number) => (i === 2 ? filtered : undefined);
    const done = await judge({ plan: () => ({ row }) }, "--max-unjudged", "20");
    expect(done.ran.code, done.ran.stderr).toBe(0);
    expect(readLines(done.journal).filter(({ reason }) => reason === "refused")).toHaveLength(1);
    await done.run("--max-unjudged", "20");
    expect(done.server.batches.size).toBe(1);
  });

  it("a reply cut by its room is asked for again with more, in the next batch", async () => {
    const cut = (body: Parameters<typeof completeByHash>[0] & { max_tokens?: number }) => {
      const said = completeByHash(body);
      const choice = { ...said.body.choices[0], finish_reason: "length", message: { content: "I think" } };
      return (body.max_tokens ?? 0) > 1024 ? said : { ...said, body: { ...said.body, choices: [choice] } };
    };
    const done = await judge(
      { answer: cut },
      "--judge",
      "cot",
      "--max-tokens",
      "1024",
      "--max-unjudged",
      "100",
    );
    expect(done.ran.code, done.ran.stderr).toBe(0);
    // this judge shows both orders
    expect(done.batches).toEqual([16, 16]);
    const room = [...done.server.batches.values()][1].lines[0].body.max_tokens;
    expect(room).toBe(4096);
  });

  it("without batches at the address: exit 4 and another way", async () => {
    const done = await judge({
      fault: () => ({ status: 404, body: { error: { message: "no such route" } } }),
    });
    expect(done.ran.code).toBe(4);
    expect(done.ran.stderr).toContain("does not take the batch: 404 no such route");
    expect(done.ran.stderr).toContain("lceval requests export");
  });

  it("a server that stumbles is asked again, and no batch is begun twice", async () => {
    const done = await judge({
      fault: (point, number) =>
        number > 0
          ? undefined
          : point === "create"
            ? "after"
            : { status: 503, body: { error: { message: "busy" } } },
    });
    expect(done.ran.code, done.ran.stderr).toBe(0);
    expect(done.batches).toEqual([pairs]);
    expect(done.asked).toEqual(Array(pairs).fill(1));
  });
});

it.each([
  ["together", true, "batch-api"],
  ["openai", false, "batch"],
])("%s gets files in its own way", async (provider, wantsName, purpose) => {
  const { openBatchApi } = await import("../../../src/endpoint/batch/batch-api.js");
  const { batchesOf } = await import("../../../src/pipeline/asking/provider-table.js");
  const server = await openBatchServer({ isTogether: wantsName, wantsName });
  const kind = batchesOf({ provider }, server.baseUrl);
  expect(kind.purpose).toBe(purpose);
  const api = openBatchApi({ baseUrl: server.baseUrl, apiKey: "key" }, kind);
  const line = JSON.stringify({ custom_id: "1", body: { model: "m", messages: [] } });
  const file = await api.upload([line]);
  expect(file).toEqual({ kind: "said", body: expect.stringMatching(/^file-/) });
  expect(await api.create("m", file.kind === "said" ? file.body : "")).toMatchObject({ kind: "said" });
  await api.close();
});

describe("one model a file, and OpenRouter's way", () => {
  it("sends requests with the batch, the model before them", async () => {
    const { createBatchEndpoint } = await import("../../../src/endpoint/batch/batch-endpoint.js");
    const { openBatchApi } = await import("../../../src/endpoint/batch/batch-api.js");
    const { openBatchLedger } = await import("../../../src/endpoint/batch/batch-ledger.js");
    const { batchesOf } = await import("../../../src/pipeline/asking/provider-table.js");
    const { createChatEndpoint } = await import("../../../src/endpoint/client/chat-endpoint.js");
    const { systemClock } = await import("../../../src/endpoint/asking/clock.js");
    // the answer to the first attempt is lost: the server is asked for the batch before it is begun again
    const fault = (point: string, number: number) =>
      point === "create" && number === 0 ? ("after" as const) : undefined;
    const server = await openBatchServer({ isInline: true, fault });
    const { cwd } = batchFolder(server, 1);
    const options = { baseUrl: server.baseUrl, apiKey: "key" };
    const kind = batchesOf({ provider: "openrouter" }, server.baseUrl);
    expect(kind.isInline).toBe(true);
    const endpoint = createBatchEndpoint({
      api: openBatchApi(options, kind),
      ledger: await openBatchLedger(cwd),
      kind,
      endpoint: createChatEndpoint(options),
      output: "out.jsonl",
      say: () => {},
      price: null,
      clock: systemClock,
      waits: true,
      isStored: async () => true,
    });
    const ask = (model: string, content: string) =>
      endpoint.complete({ model, messages: [{ role: "user", content }], sampling: {}, repeat: 0 });
    const answers = await Promise.all([ask("a", "1"), ask("b", "2"), ask("a", "3"), ask("a", "3")]);
    expect(answers.map(({ kind: what }) => what)).toEqual(Array(4).fill("completed"));
    const models = [...server.batches.values()].map(({ lines }) =>
      lines.map((line: { body: { model: string } }) => line.body.model),
    );
    // two batches, one a model, and equal requests are asked once
    expect(models.sort()).toEqual([["a", "a"], ["b"]]);
    await endpoint.close();
  });
});
