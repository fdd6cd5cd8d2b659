import { setMaxListeners } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { type ChatEndpoint, createChatEndpoint } from "../../../src/endpoint/client/chat-endpoint.js";
import type { ChatRequest } from "../../../src/endpoint/client/completion.js";
import type { EndpointOptions } from "../../../src/endpoint/client/endpoint-options.js";
import type { Failure } from "../../../src/endpoint/client/failure.js";
import { resolveHeaders } from "../../../src/endpoint/client/resolve-headers.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";

const request: ChatRequest = {
  messages: [{ role: "user", content: "Which is better?" }],
  model: "judge-1",
  sampling: { temperature: 0, max_tokens: 1, logprobs: true, top_logprobs: 5 },
  repeat: 0,
};

let server: JudgeServer;
let endpoint: ChatEndpoint;
afterEach(async () => {
  await endpoint.close();
  await server.close();
});

async function start(behave?: (seen: SeenRequest) => Behaviour, options: Partial<EndpointOptions> = {}) {
  server = await startJudgeServer(behave);
  endpoint = createChatEndpoint({ baseUrl: server.baseUrl, apiKey: "sk-planted-1234567890", ...options });
}

async function failureOf(behaviour: Behaviour, options: Partial<EndpointOptions> = {}): Promise<Failure> {
  await start(() => behaviour, options);
  const answer = await endpoint.complete(request);
  if (answer.kind !== "failed") throw new Error("it answered");
  return answer.failure;
}

async function completionOf(behaviour: Behaviour) {
  await start(() => behaviour);
  const answer = await endpoint.complete(request);
  if (answer.kind !== "completed") throw new Error(JSON.stringify(answer));
  return answer.completion;
}

describe("a request", () => {
  it("goes to chat/completions with model, messages, sampling and key, and is asked once", async () => {
    await start();
    await endpoint.complete(request);
    expect(server.requests).toHaveLength(1);
    const [{ path, headers, body }] = server.requests as [SeenRequest];
    expect(path).toBe("/v1/chat/completions");
    expect(headers.authorization).toBe("Bearer sk-planted-1234567890");
    expect(body).toEqual({ ...request.sampling, model: "judge-1", messages: request.messages });
  });

  it("carries the URL's query and its user and password, which stay out of the public URL", async () => {
    await start();
    await endpoint.close();
    const baseUrl = `http://me:pass%20word@127.0.0.1:${server.port}/v1?api-version=7`;
    endpoint = createChatEndpoint({ baseUrl, apiKey: null });
    expect((await endpoint.complete(request)).kind).toBe("completed");
    expect(server.requests[0]!.path).toBe("/v1/chat/completions?api-version=7");
    expect(server.requests[0]!.headers.authorization).toBe(`Basic ${btoa("me:pass word")}`);
    expect(endpoint.publicUrl).toBe(server.baseUrl);
  });
});

