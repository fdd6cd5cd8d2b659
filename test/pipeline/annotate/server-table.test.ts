// The table "What servers do" of docs/annotate.md, row by row: a server that does what the row says, and a run on it that
// ends as the row says. A row that no server stands for fails, and so does a server without a row.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../endpoint/memory-store.js";
import type { Behaviour, SeenRequest } from "../../judge-server.js";
import { all, choice, good, isOdd, type Run, run, said, server, text } from "./server-run.js";

const page = readFileSync(new URL("../../../docs/annotate.md", import.meta.url), "utf8");
const rows = page
  .slice(page.indexOf("## What servers do"))
  .split("\n## ", 2)[0]!
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| the server"))
  .map((line) => line.slice(2, -2).split(" | ") as [server: string, judgement: string, run: string]);

interface Example {
  readonly behave: (request: SeenRequest) => Behaviour;
  readonly options?: Parameters<typeof run>[1];
  readonly check?: (ran: Run) => void | Promise<void>;
}

const oddOnes =
  (behaviour: Behaviour) =>
  (request: SeenRequest): Behaviour =>
    isOdd(request) ? behaviour : good;
const odd = (behaviour: Behaviour, check?: Example["check"], options?: Example["options"]): Example => ({
  behave: oddOnes(behaviour),
  ...(check && { check }),
  options: options ?? { more: { maxRetries: 2 } },
});
const asked = (count: number) => (ran: Run) => expect(ran.requests).toBe(count);
const says = (words: RegExp) => (ran: Run) => expect(ran.details).toMatch(words);
const ends = (message: RegExp, count: number, behaviour: Behaviour, judge = "verdict"): Example => ({
  behave: () => behaviour,
  options: { judge },
  check: ({ error, requests }) => {
    expect(error!.message).toMatch(message);
    expect(requests).toBe(count);
  },
});

const filtered = "Your input was flagged by our content policy";
/** By how a row begins. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  "turns an item away with words": [
    ...[400, 403, 451].map((status) => odd(said(status, { message: filtered }), asked(all))),
    odd(choice({ message: { content: null, refusal: "I cannot." } }), says(/I cannot/)),
  ],
  "answers 403 or 404 without such words": [
    odd({ status: 403, body: "<html><title>Forbidden</title></html>" }, asked(all + 2)),
    odd(said(403, { message: "no" }), asked(all + 2)),
  ],
  "says that an item is too long": [
    odd(said(400, { message: "limit 8192, got 9001", code: "context_length_exceeded" }), says(/8192.*9001/)),
  ],
  "answers 401, says that it does not know the model": [
    ends(/does not accept the key/, 1, said(401, { message: "Unauthorized" })),
    ends(/does not accept the key/, 2, { status: 401, body: "" }),
    ends(/does not know the model/, 1, said(404, { message: "x", code: "model_not_found" })),
    ends(/no chat completions/, 2, { status: 404, body: "" }),
    ends(/"logprobs"/, 1, said(400, { message: "no", param: "logprobs" }), "weighted"),
  ],
  "answers 401 later on": [
    {
      behave: ({ number }) => (number < 12 ? good : said(401, { message: "token expired" })),
      check: ({ judged, annotations }) => {
        expect(judged).toBe(12);
        expect(annotations.length).toBeLessThan(all);
      },
    },
  ],
  "has no credit left": [
    ends(/quota/, 1, said(402, { message: "Insufficient credits" })),
    ends(
      /asks to wait 432 s/,
      1,
      said(429, { message: "Limit of tokens per day (TPD). Please try again in 7m12s." }),
    ),
  ],
  "breaks off": [
    odd(text("[[B]]", { finish_reason: "error" })),
    odd({ status: 200, body: { choices: [] } }),
    odd(text("")),
  ].map((example) => ({
    ...example,
    async check({ requests }) {
      expect(requests).toBe(all + 2 * 2);
      const store = createMemoryStore();
      await run(example.behave, { ...example.options, store });
      expect((await run(() => good, { store })).requests).toBe(2);
    },
  })),
  "withholds a reply": ["content_filter", "SAFETY"].map((finish_reason) => odd(text("", { finish_reason }))),
  "cuts a reply": [
    odd(
      text("Step 1", { finish_reason: "length" }),
      ({ requests, details }) => {
        const rooms = server.requests.filter(isOdd).map(({ body }) => Number(body.max_tokens));
        const most = Math.max(...rooms);
        expect(requests).toBe(all + 2);
        expect(most).toBe(4 * Math.min(...rooms));
        expect(details).toContain(`cut at ${most} tokens`);
      },
      { judge: "cot" },
    ),
  ],
  "gives the answer only as thoughts": [
    odd(choice({ message: { content: null, reasoning_content: "[[A]]" } }), says(/only in the thoughts/)),
  ],
  "sends usage or log-probabilities": [
    {
      behave: () => choice({ message: { content: "[[A]]" } }, { usage: "none" }),
      check: ({ judged, progress }) => expect([judged, progress.unreadUsage]).toEqual([all, all]),
    },
    {
      behave: () => text("[[A]]", { logprobs: "none" }),
      check: ({ judged, progress }) => expect([judged, progress.unreadLogprobs]).toEqual([all, all]),
    },
  ],
  "takes no system message": [
    {
      behave: ({ body }) =>
        body.messages!.some(({ role }) => role === "system")
          ? said(400, { message: "System role not supported" })
          : good,
      check: ({ judged, requests, notices }) => {
        expect([judged, requests]).toEqual([all, all + 1]);
        expect(notices.join()).toMatch(/^system-role: /);
      },
    },
  ],
  "answers nothing in time": [odd("hang", asked(all + 2 * 2), { more: { timeoutMs: 800, concurrency: 4 } })],
};

const reasonsIn = (cell: string) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, reason]) => reason!);
const examplesOf = (row: string) => Object.keys(examples).filter((start) => row.startsWith(start));

describe("docs/annotate.md: what servers do", () => {
  it("has a server for each row, and a row for each server", () => {
    expect(rows.flatMap(([row]) => examplesOf(row))).toEqual(Object.keys(examples));
    expect(rows).toHaveLength(Object.keys(examples).length);
  });

  it.each(rows)("%s: %s; %s", async (row, judgement, end) => {
    for (const { behave, options, check } of examples[examplesOf(row)[0]!]!) {
      const ran = await run(behave, options);
      expect(ran.error === null ? "goes on" : "ends with 4").toBe(/^(?:goes on|ends with 4)/.exec(end)![0]);
      if (ran.error === null) expect(ran.reasons).toEqual(reasonsIn(judgement));
      // what passed when the run ended (`http`) is asked by the next one, like what was never asked
      else
        expect(ran.reasons.filter((reason) => reason !== "http" && !judgement.includes(reason))).toEqual([]);
      await check?.(ran);
    }
  });

  it("says of log-probabilities above 0 that they cannot be read, not that there are none", async () => {
    const logprobs = { content: [{ top_logprobs: [{ token: "m", logprob: 0.5 }] }] };
    const { error, reasons } = await run(() => text("m", { logprobs }), { judge: "weighted" });
    expect(error!.message).toMatch(/sends none that can be read .*none above 0/);
    expect(reasons).toContain("missing-logprobs");
  });
});
