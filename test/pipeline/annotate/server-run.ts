// A server that behaves as a test says → a run of a judge on it, without a wait: what was judged, asked and said.
import { JudgeUnusableError } from "../../../src/core/errors.js";
import { createAdaptation } from "../../../src/endpoint/asking/adaptation.js";
import { createChatEndpoint } from "../../../src/endpoint/client/chat-endpoint.js";
import type { ReplyStore } from "../../../src/endpoint/store/reply-store.js";
import type { Judge } from "../../../src/judge/judge.js";
import { loadJudge } from "../../../src/judge/load-judge.js";
import type { Pair } from "../../../src/pairs/pair.js";
import type { Annotation } from "../../../src/pipeline/annotate/judgements/annotation.js";
import { askJudge } from "../../../src/pipeline/annotate/judgements/judge-pairs.js";
import { tasksOf } from "../../../src/pipeline/annotate/judgements/judgement-task.js";
import { atEnd } from "../../at-end.js";
import { createMemoryStore } from "../../endpoint/memory-store.js";
import { createSleeplessClock } from "../../endpoint/virtual-clock.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";

const pairCount = 20;
const odd = "about item 7 ";
const pairs: Pair[] = Array.from({ length: pairCount }, (_, i) => {
  const instruction = {
    id: `i${i}`,
    text: `Tell me about item ${i} please.`,
    stated: `Tell me about item ${i} please.`,
    fields: {},
  };
  const side = (generator: string) => ({ instruction, generator, output: `${generator} on ${i}` });
  return { id: `p${i}`, instruction, baseline: side("baseline"), model: side("model") } as Pair;
});

export let server: JudgeServer;
let behave: (request: SeenRequest) => Behaviour;
let isListening = false;
async function listen(): Promise<void> {
  if (isListening) return;
  server = await startJudgeServer((request) => behave(request));
  isListening = true;
  atEnd(() => {
    isListening = false;
    return server.close();
  });
}

export const isOdd = ({ body }: SeenRequest) => JSON.stringify(body.messages).includes(odd);
export const said = (status: number, error: unknown, headers?: Record<string, string>): Behaviour => ({
  status,
  body: { error },
  ...(headers && { headers }),
});
export const choice = (what: object, more: object = {}): Behaviour => ({
  status: 200,
  body: {
    object: "chat.completion",
    model: "judge",
    choices: [{ index: 0, finish_reason: "stop", ...what }],
    ...more,
  },
});
export const text = (content: unknown, more: object = {}) => choice({ message: { content }, ...more });
export const good = text("Shorter.\n\n[[A]]");
export const tokens = (list: Record<string, number>) =>
  choice({
    message: { content: "x" },
    finish_reason: "length",
    logprobs: {
      content: [{ top_logprobs: Object.entries(list).map(([token, logprob]) => ({ token, logprob })) }],
    },
  });

export interface Run {
  readonly annotations: readonly Annotation[];
  readonly judged: number;
  readonly reasons: readonly string[];
  readonly details: string;
  readonly requests: number;
  readonly error: JudgeUnusableError | null;
  readonly notices: readonly string[];
  readonly progress: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly judge?: string;
  readonly minLabelShare?: number;
  readonly model?: string;
  readonly sampling?: Readonly<Record<string, unknown>>;
  readonly more?: { maxRetries?: number; timeoutMs?: number; concurrency?: number; isProven?: boolean };
  readonly store?: ReplyStore;
}

export async function run(
  behaviour: (request: SeenRequest) => Behaviour,
  { judge: name = "verdict", minLabelShare, model, sampling, more = {}, store }: Asked = {},
): Promise<Run> {
  behave = behaviour;
  await listen();
  server.requests.length = 0;
  const judge = loadJudge(name, { minLabelShare, model, sampling }) as Judge;
  const tasks = pairs.flatMap((pair) => tasksOf(pair, judge, { order: judge.order, repeats: 1, seed: 0 }));
  const endpoint = createChatEndpoint({
    baseUrl: server.baseUrl,
    apiKey: "a-key",
    timeoutMs: more.timeoutMs ?? 5000,
  });
  const notices: string[] = [];
  const { annotations, asking } = askJudge(
    tasks.map((task) => ({ task, isRetry: false })),
    {
      endpoint,
      store: store ?? createMemoryStore(),
      clock: createSleeplessClock(),
      adaptation: createAdaptation((notice) => notices.push(notice)),
      ...more,
    },
  );
  const all: Annotation[] = [];
  let error: unknown = null;
  try {
    for await (const batch of annotations) all.push(...batch);
  } catch (thrown) {
    error = thrown;
  }
  await endpoint.close();
  if (error !== null && !(error instanceof JudgeUnusableError)) throw error;
  const failed = all.filter((each) => each.status === "unjudged");
  return {
    annotations: all,
    judged: all.length - failed.length,
    reasons: [...new Set(failed.map(({ reason }) => reason))].sort(),
    details: [...new Set(failed.map(({ detail }) => detail))].join("\n"),
    requests: server.requests.length,
    error,
    notices,
    progress: { ...asking.progress },
  };
}

/** Judgements of a whole run. */
export const all = 2 * pairCount;
