// What servers do → what becomes of the judgements: a row a behaviour, each with the verdicts, the requests, the reason that
// is recorded and the error that ends the run. docs/annotate.md holds what of it is a user's business. The words are
// those that real servers tell their reasons in; time does not pass.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { JudgeUnusableError } from "../../../src/core/errors.js";
import type { Judge } from "../../../src/judge/judge.js";
import { loadJudge } from "../../../src/judge/load-judge.js";
import { createMemoryStore } from "../../endpoint/memory-store.js";
import type { Behaviour, SeenRequest } from "../../judge-server.js";
import { all, choice, good, isOdd, type Run, run, said, server, text, tokens } from "./server-run.js";

describe("one item is turned away: its own two judgements are without a verdict, the others have theirs", () => {
  const page = "<html><head><title>403 Forbidden</title></head><body></body></html>";
  it.each<[string, Behaviour, string, RegExp, number]>([
    [
      "a 403 with words of usage",
      said(403, "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO"),
      "refused",
      /violates usage/,
      0,
    ],
    [
      "a 403 of a moderation",
      said(403, { message: "Your input was flagged for violence", code: 403 }),
      "refused",
      /flagged/,
      0,
    ],
    ["a firewall's page", { status: 403, body: page }, "refused", /Forbidden.*firewall\?/, 1],
    ["a 403 without a reason", said(403, { message: "no" }), "refused", /403 no/, 1],
    ["a 400 that nobody knows", said(400, { message: "odd" }), "http", /400 odd/, 0],
    [
      "an unknown model, for one question",
      said(404, { message: "No endpoints found for x/y" }),
      "refused|http",
      /No endpoints/,
      1,
    ],
    [
      "a refused parameter, for one question",
      said(400, { message: "bad value", param: "temperature" }),
      "http",
      /bad value/,
      1,
    ],
    [
      "too long, by code",
      said(400, { message: "limit 8192, got 9001", code: "context_length_exceeded" }),
      "too-long",
      /8192, got 9001$/,
      0,
    ],
    [
      "too long, in words",
      said(400, { message: "prompt is too long" }),
      "too-long",
      /too long \(about \d+ tokens with its reply\)/,
      0,
    ],
    [
      "too large",
      { status: 413, body: "<html><h1>Request Entity Too Large</h1></html>" },
      "too-long",
      /413/,
      0,
    ],
    [
      "a refusal of the model",
      choice({ message: { content: null, refusal: "I cannot." } }),
      "refused",
      /declines: I cannot/,
      0,
    ],
    ["a filter, by its reason", text("", { finish_reason: "SAFETY" }), "refused", /SAFETY/, 0],
    ["legal reasons", said(451, "Unavailable For Legal Reasons"), "refused", /451 Unavailable/, 0],
    [
      "a filter in the middle",
      text("Half [[A]]", { finish_reason: "content_filter: X" }),
      "refused",
      /content_filter/,
      0,
    ],
  ])("%s", async (name, behaviour, reason, detail, repeats) => {
    const { judged, reasons, details, requests, error } = await run((request) =>
      isOdd(request) ? behaviour : good,
    );
    expect({ judged, error }).toEqual({ judged: all - 2, error: null });
    expect(reasons.join()).toMatch(new RegExp(`^(${reason})$`));
    expect(details).toMatch(detail);
    // the item's second question may be on its way when the first one's parameter is left out
    const more = requests - all - 2 * repeats;
    expect(name === "a refused parameter, for one question" ? more % 2 : more).toBe(0);
  });
});

describe("a whole reply in odd wrapping is a reply", () => {
  const body = { choices: [{ index: 0, finish_reason: "stop", message: { content: "[[A]]" } }] };
  it.each<[string, Behaviour]>([
    ["zeros behind it", { status: 200, body: `\uFEFF${JSON.stringify(body)}\0\0` }],
    ["a finish_reason with its type's name", text("[[A]]", { finish_reason: "FINISH_REASON_STOP" })],
    ["a message that is its text", choice({ message: "So.\n\n[[A]]" })],
  ])("%s", async (_, behaviour) => {
    expect(await run(() => behaviour)).toMatchObject({ judged: all, requests: all, error: null });
  });
});

