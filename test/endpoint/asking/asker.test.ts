import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { JudgeUnusableError, OutputError } from "../../../src/core/errors.js";
import { type AskOptions, askAll, createLimits } from "../../../src/endpoint/asking/asker.js";
import type { Outcome, Question } from "../../../src/endpoint/asking/question.js";
import {
  type Answer,
  type ChatEndpoint,
  createChatEndpoint,
} from "../../../src/endpoint/client/chat-endpoint.js";
import type { ChatRequest, Completion } from "../../../src/endpoint/client/completion.js";
import { statedPrice } from "../../../src/endpoint/client/prices.js";
import { noStore } from "../../../src/endpoint/store/reply-store.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";
import { createMemoryStore } from "../memory-store.js";
import { createSleeplessClock, createVirtualClock } from "../virtual-clock.js";

const requestOf = (n: number, sampling: ChatRequest["sampling"] = { max_tokens: 1 }): ChatRequest => ({
  messages: [{ role: "user", content: `question ${n}` }],
  model: "judge",
  sampling,
  repeat: 0,
});
const questionsTo = (count: number, more: Partial<Question<number>> = {}): Question<number>[] =>
  Array.from({ length: count }, (_, subject) => ({ subject, request: requestOf(subject), ...more }));

let server: JudgeServer | undefined;
let endpoint: ChatEndpoint | undefined;
afterEach(async () => {
  await endpoint?.close();
  await server?.close();
  server = endpoint = undefined;
});

interface Asked {
  readonly outcomes: Outcome<number>[];
  readonly error: unknown;
  readonly progress: Readonly<Record<string, number | null>>;
}

async function ask(questions: Iterable<Question<number>>, options: AskOptions): Promise<Asked> {
  const { outcomes, progress } = askAll(questions, options);
  const all: Outcome<number>[] = [];
  try {
    for await (const batch of outcomes) all.push(...batch);
    return { outcomes: all, error: null, progress: { ...progress } };
  } catch (error) {
    return { outcomes: all, error, progress: { ...progress } };
  }
}

async function optionsFor(
  behave?: (seen: SeenRequest) => Behaviour,
  more: Partial<AskOptions> = {},
): Promise<AskOptions> {
  server = await startJudgeServer(behave);
  endpoint = createChatEndpoint({ baseUrl: server.baseUrl, apiKey: null, timeoutMs: 2000, connections: 64 });
  return { endpoint, store: noStore, clock: createSleeplessClock(), ...more };
}