describe("a reply", () => {
  it("becomes a completion", async () => {
    expect(await completionOf({ finishReason: "length", model: "judge-1-2024" })).toEqual({
      text: "m",
      topLogprobs: [
        [
          { token: "m", logprob: -0.25 },
          { token: "M", logprob: -1.5 },
        ],
      ],
      finishReason: "length",
      cutAtTokens: 1, // as many as were asked for
      usage: { promptTokens: 10, completionTokens: 1 },
      servedBy: { model: "judge-1-2024", systemFingerprint: null },
    });
  });

  const choice = (message: object) => ({ status: 200, body: { choices: [{ message }] } });
  it.each<[string, Behaviour, string]>([
    ["text in parts", choice({ content: [{ type: "thinking" }, { type: "text", text: "A" }] }), "A"],
    ["a called function", choice({ content: null, tool_calls: [{ function: { arguments: "[1]" } }] }), "[1]"],
    ["a function of the old kind", choice({ content: null, function_call: { arguments: "[2]" } }), "[2]"],
    [
      "arguments that are no text",
      choice({ tool_calls: [{ function: { arguments: { a: 1 } } }] }),
      '{"a":1}',
    ],
    ["an object", choice({ content: { winner: "A" } }), '{"winner":"A"}'],
    ["the older shape", { status: 200, body: { choices: [{ text: "A" }] } }, "A"],
    [
      "several choices",
      {
        status: 200,
        body: {
          choices: [
            { index: 1, text: "B" },
            { index: 0, text: "A" },
          ],
        },
      },
      "A",
    ],
    [
      "a byte order mark",
      { status: 200, body: `\ufeff${JSON.stringify({ choices: [{ text: "A" }] })}` },
      "A",
    ],
    [
      "Python's infinity",
      { status: 200, body: '{"choices":[{"text":"-Infinity","x":-Infinity}]}' },
      "-Infinity",
    ],
  ])("may hold %s", async (_, behaviour, text) => {
    expect((await completionOf(behaviour)).text).toBe(text);
  });

  const withChoice = (what: object, top: object = {}) => ({
    status: 200,
    body: { choices: [{ finish_reason: "stop", message: { content: "A" }, ...what }], ...top },
  });
  it.each<[string, Behaviour, object]>([
    ["choices numbered as members", { status: 200, body: { choices: { 0: { text: "A" } } } }, {}],
    ["the one choice without a list", { status: 200, body: { choices: { message: { content: "A" } } } }, {}],
    [
      "an index as a text",
      { status: 200, body: { choices: [{ index: "1" }, { index: "0", text: "A" }] } },
      {},
    ],
    ["parts without a type", withChoice({ message: { content: [{ text: "A" }] } }), {}],
    ["parts that are texts", withChoice({ message: { content: ["A"] } }), {}],
    ["one part without a list", withChoice({ message: { content: { type: "text", text: "A" } } }), {}],
    ["a part's text one level down", withChoice({ message: { content: [{ text: { value: "A" } }] } }), {}],
    ["parts as Gemini has them", withChoice({ message: { content: { parts: [{ text: "A" }] } } }), {}],
    ["a number", withChoice({ message: { content: 7 } }), { text: "7" }],
    [
      "why it ended as an object",
      withChoice({ finish_reason: { type: "length", length: 1 } }),
      { finishReason: "length" },
    ],
    [
      "why it ended in the upstream's words alone",
      withChoice({ finish_reason: null, native_finish_reason: "MAX_TOKENS" }),
      { finishReason: "length" },
    ],
    ["an empty error", withChoice({ error: {} }, { error: { code: 0, message: "success" } }), {}],
    [
      "usage as texts",
      withChoice({}, { usage: { prompt_tokens: "10", completion_tokens: "2", cost: "0.5" } }),
      { usage: { promptTokens: 10, completionTokens: 2, costUsd: 0.5 } },
    ],
    [
      "usage under other names",
      withChoice({}, { usage: { input_tokens: 10, output_tokens: 2 } }),
      { usage: { promptTokens: 10, completionTokens: 2 } },
    ],
    [
      "thoughts alone, under a name of their own",
      withChoice({ message: { content: null, reasoning_details: [{ text: "A" }] } }),
      { text: "", onlyThoughts: true },
    ],
  ])("may hold %s", async (_, behaviour, expected) => {
    expect(await completionOf(behaviour)).toMatchObject({ text: "A", ...expected });
  });

  const alternatives = (...list: object[]) =>
    withChoice({ logprobs: { content: [{ token: "A", top_logprobs: list }] } });
  const both = [
    { token: "A", logprob: -2.5 },
    { token: "B", logprob: -0.1 },
  ];
  it.each<[string, Behaviour, object | null]>([
    ["texts", alternatives(both[0]!, { token: "B", logprob: "-0.1" }), [both]],
    ["of tokens by their bytes", alternatives(both[0]!, { token: null, bytes: [66], logprob: -0.1 }), [both]],
    // a label that cannot come has no probability; where numbers are none at all, none of them counts
    ["missing for one", alternatives(both[0]!, { token: "B", logprob: null }), [[both[0]]]],
    ["probabilities", alternatives({ token: "A", logprob: 0.9 }, { token: "B", logprob: 0.1 }), []],
  ])("may hold log-probabilities that are %s", async (_, behaviour, topLogprobs) => {
    expect((await completionOf(behaviour)).topLogprobs).toEqual(topLogprobs);
  });

  it("may lack log-probabilities, usage and everything else that servers leave out", async () => {
    const completion = await completionOf(choice({ content: "A" }));
    expect(completion).toMatchObject({ topLogprobs: null, usage: null, finishReason: null });
  });

  it("is read though it is not labelled as JSON", async () => {
    const body = JSON.stringify(choice({ content: "A" }).body);
    expect((await completionOf({ status: 200, body, headers: { "content-type": "text/plain" } })).text).toBe(
      "A",
    );
  });

  it("tells the limits that the endpoint states", async () => {
    await start(() => ({
      headers: { "x-ratelimit-limit-requests": "60", "x-ratelimit-reset-tokens": "1s" },
    }));
    expect(await endpoint.complete(request)).toMatchObject({
      limits: { requests: { perMinute: 60 }, tokens: { resetMs: 1000 } },
    });
  });
});