it("a server that never finishes an answer is not asked about every pair", async () => {
  const { error, requests } = await run(() => text(""), { more: { maxRetries: 2 } });
  expect(error!.message).toMatch(/answered none of the first/);
  expect(requests).toBeLessThan(all);
});

describe("what passes is asked again, and never kept as a reply", () => {
  const firstOfEach = (behaviour: Behaviour) => {
    const seen = new Set<string>();
    return (request: SeenRequest): Behaviour => {
      const key = JSON.stringify(request.body.messages);
      const isFirst = !seen.has(key);
      seen.add(key);
      return isFirst && seen.size % 3 === 0 ? behaviour : good;
    };
  };
  it.each<[string, Behaviour]>([
    [
      "finish_reason error",
      text("[[B]] half", { finish_reason: "error", error: { code: 502, message: "lost" } }),
    ],
    ["an unknown finish_reason", text("[[B]]", { finish_reason: "insufficient_system_resource" })],
    ["an empty text", text("")],
    ["no choice", { status: 200, body: { object: "chat.completion", choices: [] } }],
    ["choices null", { status: 200, body: { choices: null } }],
    ["a rate limit inside of a 200", { status: 200, body: { error: { message: "x", code: 429 } } }],
    ["still loading, as a text", { status: 200, body: { error: "model is still loading" } }],
    ["a bare 404", { status: 404, body: "" }],
    ["a bare 401", { status: 401, body: "" }],
    ["a bare 403", { status: 403, body: "" }],
    ["a 401 with words", said(401, { message: "Unauthorized" })],
    ["an event stream", { status: 200, body: "data: {}\n\ndata: [DONE]\n\n" }],
  ])("%s", async (_, behaviour) => {
    const store = createMemoryStore();
    const { judged, error, requests } = await run(firstOfEach(behaviour), { store });
    expect({ judged, error }).toEqual({ judged: all, error: null });
    expect(requests).toBeGreaterThan(all);
    const again = await run(() => "unauthorized", { store });
    expect(again).toMatchObject({ judged: all, requests: 0 });
  });

  it("the same again where an item never passes: no error, now or by the next run", async () => {
    const behaviour = (request: SeenRequest): Behaviour =>
      isOdd(request) ? { status: 200, body: { choices: [] } } : good;
    const store = createMemoryStore();
    const first = await run(behaviour, { store, more: { maxRetries: 2 } });
    expect(first).toMatchObject({ judged: all - 2, reasons: ["http"], error: null });
    const second = await run(behaviour, { store, more: { maxRetries: 2, isProven: true } });
    expect(second).toMatchObject({ judged: all - 2, reasons: ["http"], error: null });
  });
});

describe("a whole reply in an odd wrapping is read", () => {
  const body = JSON.stringify((good as { body: object }).body);
  it.each<[string, Behaviour]>([
    ["a byte order mark", { status: 200, body: `\ufeff${body}` }],
    ["blank lines", { status: 200, body: `\n\n  ${body}\n` }],
    ["GZIP in capitals", { status: 200, body: gzipSync(body), headers: { "content-encoding": "GZIP" } }],
    ["gzip, not said", { status: 200, body: gzipSync(body) }],
    ["gzip, said and not done", { status: 200, body, headers: { "content-encoding": "gzip" } }],
    ["infinities", { status: 200, body: body.replace('"index":0', '"index":0,"x":-Infinity') }],
    ["usage with nulls", choice({ message: { content: "[[A]]" } }, { usage: { prompt_tokens: null } })],
    ...[1e300, -1, Number.MAX_SAFE_INTEGER].map((completion_tokens): [string, Behaviour] => [
      `usage of ${completion_tokens} tokens`,
      choice({ message: { content: "[[A]]" } }, { usage: { prompt_tokens: 5, completion_tokens } }),
    ]),
    ["usage of another kind", choice({ message: { content: "[[A]]" } }, { usage: "none", id: 7 })],
    ["log-probabilities of another kind", text("[[A]]", { logprobs: "none" })],
    [
      "an unknown choice first",
      {
        status: 200,
        body: {
          choices: [
            { index: 1, text: "[[B]]" },
            { index: 0, text: "[[A]]" },
          ],
        },
      },
    ],
    ["no finish_reason", text("[[A]]", { finish_reason: null })],
    ["STOP", text("[[A]]", { finish_reason: "STOP" })],
    ["end_turn", text("[[A]]", { finish_reason: "end_turn" })],
  ])("%s", async (_, behaviour) => {
    const { judged, requests, annotations, progress } = await run(() => behaviour);
    expect({ judged, requests }).toEqual({ judged: all, requests: all });
    expect(annotations.every((each) => each.status === "judged" && each.verdict.rawLabel === "A")).toBe(true);
    const isUnread = /nulls|kind|tokens/.test(_);
    expect(Number(progress.unreadUsage) + Number(progress.unreadLogprobs)).toBe(isUnread ? all : 0);
  });
});