const subjects = (outcomes: readonly Outcome<number>[]) =>
  outcomes.map(({ subject }) => subject).sort((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("asking", () => {
  it("answers every question once, within the concurrency, and counts", async () => {
    const { outcomes, progress } = await ask(
      questionsTo(200),
      await optionsFor(undefined, { concurrency: 7 }),
    );
    expect(subjects(outcomes)).toEqual(upTo(200));
    expect(outcomes.every(({ status, attempts }) => status === "answered" && attempts === 1)).toBe(true);
    expect(server!.peakInFlight).toBeLessThanOrEqual(7);
    expect(progress).toEqual({
      answered: 200,
      stored: 0,
      unanswered: 0,
      requests: 200,
      retries: 0,
      rateLimited: 0,
      givenUp: 0,
      unreadUsage: 0,
      unreadLogprobs: 0,
      inFlight: 0,
      pending: 0,
      promptTokens: 2000,
      completionTokens: 200,
      costUsd: null,
    });
  });

  it("does not call a cost known when a reply did not say what it used", async () => {
    const behave = ({ number }: SeenRequest) => (number === 1 ? { usage: null } : {});
    const options = await optionsFor(behave, {
      price: statedPrice({ inputUsd: 10, outputUsd: 30 }),
      concurrency: 1,
    });
    const { outcomes, progress } = await ask(questionsTo(3), options);
    expect(outcomes.map(({ costUsd }) => costUsd === null)).toEqual([false, true, false]);
    expect(progress.costUsd).toBeNull();
  });

  it("asks the store first, asks nothing a second time, and asks anew where it is told to", async () => {
    const options = await optionsFor(undefined, { store: createMemoryStore() });
    await ask(questionsTo(20), options);
    const again = await ask(questionsTo(30), options);
    expect(again.progress).toMatchObject({ stored: 20, answered: 10, requests: 10 });
    expect(again.outcomes.filter(({ attempts }) => attempts === 0)).toHaveLength(20);
    const fresh = await ask(questionsTo(20, { isFresh: true }), options);
    expect(fresh.progress).toMatchObject({ stored: 0, answered: 20 });
    expect(server!.requests).toHaveLength(50);
  });

  it("draws questions only as outcomes are taken", async () => {
    let drawn = 0;
    const endless = function* () {
      for (;;) yield { subject: drawn, request: requestOf(drawn++) };
    };
    const { outcomes } = askAll(endless(), await optionsFor(undefined, { concurrency: 4 }));
    let taken = 0;
    for await (const batch of outcomes) {
      taken += batch.length;
      expect(drawn - taken).toBeLessThanOrEqual(2 * 4 + 16);
      if (taken > 300) break;
    }
  });

  it("gives the error of its source after what is in flight", async () => {
    const broken = function* () {
      yield* questionsTo(3);
      throw new Error("no more");
    };
    const { outcomes, error } = await ask(broken(), await optionsFor());
    expect(error).toMatchObject({ message: "no more" });
    expect(outcomes.length).toBeLessThanOrEqual(3);
  });
});

describe("failures that may pass", () => {
  it("are repeated until every question has its answer, each paid for once", async () => {
    const faults: Behaviour[] = [
      "rate-limit",
      "reset",
      "truncate",
      "html",
      "empty",
      { status: 500, body: {} },
    ];
    const perQuestion = new Map<string, number>();
    const behave = ({ body }: SeenRequest): Behaviour => {
      const text = body.messages![0]!.content;
      const seen = perQuestion.get(text) ?? 0;
      perQuestion.set(text, seen + 1);
      return faults[seen] ?? {};
    };
    // the first question fails more often than an endpoint may that has never answered
    let isFirst = true;
    const options = await optionsFor((seen) => {
      if (!isFirst) return behave(seen);
      isFirst = false;
      return {};
    });
    const { outcomes, progress, error } = await ask(questionsTo(40), options);
    expect(error).toBeNull();
    expect(subjects(outcomes)).toEqual(upTo(40));
    expect(outcomes.every(({ status }) => status === "answered")).toBe(true);
    expect(progress).toMatchObject({ requests: 1 + 39 * 7, retries: 39 * 6, rateLimited: 39 });
  });

  it("are as many as was said, the last of them after all others", async () => {
    const behave = ({ body }: SeenRequest): Behaviour =>
      body.messages![0]!.content === "question 3" ? { status: 500, body: {} } : {};
    const { outcomes, progress } = await ask(questionsTo(10), await optionsFor(behave, { maxRetries: 2 }));
    expect(subjects(outcomes)).toEqual(upTo(10));
    expect(outcomes.at(-1)).toMatchObject({ subject: 3, status: "unanswered", reason: "http", attempts: 3 });
    expect(progress).toMatchObject({ answered: 9, unanswered: 1 });
    const none = await ask(questionsTo(10), { ...(await optionsFor(behave, { maxRetries: 0 })) });
    expect(none.outcomes.find(({ subject }) => subject === 3)).toMatchObject({ attempts: 1 });
  });

  it("are mended by the second round when they pass", async () => {
    let failuresLeft = 2;
    const behave = ({ body }: SeenRequest): Behaviour =>
      body.messages![0]!.content === "question 3" && failuresLeft-- > 0 ? { status: 500, body: {} } : {};
    const { outcomes } = await ask(questionsTo(10), await optionsFor(behave, { maxRetries: 2 }));
    expect(outcomes.at(-1)).toMatchObject({ subject: 3, status: "answered", attempts: 3 });
  });

  it("are timeouts where no reply came in time", async () => {
    const options = await optionsFor(({ number }) => (number === 1 ? "stall" : {}), {
      concurrency: 1,
      maxRetries: 0,
    });
    await endpoint!.close();
    endpoint = createChatEndpoint({ baseUrl: server!.baseUrl, apiKey: null, timeoutMs: 500 });
    const { outcomes } = await ask(questionsTo(3), { ...options, endpoint });
    expect(
      outcomes.map((outcome) => (outcome.status === "unanswered" ? outcome.reason : "answered")),
    ).toEqual(["answered", "timeout", "answered"]);
  });

  it("wait as long as the server asks, all of them, and not longer than two minutes", async () => {
    const clock = createSleeplessClock();
    const headers = { "retry-after": "7" };
    const behave = ({ number }: SeenRequest): Behaviour =>
      number === 0 ? { status: 429, body: { error: { message: "slow" } }, headers } : {};
    await ask(questionsTo(2), await optionsFor(behave, { clock, concurrency: 1 }));
    expect(Math.max(...clock.sleptMs)).toBeGreaterThan(6900);
    const hour = { status: 429, body: { error: { message: "later" } }, headers: { "retry-after": "3600" } };
    const { outcomes } = await ask(
      questionsTo(2),
      await optionsFor(({ number }) => (number === 1 ? hour : {}), { concurrency: 1 }),
    );
    expect(outcomes.at(-1)).toMatchObject({ subject: 1, status: "answered", attempts: 2 });
    const long = await ask(
      questionsTo(2),
      await optionsFor(({ number }) => (number > 0 ? hour : {}), { concurrency: 1 }),
    );
    const detail = expect.stringContaining("asks to wait 3600 s, more than the 120 s");
    expect(long.outcomes.at(-1)).toMatchObject({ status: "unanswered", reason: "http", attempts: 2, detail });
  });
});

describe("failures of one question", () => {
  it("leave it unanswered, and the run goes on", async () => {
    const behave = ({ number }: SeenRequest): Behaviour => (number % 2 ? "filter" : {});
    const { outcomes, error, progress } = await ask(questionsTo(100), await optionsFor(behave));
    expect(error).toBeNull();
    expect(outcomes.filter((o) => o.status === "unanswered" && o.reason === "refused")).toHaveLength(50);
    expect(progress).toMatchObject({ requests: 100, retries: 0 });
  });

  it("are never stored", async () => {
    const store = createMemoryStore();
    await ask(questionsTo(10), await optionsFor(() => "filter", { store }));
    expect(await store.size()).toBe(0);
  });
});

describe("failures of the endpoint", () => {
  it.each<[string, Behaviour, RegExp, RegExp]>([
    ["a wrong key", "unauthorized", /does not accept/, /key/i],
    ["an exhausted quota", "quota", /quota at .* is used up/, /same command goes on/],
    ["an unknown model", "unknown-model", /does not know the model "judge"/, /--judge-model/],
    ["a wrong URL", { status: 404, body: "404 page not found" }, /no chat completions/, /--base-url/],
    [
      "a 404 of which nobody knows",
      { status: 404, body: "not here" },
      /one question after another/,
      /--base-url/,
    ],
    ["a page of a website", "html", /no chat-completions endpoint answers at .*<html>/, /--base-url/],
    [
      "a gateway before a server that is down",
      { status: 502, body: "<html><head><title>502 Bad Gateway</title></head></html>" },
      /answers with a server's error: 502 \(a page, “502 Bad Gateway”\)/,
      /that the server runs/,
    ],
    [
      "max_tokens refused",
      {
        status: 400,
        body: { error: { message: "not supported", code: "unsupported_parameter", param: "max_tokens" } },
      },
      /does not accept "max_completion_tokens"/,
      /^Replace max_completion_tokens where it is stated \(judge\.json, --sampling\) by max_tokens/,
    ],
  ])("%s stops the run with exit 4 and a hint", async (_, behaviour, message, hint) => {
    const { error, outcomes } = await ask(questionsTo(1000), await optionsFor(() => behaviour));
    expect(error).toBeInstanceOf(JudgeUnusableError);
    expect((error as JudgeUnusableError).exitCode).toBe(4);
    expect((error as JudgeUnusableError).message).toMatch(message);
    expect((error as JudgeUnusableError).hint).toMatch(hint);
    expect(server!.requests.length).toBeLessThanOrEqual(6);
    expect(outcomes.filter(({ status }) => status === "answered")).toEqual([]);
  });

  it.each([1, 2])("that meet every question %i times pass, from the first one on", async (blips) => {
    const times = new Map<string, number>();
    const behave = ({ body }: SeenRequest): Behaviour => {
      const key = JSON.stringify(body.messages);
      times.set(key, (times.get(key) ?? 0) + 1);
      return times.get(key)! > blips ? {} : { status: 500, body: { error: { message: "please retry" } } };
    };
    const asked = await ask(questionsTo(60), await optionsFor(behave));
    expect(asked.error).toBeNull();
    expect(asked.outcomes.every(({ status }) => status === "answered")).toBe(true);
    expect(asked.progress).toMatchObject({ requests: 60 * (blips + 1), retries: 60 * blips });
  });

  it.each<[string, Behaviour]>([
    ["a server's error", { status: 500, body: { error: { message: "no" } } }],
    ["a broken connection", "reset"],
  ])("that are the first question's own (%s) keep no other from being answered", async (_, behaviour) => {
    const behave = ({ body }: SeenRequest) =>
      JSON.stringify(body.messages).includes("question 0") ? behaviour : {};
    const { error, outcomes } = await ask(questionsTo(40), await optionsFor(behave));
    expect(error).toBeNull();
    expect(outcomes.filter(({ status }) => status === "answered")).toHaveLength(39);
  });

  it("that nobody answers at leave a question that was attempted with its own failure", async () => {
    const options = await optionsFor(undefined, { concurrency: 8 });
    await server!.close();
    const { error, outcomes } = await ask(questionsTo(100), options);
    expect(error).toMatchObject({ exitCode: 4 });
    const attempted = outcomes.filter((o) => o.status === "unanswered");
    expect(attempted.length).toBeGreaterThan(0);
    for (const outcome of attempted)
      expect(outcome).toMatchObject({ reason: "http", detail: expect.stringMatching(/ECONNREFUSED/) });
  });

  it("that nobody answers at fail a run of a few questions too, after all of them", async () => {
    const options = await optionsFor(undefined, { maxRetries: 0 });
    await server!.close();
    const { error, outcomes } = await ask(questionsTo(3), options);
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^no chat-completions endpoint/),
    });
    expect(subjects(outcomes)).toEqual(upTo(3));
  });

  it("do not, where one of the few was turned away by an endpoint", async () => {
    const behave = ({ number }: SeenRequest): Behaviour => (number === 0 ? "filter" : "html");
    const { error } = await ask(questionsTo(3), await optionsFor(behave, { maxRetries: 0 }));
    expect(error).toBeNull();
  });

  it("stop the run only after what was in flight has been delivered", async () => {
    const release = deferred();
    const behave = ({ number }: SeenRequest): Behaviour => {
      if (number < 7) return { after: release.promise, do: {} };
      setTimeout(release.resolve, 20);
      return "quota";
    };
    const options = await optionsFor(behave, { concurrency: 8, isProven: true });
    const { error, outcomes } = await ask(questionsTo(100), options);
    expect(error).toBeInstanceOf(JudgeUnusableError);
    expect(outcomes).toHaveLength(7);
    expect(server!.requests).toHaveLength(8);
  });

  it("that breaks down in the middle is not asked a thousand times", async () => {
    const behave = ({ number }: SeenRequest): Behaviour => (number < 10 ? {} : { status: 500, body: {} });
    const { error, outcomes } = await ask(questionsTo(1000), await optionsFor(behave, { maxRetries: 1 }));
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(/last 32 questions/) });
    expect(outcomes.filter(({ status }) => status === "answered")).toHaveLength(10);
    expect(server!.requests.length).toBeLessThan(150);
  });

  it("are told from a store that cannot be written, which loses no paid answer", async () => {
    const full = { ...createMemoryStore(), put: () => Promise.reject(new OutputError("the disk is full")) };
    const { error, outcomes } = await ask(questionsTo(100), await optionsFor(undefined, { store: full }));
    expect(error).toBeInstanceOf(OutputError);
    expect(outcomes.length).toBe(server!.requests.length);
  });
});