describe("a failure that may pass", () => {
  it.each<[string, Behaviour, Partial<Failure>]>([
    ["429", "rate-limit", { status: 429, retryAfterMs: 10, isOverload: true, isPerhapsBilled: false }],
    ["500", { status: 500, body: { error: { message: "oops" } } }, { status: 500, isUnreached: false }],
    ["503", { status: 503, body: {} }, { status: 503, isOverload: true }],
    ["529", { status: 529, body: { error: { message: "overloaded" } } }, { isOverload: true }],
    ["408", { status: 408, body: { error: { message: "slow" } } }, { isPerhapsBilled: true }],
    ["409", { status: 409, body: { error: { message: "conflict" } } }, { status: 409 }],
    ["a page of a gateway", { status: 502, body: "<html>Bad gateway</html>" }, { isUnreached: true }],
    ["a reset connection", "reset", { status: null, isUnreached: true, isPerhapsBilled: true }],
    ["half a body", "truncate", { status: null, isPerhapsBilled: true }],
    ["no choice", "empty", { status: null }],
    ["an HTML page", "html", { isUnreached: true, detail: expect.stringContaining("Welcome") as never }],
    ["invalid JSON", { status: 200, body: '{"id":' }, { isUnreached: true }],
    ["an empty body", { status: 200, body: "" }, {}],
    ["no body at all", { status: 204 }, {}],
    [
      "an empty text",
      { status: 200, body: { choices: [{ message: { content: "" } }] } },
      { isUnreached: false },
    ],
    ["half a text", { text: "half", finishReason: "error" }, { isUnreached: false }],
    [
      "a text beside an error",
      { status: 200, body: { choices: [{ text: "half" }], error: { message: "upstream died" } } },
      { isReply: true, detail: expect.stringContaining("upstream died") as never },
    ],
    [
      "a text that was given up, told by an object",
      { status: 200, body: { choices: [{ text: "half", finish_reason: { type: "abort" } }] } },
      { isReply: true },
    ],
    [
      "no choice, and why not",
      { status: 200, body: { choices: null, base_resp: { status_code: 1, status_msg: "come again soon" } } },
      { detail: expect.stringContaining("come again soon") as never },
    ],
    [
      "an error's members in a reply that says 200",
      { status: 200, body: { code: 500, msg: "it exploded" } },
      { status: 500, detail: "500 it exploded" },
    ],
    [
      "an answer nested too deep to be written",
      {
        status: 200,
        body: `{"choices":[{"message":{"content":${'{"a":'.repeat(5e4)}1${"}".repeat(5e4)}}}]}`,
      },
      { isReply: true },
    ],
    [
      "an error in a reply that says 200",
      { status: 200, body: { error: { message: "upstream is away" } } },
      { detail: "200 upstream is away" },
    ],
  ])("%s", async (_, behaviour, expected) => {
    expect(await failureOf(behaviour)).toMatchObject({ kind: "transient", reason: "http", ...expected });
    expect(server.requests).toHaveLength(1);
  });

  it.each(["hang", "stall"] as const)(
    "%s: its deadline ends it, before the headers or in the body",
    async (how) => {
      const failure = await failureOf(how, { timeoutMs: 50 });
      expect(failure).toMatchObject({ kind: "transient", reason: "timeout", isPerhapsBilled: true });
    },
  );

  it("no server", async () => {
    await start();
    const { baseUrl } = server;
    await server.close();
    const answer = await endpoint.complete(request);
    expect(answer).toMatchObject({
      failure: { kind: "transient", isUnreached: true, isPerhapsBilled: false },
    });
    expect(JSON.stringify(answer)).toContain("ECONNREFUSED");
    expect(endpoint.publicUrl).toBe(baseUrl);
  });

  it.each([
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after-ms": "5" }, 5],
    [{ "retry-after": new Date(Date.now() - 60_000).toUTCString() }, 0],
  ])("carries Retry-After %j", async (headers, retryAfterMs) => {
    const body = { error: { message: "slow down" } };
    expect(await failureOf({ status: 429, body, headers })).toMatchObject({ retryAfterMs });
  });
});