describe("what concerns every question ends the run: exit 4, and the words say why", () => {
  const none = { message: "x" };
  it.each<[string, Behaviour, RegExp, RegExp, number]>([
    [
      "a model that is not there",
      said(400, { message: "Model Not Exist" }),
      /does not know the model/,
      /--judge-model/,
      1,
    ],
    [
      "a retired model",
      said(400, { message: "The model `x` has been decommissioned", code: "model_decommissioned" }),
      /does not know the model/,
      /--judge-model/,
      1,
    ],
    [
      "no model loaded",
      said(404, { message: "No models loaded. Please load one", param: "model" }),
      /does not know the model/,
      /./,
      1,
    ],
    [
      "no account",
      { status: 404, body: { title: "Not Found", detail: "Function 'a': Not found for account 'b'" } },
      /does not know the model.*Function/,
      /./,
      1,
    ],
    ["a list", { status: 200, body: ["stop"] }, /no chat completion but a list: \["stop"\]/, /./, 5],
    ["a path", { status: 404, body: { detail: "Not Found" } }, /no chat completions/, /--base-url/, 1],
    [
      "a path, with a 200",
      { status: 200, body: { error: "Unexpected endpoint or method. (POST /x)" } },
      /Unexpected endpoint/,
      /\/v1/,
      1,
    ],
    ["a path, without a word", { status: 404, body: "" }, /no chat completions/, /--base-url/, 2],
    [
      "a key",
      {
        status: 400,
        body: [{ error: { message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] } }],
      },
      /does not accept the key/,
      /key/,
      1,
    ],
    [
      "credit, with a 200",
      { status: 200, body: { error: { message: "Insufficient credits", code: 402 } } },
      /quota .* used up: 402 Insufficient/,
      /billing/,
      1,
    ],
    [
      "a budget",
      said(400, { message: "Budget has been exceeded!", type: "budget_exceeded", code: "400" }),
      /quota/,
      /billing/,
      1,
    ],
    [
      "a day's tokens",
      said(429, {
        message: "Rate limit reached on tokens per day (TPD): Limit 9. Please try again in 7m12s.",
      }),
      /quota.*asks to wait 432 s/,
      /./,
      1,
    ],
    [
      "a minute's tokens is no quota",
      said(429, { message: "Rate limit reached on tokens per minute" }),
      /answered none of the first 5/,
      /goes on/,
      3,
    ],
    [
      "a country",
      said(403, {
        message: "Provider returned error",
        metadata: {
          raw: JSON.stringify({
            error: { message: "Country not supported", code: "unsupported_country_region_territory" },
          }),
        },
      }),
      /turns the account away: 403 Country not supported/,
      /./,
      1,
    ],
    [
      "a parameter's value, in a wrapping",
      said(400, {
        message: "Provider returned error",
        metadata: {
          raw: JSON.stringify({
            error: { message: "Expected a value >= 16, but got 1", param: "max_output_tokens" },
          }),
        },
      }),
      /does not accept "max_tokens"/,
      /Change the value/,
      1,
    ],
    [
      "a parameter, by a validator",
      {
        status: 422,
        body: {
          message: {
            detail: [
              { type: "extra_forbidden", loc: ["body", "logprobs"], msg: "Extra inputs are not permitted" },
            ],
          },
        },
      },
      /"logprobs": 422 logprobs: Extra/,
      /--judge verdict/,
      1,
    ],
    [
      "a parameter, in words",
      { status: 400, body: { code: "invalid", error: "Argument not supported on this model: logprobs" } },
      /"logprobs"/,
      /--judge verdict/,
      1,
    ],
    [
      "a format",
      said(400, { message: "This response_format type is unavailable now" }),
      /"response_format"/,
      /./,
      1,
    ],
    [
      "headers echoed",
      said(400, { message: "bad request, headers were {}" }),
      /one question after another/,
      /./,
      16,
    ],
    ["a 403 that nobody knows", said(403, none), /one question after another/, /./, 6],
    ["no words, accepted", { status: 202, body: "" }, /empty \(status 202\)/, /--base-url/, 5],
    ["never a choice", { status: 200, body: { choices: [] } }, /without a choice/, /doctor/, 5],
    ["a server that loads", said(503, { message: "Loading model", code: 503 }), /Loading model/, /doctor/, 5],
  ])("%s", async (name, behaviour, message, hint, most) => {
    const { judged, requests, error } = await run(() => behaviour, { more: { maxRetries: 2 } });
    expect(judged).toBe(0);
    expect(error, name).toBeInstanceOf(JudgeUnusableError);
    expect(error!.message).toMatch(message);
    expect(error!.hint).toMatch(hint);
    expect(requests).toBeLessThanOrEqual(Math.max(most, /loads|minute/.test(name) ? 5 : 0));
  });

  it("a system message that is not taken is joined to the user's, once for the run, and said", async () => {
    const behaviour = ({ body }: SeenRequest): Behaviour =>
      body.messages!.some(({ role }) => role === "system")
        ? said(400, { message: "System role not supported" })
        : good;
    const { judged, requests, notices } = await run(behaviour);
    expect({ judged, requests }).toEqual({ judged: all, requests: all + 1 });
    expect(notices).toEqual([expect.stringMatching(/^system-role: /)]);
    const still = await run(() => said(400, { message: "System role not supported" }));
    expect(still.error!.message).toMatch(/takes no system message/);
    expect(still.requests).toBe(2);
  });

  it("a key that expires: what was answered is kept, nothing is refused, the rest is asked by the next run", async () => {
    const store = createMemoryStore();
    const { judged, reasons, error } = await run(
      ({ number }) => (number < 12 ? good : said(401, { message: "token expired" })),
      { store },
    );
    expect(judged).toBe(12);
    expect(reasons.filter((reason) => reason !== "interrupted")).toEqual([]);
    expect(error!.message).toMatch(/does not accept the key/);
    expect(await run(() => good, { store })).toMatchObject({ judged: all, requests: all - 12 });
  });

  it("three items in a row that are turned away without a word on them, none answered between", async () => {
    const { judged, reasons, error } = await run(({ number }) => (number < 12 ? good : said(403, none)));
    expect(judged).toBe(12);
    expect(reasons.filter((reason) => reason !== "interrupted")).toEqual([]);
    expect(error!.message).toMatch(/one question after another/);
  });

  it("one request is on its way until the first answer", async () => {
    let open = 0;
    let peak = 0;
    const { judged } = await run((request) => {
      peak = request.number === 0 ? 0 : Math.max(peak, ++open);
      return request.number === 0 ? { after: new Promise((done) => setTimeout(done, 50)), do: good } : good;
    });
    expect(judged).toBe(all);
    expect(server.requests.length).toBe(all);
  });
});