describe("a reply that is cut by length", () => {
  const behave = ({ body }: SeenRequest): Behaviour => ({
    finishReason: (body.max_tokens as number) < 40 ? "length" : "stop",
  });

  it("is asked once more with four times the room, and found so in the store", async () => {
    const store = createMemoryStore();
    const options = await optionsFor(behave, { store });
    const questions = [{ subject: 0, request: requestOf(0, { max_tokens: 10 }), retryOnLength: true }];
    const first = await ask(questions, options);
    expect(server!.requests.map(({ body }) => body.max_tokens)).toEqual([10, 40]);
    expect(first.outcomes[0]).toMatchObject({
      status: "answered",
      attempts: 2,
      completion: { finishReason: "stop" },
    });
    const second = await ask(questions, options);
    expect(second.outcomes[0]).toMatchObject({ source: "store", completion: { finishReason: "stop" } });
    expect(server!.requests).toHaveLength(2);
  });

  it("is asked once more only once, and not at all where nobody asks for it", async () => {
    const options = await optionsFor(behave);
    const cut = { request: requestOf(0, { max_tokens: 2 }) };
    const { outcomes } = await ask([{ subject: 0, ...cut, retryOnLength: true }], options);
    expect(outcomes[0]).toMatchObject({
      status: "answered",
      attempts: 2,
      completion: { finishReason: "length" },
    });
    await ask([{ subject: 0, ...cut }], options);
    expect(server!.requests).toHaveLength(3);
  });
});