describe("a failure that concerns one question", () => {
  const error = (status: number, what: object): Behaviour => ({ status, body: { error: what } });
  it.each<[string, Behaviour, Failure["kind"]]>([
    ["a content filter", "filter", "refused"],
    [
      "an inner content filter",
      error(400, { innererror: { code: "ResponsibleAIPolicyViolation" } }),
      "refused",
    ],
    [
      "too long",
      error(400, { code: "context_length_exceeded", param: "messages", message: "max" }),
      "too-long",
    ],
    [
      "too long, in words",
      error(400, { message: "'max_tokens' is over the maximum context length" }),
      "too-long",
    ],
    ["too large", error(413, { message: "too large" }), "too-long"],
    ["no room left", error(400, { message: "max_tokens must be at least 1, got -523" }), "too-long"],
    ["a 403 of which nobody knows", error(403, { message: "no" }), "rejected"],
    ["a 404 of which nobody knows", error(404, { message: "?" }), "rejected"],
    [
      "a refusal of the model",
      { status: 200, body: { choices: [{ message: { refusal: "No." } }] } },
      "refused",
    ],
    [
      "a refusal as a part",
      { status: 200, body: { choices: [{ message: { content: [{ type: "refusal", refusal: "No." }] } }] } },
      "refused",
    ],
    [
      "a prompt that was filtered, without a choice",
      {
        status: 200,
        body: {
          choices: [],
          prompt_filter_results: [{ content_filter_results: { hate: { filtered: true } } }],
        },
      },
      "refused",
    ],
    [
      "too long, in a 200",
      { status: 200, body: { object: "error", message: "prompt is too long" } },
      "too-long",
    ],
    ["a 404 with a code of its own", error(404, { code: "not_recorded", message: "?" }), "rejected"],
    ["a 422", { status: 422, body: { detail: [{ loc: ["body"], msg: "odd" }] } }, "rejected"],
  ])("%s", async (_, behaviour, kind) => {
    expect((await failureOf(behaviour)).kind).toBe(kind);
  });

  it("is quoted also where a server says it in its own way", async () => {
    const body = { detail: "the prompt is odd" };
    expect(await failureOf({ status: 422, body })).toMatchObject({
      detail: "422 the prompt is odd",
    });
  });
});