describe("log-probabilities", () => {
  const shareOf = ({ annotations }: Run) => {
    const [first] = annotations;
    return first?.status === "judged" ? first.verdict.labelShare! : Number.NaN;
  };
  const preferenceForFirst = ({ annotations }: Run) => {
    const [first] = annotations;
    if (first?.status !== "judged") return Number.NaN;
    return first.task.order === "model-first" ? first.verdict.preference : 1 - first.verdict.preference;
  };
  it.each([" ", "▁", "Ġ"])("labels behind %j count where the exact ones are noise", async (blank) => {
    const done = await run(() => tokens({ [`${blank}m`]: -0.02, [`${blank}M`]: -4.1, M: -6.2, m: -7.9 }), {
      judge: "weighted",
    });
    const [first, second] = [Math.exp(-0.02) + Math.exp(-7.9), Math.exp(-4.1) + Math.exp(-6.2)];
    expect(preferenceForFirst(done)).toBeCloseTo(first / (first + second), 12);
    expect(shareOf(done)).toBeCloseTo(first + second, 12);
  });

  it("exact labels count alone where they hold a tenth of what the spellings hold", async () => {
    const done = await run(() => tokens({ " m": -0.4, m: -1.5, M: -2.5 }), { judge: "weighted" });
    expect(done.reasons).toEqual(["unparsable"]);
    const exact = await run(() => tokens({ " m": -2, m: -0.5, M: -2.5 }), { judge: "weighted" });
    expect(preferenceForFirst(exact)).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  it("labels that hold less than half are no verdict: the run stops, with the likeliest tokens", async () => {
    const { judged, reasons, details, error, requests } = await run(
      () => tokens({ "<think>": -0.0001, m: -13, M: -13.2 }),
      { judge: "weighted", more: { concurrency: 1 } },
    );
    expect({ judged, reasons }).toEqual({ judged: 0, reasons: ["unparsable"] });
    expect(details).toContain('"<think>"');
    expect(error!.hint).toMatch(/thinks first.*--judge verdict/);
    expect(requests).toBeLessThanOrEqual(6);
  });

  it("known replies keep their verdict whatever the labels hold; new ones that do not hold half are not kept", async () => {
    const few = tokens({ The: Math.log(0.7), m: Math.log(0.2), M: Math.log(0.1) });
    const judge = "weighted";
    const store = createMemoryStore();
    for (const _ of ["first", "again"]) {
      const { judged, reasons, requests } = await run(() => few, { judge, store });
      expect({ judged, reasons }).toEqual({ judged: 0, reasons: ["unparsable"] });
      expect(requests).toBeGreaterThan(0);
    }
    const stated = await run(() => few, { judge, store, minLabelShare: 0 });
    expect(stated).toMatchObject({ judged: all / 2, requests: all / 2 });
    const known = await run(() => few, { judge, store });
    expect(known).toMatchObject({ judged: all / 2, requests: 0 });
    expect(shareOf(known)).toBeCloseTo(0.3, 12);
    expect((await run(() => few, { judge, store, minLabelShare: 0.5 })).judged).toBe(0);
  });

  it.each<[string, object]>([
    ["the older completion shape", { tokens: ["m"], top_logprobs: [{ m: -0.1, M: -2.4 }] }],
    ["an object of alternatives", { content: [{ top_logprobs: { m: -0.1, M: -2.4 } }] }],
    [
      "a list",
      [
        {
          token: "m",
          top_logprobs: [
            { token: "m", logprob: -0.1 },
            { token: "M", logprob: -2.4 },
          ],
        },
      ],
    ],
    [
      "odd members",
      {
        content: [
          {
            top_logprobs: [
              { token: "m", logprob: -0.1 },
              { token: "M", logprob: -2.4 },
              { token: null, logprob: -1 },
              { token: "x" },
            ],
          },
        ],
      },
    ],
  ])("are read as %s", async (_, logprobs) => {
    const done = await run(() => text("m", { logprobs, finish_reason: "length" }), { judge: "weighted" });
    expect(preferenceForFirst(done)).toBeCloseTo(1 / (1 + Math.exp(-2.3)), 12);
  });
});

describe("thoughts are no verdict", () => {
  const verdictOf = async (behaviour: Behaviour) => {
    const { annotations, error } = await run(() => behaviour, { more: { maxRetries: 1 } });
    const [first] = annotations;
    if (first === undefined) return error!.message;
    return first.status === "judged" ? first.verdict.rawLabel : `${first.reason}: ${first.detail}`;
  };
  it.each<[string, Behaviour, RegExp]>([
    [
      "marks dropped by the server",
      text("analysisA is fine.\n\n[[A]]\n\nBut no.assistantfinalB it is.\n\n[[B]]"),
      /^B$/,
    ],
    ["marks dropped, on one line", text("analysisA is wrong.assistantfinal[[B]]"), /^B$/],
    [
      "marks dropped, thoughts alone",
      text("analysisA is better?\n\n[[A]]\n\nHm"),
      /^unparsable.*nothing but thinking/,
    ],
    ["a thought that never ends", text("<think>\nA?\n\n[[A]]\n\nHold on"), /^unparsable/],
    ["a tag with a name space", text("<seed:think>\n[[A]]\n</seed:think>\n\n[[B]]"), /^B$/],
    ["the same, cut", text("<seed:think>\n[[A]]"), /^unparsable/],
    ["triangles", text("◁think▷[[A]]\n\n[[A]]◁/think▷\n\n[[B]]"), /^B$/],
    [
      "parts",
      text([
        { type: "thinking", thinking: [{ type: "text", text: "[[A]]" }] },
        { type: "text", text: "[[B]]" },
      ]),
      /^B$/,
    ],
    [
      "an answer in reasoning_content alone",
      choice({ message: { content: null, reasoning_content: "[[A]]" } }),
      /^unparsable: .*reasoning_content/,
    ],
    [
      "thoughts that took all the room",
      choice({ message: { content: null, reasoning: "Hm" }, finish_reason: "length" }),
      /^unparsable: .*used up the room/,
    ],
    ["an empty text", text(""), /^http: an empty reply/],
    [
      "a declined question with a verdict",
      choice({ message: { content: null, refusal: "If forced:\n\n[[A]]" } }),
      /^refused/,
    ],
    [
      "a declined question beside a verdict",
      choice({ message: { content: "[[A]]", refusal: "I cannot." } }),
      /^refused/,
    ],
    ["no refusal beside a verdict", choice({ message: { content: "[[A]]", refusal: "" } }), /^A$/],
    ["an object", text({ winner: "A" }), /^A$/],
  ])("%s", async (_, behaviour, verdict) => {
    expect(await verdictOf(behaviour)).toMatch(verdict);
  });

  it("a cut reply that can have no more room keeps its reason, and ends nothing", async () => {
    const { judged, reasons, details, requests, error } = await run(
      (request) => {
        if (Number(request.body.max_tokens) > 4096)
          return said(400, { message: "max_tokens is too large: 6000", param: "max_tokens" });
        return isOdd(request) ? text("Step 1", { finish_reason: "length" }) : good;
      },
      { judge: "cot" },
    );
    expect({ judged, reasons, error }).toEqual({ judged: all - 2, reasons: ["unparsable"], error: null });
    expect(details).toMatch(/was cut at \d+ tokens/);
    expect(requests).toBe(all + 2);
  });
});

describe("a slow server", () => {
  it("a question is repeated twice after timeouts, and what may be billed is counted", async () => {
    const { judged, details, reasons, requests, progress } = await run(
      (request) => (isOdd(request) ? "hang" : good),
      {
        more: { timeoutMs: 500, concurrency: 4 },
      },
    );
    expect({ judged, reasons }).toEqual({ judged: all - 2, reasons: ["timeout"] });
    expect(requests).toBe(all + 2 * 2);
    expect(progress.givenUp).toBe(6);
    expect(details).toMatch(/--timeout-ms.*--concurrency/);
  });

  it("that answers nothing ends the run after three", async () => {
    const { error, progress } = await run(() => "hang", { more: { timeoutMs: 50 } });
    expect(error!.message).toMatch(/--timeout-ms/);
    expect(progress.requests).toBe(3);
  });
});

describe("parameters that a model does not take are changed once for the run, where the judge can do without", () => {
  const no = (param: string, message: string): Behaviour => ({
    status: 400,
    body: { error: { message, type: "invalid_request_error", param, code: "unsupported_parameter" } },
  });
  const openAiReasoner = ({ body }: SeenRequest): Behaviour => {
    if (body.max_tokens !== undefined)
      return no(
        "max_tokens",
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      );
    if (body.temperature !== undefined && body.temperature !== 1)
      return no("temperature", "Unsupported value: 'temperature' does not support 0 with this model.");
    return body.logprobs
      ? {
          status: 403,
          body: { error: { message: "You are not allowed to request logprobs from this model" } },
        }
      : { text: "Shorter.\n\n[[A]]" };
  };

  it("a name that is not known: at most two requests more, one line, and a room for thoughts", async () => {
    const done = await run(openAiReasoner);
    expect(done.error).toBeNull();
    expect(done.judged).toBe(all);
    expect(done.requests).toBe(all + 2);
    expect(done.notices).toEqual([
      "adapted: gpt-4.1-2025-04-14 is asked with max_completion_tokens 4496 in place of max_tokens 400, no temperature, as it does not accept what the judge has",
    ]);
    expect(server.requests.at(-1)!.body).toMatchObject({ max_completion_tokens: 4496 });
    expect(server.requests.at(-1)!.body).not.toHaveProperty("temperature");
  });

  it("is known to the next run by the store: none more, and the store has every reply", async () => {
    const store = createMemoryStore();
    const first = await run(openAiReasoner, { model: "unheard-of", store });
    expect([first.judged, first.requests]).toEqual([all, all + 2]);
    const again = await run(() => "unauthorized", { model: "unheard-of", store });
    expect([again.judged, again.requests]).toEqual([all, 0]);
    const other = await run(openAiReasoner, { model: "unheard-of", store, judge: "cot" });
    expect([other.judged, other.requests, other.notices.length]).toEqual([all, all, 1]);
  });

  it.each(["gpt-5-mini", "gpt-5", "o4-mini-2025-04-16"])("%s is known: none more", async (model) => {
    const done = await run(openAiReasoner, { model });
    expect([done.judged, done.requests, done.notices]).toEqual([all, all, []]);
    expect((loadJudge("verdict", { model }) as Judge).notes).toEqual([
      `${model} is asked with max_completion_tokens 4496 in place of max_tokens 400, no temperature`,
    ]);
  });

  it.each(["gpt-5.1", "gpt-5-chat-latest"])("%s may take a temperature: it is sent", (model) => {
    expect((loadJudge("verdict", { model }) as Judge).sampling).toEqual({
      temperature: 0,
      max_completion_tokens: 4496,
    });
  });

  it.each(["gpt-50", "o1x", "openai/gpt-5-mini", "my-gpt-5"])("%s is no such model", (model) => {
    expect((loadJudge("verdict", { model }) as Judge).sampling).toEqual({ temperature: 0, max_tokens: 400 });
  });

  it("weighted cannot do without log-probabilities: it stops, and names the judge that works", async () => {
    const done = await run(openAiReasoner, { judge: "weighted" });
    expect(done.requests).toBeLessThanOrEqual(6);
    expect(done.judged).toBe(0);
    expect(done.error?.hint).toContain("--judge verdict");
  });

  it("max_completion_tokens is sent as max_tokens where only that is known, and goes no way twice", async () => {
    const old = ({ body }: SeenRequest): Behaviour =>
      "max_completion_tokens" in body
        ? no("max_completion_tokens", "Unrecognized request argument supplied: max_completion_tokens")
        : { text: "[[A]]" };
    const done = await run(old, { model: "gpt-5-mini" });
    expect([done.judged, done.requests]).toEqual([all, all + 1]);
    const never = await run(({ body }) =>
      no(Object.keys(body).find((name) => /^max_/.test(name))!, "unsupported"),
    );
    expect(never.requests).toBeLessThanOrEqual(3);
    expect(never.error?.message).toContain("does not accept");
  });

  it("what the user stated is not left out unsaid", async () => {
    const done = await run(openAiReasoner, { sampling: { temperature: 0.5 } });
    expect(done.judged).toBe(0);
    expect(done.error?.message).toContain('does not accept "temperature"');
  });
});