describe("stopping", () => {
  it("at the first stage sends nothing more and delivers what is in flight", async () => {
    const release = deferred();
    const stop = new AbortController();
    const behave = ({ number }: SeenRequest): Behaviour => {
      if (number === 7) setImmediate(() => stop.abort());
      if (number === 7) setTimeout(release.resolve, 20);
      return { after: release.promise, do: {} };
    };
    const options = await optionsFor(behave, { concurrency: 8, stop: stop.signal, isProven: true });
    const { outcomes, error } = await ask(questionsTo(100), options);
    expect(error).toBeNull();
    expect(outcomes.map(({ status }) => status)).toEqual(Array(8).fill("answered"));
    expect(server!.requests).toHaveLength(8);
  });

  it("at the first stage does not wait for a retry", async () => {
    const stop = new AbortController();
    const clock = createVirtualClock();
    const behave = ({ number }: SeenRequest): Behaviour => {
      setTimeout(() => stop.abort(), 20);
      return number === 0 ? { status: 429, body: {}, headers: { "retry-after": "100" } } : {};
    };
    const options = await optionsFor(behave, { concurrency: 1, stop: stop.signal, clock });
    const { outcomes } = await ask(questionsTo(5), options);
    expect(outcomes).toEqual([
      expect.objectContaining({ subject: 0, status: "unanswered", reason: "interrupted", attempts: 1 }),
    ]);
  });

  it("at the second stage gives up what is in flight", async () => {
    const abort = new AbortController();
    const behave = ({ number }: SeenRequest): Behaviour => {
      if (number === 3) setImmediate(() => abort.abort());
      return "hang";
    };
    const options = await optionsFor(behave, { concurrency: 4, abort: abort.signal, isProven: true });
    const { outcomes } = await ask(questionsTo(100), options);
    expect(outcomes.map((o) => o.status === "unanswered" && o.reason)).toEqual(Array(4).fill("interrupted"));
  });

  it("does not wait for a source that has nothing to give yet", async () => {
    const stop = new AbortController();
    const silent = async function* (): AsyncGenerator<Question<number>> {
      yield* questionsTo(1);
      await new Promise(() => {});
    };
    const { outcomes } = askAll(silent(), await optionsFor(undefined, { stop: stop.signal }));
    let taken = 0;
    for await (const batch of outcomes) {
      taken += batch.length;
      stop.abort();
    }
    expect(taken).toBe(1);
  });
});

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((r) => {
    resolve = r;
  });
  return { promise, resolve };
}