describe("a failure that concerns every question", () => {
  const error = (status: number, what: object): Behaviour => ({ status, body: { error: what } });
  it.each<[string, Behaviour, object]>([
    ["401", "unauthorized", { kind: "fatal", cause: "key" }],
    ["403", error(403, { message: "not available in your country" }), { kind: "fatal", cause: "access" }],
    ["402", error(402, { message: "pay" }), { kind: "fatal", cause: "quota" }],
    ["an exhausted quota", "quota", { kind: "fatal", cause: "quota" }],
    ["a quota by its type", error(429, { type: "insufficient_quota" }), { kind: "fatal", cause: "quota" }],
    [
      "credit that is used up, in a 200",
      { status: 200, body: { choices: null, base_resp: { status_msg: "insufficient balance" } } },
      { kind: "fatal", cause: "quota" },
    ],
    ["an unknown model", "unknown-model", { kind: "fatal", cause: "model" }],
    [
      "an unknown model, as a 400",
      error(400, { code: "model_not_found" }),
      { kind: "fatal", cause: "model" },
    ],
    [
      "a page that is not there",
      { status: 404, body: "<html>404</html>" },
      { kind: "fatal", cause: "route" },
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://elsewhere.example/?token=1" } },
      { kind: "fatal", cause: "redirect", detail: "302 redirects to https://elsewhere.example/" },
    ],
    [
      "a parameter named by param",
      error(400, { code: "unsupported_parameter", param: "max_tokens", message: "use another" }),
      { kind: "bad-parameter", parameter: "max_tokens" },
    ],
    [
      "a parameter named in words",
      error(400, { message: "Unrecognized argument 'top_logprobs'" }),
      { kind: "bad-parameter", parameter: "top_logprobs" },
    ],
    [
      "log-probabilities named without quotes, as OpenAI does",
      error(400, { message: "You are not allowed to request logprobs from this model" }),
      { kind: "bad-parameter", parameter: "logprobs" },
    ],
  ])("%s", async (_, behaviour, expected) => {
    expect(await failureOf(behaviour)).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });
});

describe("giving up", () => {
  it("works before sending, while waiting for the headers, and in the body", async () => {
    const controllers: AbortController[] = [];
    await start(({ number }) => {
      setImmediate(() => controllers[number]?.abort());
      return number === 0 ? "hang" : "stall";
    });
    for (let i = 0; i < 2; i++) {
      controllers[i] = new AbortController();
      const answer = await endpoint.complete(request, { signal: controllers[i]!.signal });
      expect(answer).toEqual({ kind: "failed", failure: { kind: "aborted" } });
    }
    const answer = await endpoint.complete(request, { signal: AbortSignal.abort() });
    expect(answer).toEqual({ kind: "failed", failure: { kind: "aborted" } });
    expect(server.requests).toHaveLength(2);
  });
});

describe("the key", () => {
  const key = "sk-planted-1234567890";
  it.each<[string, (seen: SeenRequest) => Behaviour]>([
    [
      "an error",
      ({ headers }) => ({ status: 401, body: { error: { message: `no: ${headers.authorization}` } } }),
    ],
    ["a page", ({ headers }) => ({ status: 200, body: `<html>${JSON.stringify(headers)}</html>` })],
    ["a reply", ({ headers }) => ({ text: `You sent ${headers.authorization}`, model: key })],
    [
      "a header",
      ({ headers }) => ({ status: 302, headers: { location: `https://x.example/${headers.authorization}` } }),
    ],
  ])("that a server echoes in %s is not passed on", async (_, behave) => {
    await start(behave);
    const answer = await endpoint.complete(request);
    expect(JSON.stringify(answer)).not.toContain(key);
    expect(JSON.stringify(answer)).toContain("[redacted]");
  });
});

describe("further headers", () => {
  const environment = {
    AZURE: "planted-azure-0042",
    OPENAI_CUSTOM_HEADERS: "X-Team: planted-team-0042\nbad",
  };

  it("come from variables, are sent, and are redacted like the key", async () => {
    const headers = resolveHeaders(["api-key=AZURE"], environment);
    await start(
      ({ headers: seen }) => ({ status: 400, body: { error: { message: JSON.stringify(seen) } } }),
      { headers },
    );
    const answer = JSON.stringify(await endpoint.complete(request));
    expect(server.requests[0]!.headers).toMatchObject({
      "api-key": "planted-azure-0042",
      "x-team": "planted-team-0042",
    });
    expect(answer).toContain("[redacted]");
    expect(answer).not.toMatch(/planted-(azure|team)/);
  });

  it("that are vendors or words of every reply are left in replies, other words are not", async () => {
    await start(() => ({ text: "content of the assistant: swordfish" }), {
      headers: { mode: "content", to: "assistant", gate: "swordfish" },
    });
    expect(await endpoint.complete(request)).toMatchObject({
      completion: { text: "content of the assistant: [redacted]" },
    });
  });

  it.each(["planted-azure-0042", "api-key=planted-azure-0042", "a b=AZURE", "api-key=UNSET", "api-key="])(
    "given as %s are refused, and not shown",
    async (given) => {
      await start();
      expect(() => resolveHeaders([given], environment)).toThrow(/--header/);
      expect(() => resolveHeaders([given], environment)).not.toThrow(/planted/);
    },
  );
});

describe("compression", () => {
  const body = JSON.stringify({ choices: [{ message: { content: "A" } }] });
  it.each([
    ["gzip", gzipSync(body)],
    ["br", brotliCompressSync(body)],
    ["deflate", deflateSync(body)],
    ["DEFLATE", deflateRawSync(body)],
    ["gzip, br", brotliCompressSync(gzipSync(body))],
    ["br", Buffer.from(body)],
  ])("by %s, though not asked for, is undone", async (encoding, bytes) => {
    const headers = { "content-encoding": encoding };
    expect((await completionOf({ status: 200, body: bytes, headers })).text).toBe("A");
  });
});

describe("bytes of a server", () => {
  const body = JSON.stringify({ choices: [{ message: { content: "Kürzer 🙂" } }] });
  const whole = `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const goOn = "HTTP/1.1 100 Continue\r\n\r\n";

  /** Answers each request by these pieces, one a turn of the loop, or so long after another. */
  async function startRaw(
    pieces: readonly (string | Buffer)[],
    { apartMs = 0, ...options }: Partial<EndpointOptions> & { readonly apartMs?: number } = {},
  ) {
    const raw = createServer((socket) => {
      socket.setNoDelay(true).on("error", () => {});
      socket.once("data", async () => {
        for (const piece of pieces) {
          socket.write(piece);
          await new Promise((go) => (apartMs > 0 ? setTimeout(go, apartMs) : setImmediate(go)));
        }
      });
    });
    await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
    const { port } = raw.address() as AddressInfo;
    server = { close: async () => void raw.close() } as JudgeServer;
    endpoint = createChatEndpoint({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: null, ...options });
  }

  it.each<[string, readonly (string | Buffer)[]]>([
    ["after `100 Continue`, which nobody asked for", [goOn, whole]],
    ["after two of them, in one piece with it", [goOn + goOn + whole]],
    ["after one in pieces", [goOn.slice(0, 14), goOn.slice(14), whole]],
    ["after other words on the way", [`HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n${whole}`]],
    ["a byte at a time", [...Buffer.from(whole)].map((byte) => Buffer.from([byte]))],
  ])("are read %s", async (_, pieces) => {
    await startRaw(pieces);
    expect(await endpoint.complete(request)).toMatchObject({ completion: { text: "Kürzer 🙂" } });
  });

  it.each(["HTTP/1.1 100", "HTTP/1.1 100 Continue"])(
    "are read where a piece of a body begins with %s",
    async (words) => {
      const text = `${words}\r\nis what it said`;
      const json = JSON.stringify({ choices: [{ message: { content: text } }] });
      const [head, ...rest] = json.split(words);
      await startRaw(
        [`HTTP/1.1 200 OK\r\ncontent-length: ${json.length}\r\n\r\n${head}`, ...[words, rest.join(words)]],
        { apartMs: 20 },
      );
      expect(await endpoint.complete(request)).toMatchObject({ completion: { text } });
    },
  );

  it("of all replies on their way are bounded together", async () => {
    const [most, size] = [80, 2 << 20];
    const stalls = `HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`;
    await startRaw([stalls, Buffer.alloc(size - 1, " ")], { connections: most });
    const gaveUp = new AbortController();
    setMaxListeners(0, gaveUp.signal);
    let failed = 0;
    const asked = Array.from({ length: most }, async () => {
      const answer = await endpoint.complete(request, { signal: gaveUp.signal });
      if (!/hold 128 MB/.test(JSON.stringify(answer))) return;
      if (++failed === most - 64) gaveUp.abort(); // what the others hold is all there may be
    });
    await Promise.all(asked);
    expect(failed).toBeGreaterThanOrEqual(most - 64);
  });
});