// An endpoint in virtual time; what it was sent, and when.
const prices = { inputUsd: 100, outputUsd: 1000 };
const price = statedPrice(prices);

function createVirtualEndpoint(
  clock: ReturnType<typeof createVirtualClock>,
  used: () => { prompt: number; reply: number },
) {
  const sent: { atMs: number; tokens: number; usd: number }[] = [];
  const complete = async (): Promise<Answer> => {
    const { prompt, reply } = used();
    const usd = (prompt * prices.inputUsd + reply * prices.outputUsd) / 1e6;
    sent.push({ atMs: clock.nowMs(), tokens: prompt + reply, usd });
    await clock.sleep(1500, new AbortController().signal);
    const completion: Completion = {
      text: "m",
      topLogprobs: null,
      finishReason: "stop",
      usage: { promptTokens: prompt, completionTokens: reply },
      servedBy: { model: "judge", systemFingerprint: null },
    };
    const none = { perMinute: null, remaining: null, resetMs: null };
    return { kind: "completed", completion, unread: [], limits: { requests: none, tokens: none } };
  };
  const names = {
    publicUrl: "x",
    keyVariable: null,
    proxy: null,
    whereIsParameter: (name: string) => name,
    modelOption: "--model",
  };
  const virtual: ChatEndpoint = {
    publicUrl: "http://virtual",
    namesFor: (model) => ({ ...names, model }),
    complete,
    close: async () => {},
  };
  return { virtual, sent };
}

describe("limits, in virtual time", () => {
  const worstMinute = (sent: { atMs: number; tokens: number }[], of: (s: { tokens: number }) => number) =>
    Math.max(
      ...sent.map(({ atMs }) =>
        sent
          .filter((other) => other.atMs >= atMs && other.atMs <= atMs + 60_000)
          .reduce((sum, other) => sum + of(other), 0),
      ),
    );

  it("hold in every sliding minute, and every question is answered", async () => {
    const cases = fc.record({
      requestsPerMinute: fc.integer({ min: 1, max: 30 }),
      tokensPerMinute: fc.integer({ min: 40, max: 1000 }),
      concurrency: fc.integer({ min: 1, max: 20 }),
      shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shares, ...limits }) => {
        const clock = createVirtualClock();
        let n = 0;
        // "question 12" and its frame are 10 tokens or so; the reply takes a share of its 20
        const used = () => ({ prompt: 8, reply: Math.floor(20 * shares[n++ % shares.length]!) });
        const { virtual, sent } = createVirtualEndpoint(clock, used);
        const questions = shares.map((_, subject) => ({
          subject,
          request: requestOf(subject, { max_tokens: 20 }),
        }));
        const { outcomes } = await clock.run(
          ask(questions, { endpoint: virtual, store: noStore, clock, ...limits }),
        );
        expect(outcomes.filter(({ status }) => status === "answered")).toHaveLength(shares.length);
        expect(worstMinute(sent, () => 1)).toBeLessThanOrEqual(limits.requestsPerMinute);
        expect(worstMinute(sent, ({ tokens }) => tokens)).toBeLessThanOrEqual(limits.tokensPerMinute);
      }),
      { numRuns: 40 },
    );
  });

  it("of money are never exceeded; what does not fit is unanswered, and stored answers still come", async () => {
    const clock = createVirtualClock();
    const { virtual, sent } = createVirtualEndpoint(clock, () => ({ prompt: 10, reply: 20 }));
    const store = createMemoryStore();
    const questions = questionsTo(50).map(({ subject }) => ({
      subject,
      request: requestOf(subject, { max_tokens: 20 }),
    }));
    const base = { endpoint: virtual, store, clock, price, concurrency: 5 };
    const budgetUsd = 0.231; // eleven at 0.021; the first alone may think ten times as much
    const first = await clock.run(ask(questions, { ...base, budgetUsd }));
    const spent = sent.reduce((sum, { usd }) => sum + usd, 0);
    expect(spent).toBeLessThanOrEqual(budgetUsd);
    expect(spent).toBeGreaterThan(budgetUsd - 2 * 0.022);
    expect(first.progress.costUsd).toBeCloseTo(spent, 12);
    const isOverBudget = (o: Outcome<number>) => o.status === "unanswered" && o.reason === "budget";
    expect(first.outcomes.filter(isOverBudget)).toHaveLength(50 - sent.length);
    const asked = sent.length;
    const second = await clock.run(ask(questions, { ...base, budgetUsd: 0 }));
    expect(second.progress.stored).toBe(asked);
    expect(sent).toHaveLength(asked);
  });

  it("hold over several calls that share them", async () => {
    const clock = createVirtualClock();
    const { virtual, sent } = createVirtualEndpoint(clock, () => ({ prompt: 10, reply: 20 }));
    const request = (subject: number) => requestOf(subject, { max_tokens: 20 });
    const figures = { requestsPerMinute: 6, budgetUsd: 0.42 }; // twenty at 0.021
    const options = { ...figures, endpoint: virtual, store: noStore, clock, price };
    const shared = { ...options, limits: createLimits(figures) };
    for (let round = 0; round < 3; round++) {
      const questions = upTo(5).map((n) => ({ subject: n, request: request(5 * round + n) }));
      await clock.run(ask(questions, shared));
    }
    expect(worstMinute(sent, () => 1)).toBe(6);
    expect(sent.length).toBeGreaterThan(6);
    expect(sent.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThanOrEqual(figures.budgetUsd);
  });

  it("of tokens that a question exceeds by itself leave it unanswered with the reason", async () => {
    const clock = createVirtualClock();
    const { virtual } = createVirtualEndpoint(clock, () => ({ prompt: 8, reply: 1 }));
    const options = { endpoint: virtual, store: noStore, clock, tokensPerMinute: 50 };
    const questions = [requestOf(0, { max_tokens: 100 }), requestOf(1)].map((request, subject) => ({
      subject,
      request,
    }));
    const { outcomes } = await clock.run(ask(questions, options));
    expect(outcomes.find(({ subject }) => subject === 0)).toMatchObject({
      status: "unanswered",
      detail: expect.stringMatching(/tokens a minute/),
      attempts: 0,
    });
    expect(outcomes.find(({ subject }) => subject === 1)).toMatchObject({ status: "answered" });
  });
});
