// Tasks → annotations, as they come: identical outputs are a tie without a request, verdicts taken over need none
// either, the rest is asked.
import { type AskingRun, type AskOptions, askAll } from "../../../endpoint/asking/asker.js";
import type { Outcome, Question } from "../../../endpoint/asking/question.js";
import type { ChatRequest, Completion } from "../../../endpoint/client/completion.js";
import type { ReplyAge } from "../../../judge/judge.js";
import type { Verdict } from "../../../judge/reading.js";
import type { Pair } from "../../../pairs/pair.js";
import { isAlone } from "../../../pairs/without-baseline.js";
import type { Annotation } from "./annotation.js";
import { createFirstReplyCheck, type FirstReplyCheck } from "./first-replies.js";
import type { JudgementTask } from "./judgement-task.js";
import { completeOnlyTogether } from "./one-answer-judges.js";

export interface PendingTask {
  readonly task: JudgementTask;
  /** Asked once more although the store has a reply: that one was no verdict. */
  readonly isRetry: boolean;
}

/** The verdict that two identical outputs get. */
const tie: Verdict = {
  preference: 0.5,
  rawLabel: "identical",
  labelShare: null,
  score: null,
  explanation: null,
};
const notAsked = { completion: null, attempts: 0, priceUsd: 0, seconds: 0 } as const;

/** Identical outputs are a tie. */
export const needsNoJudge = (pair: Pair): boolean =>
  pair.baseline.output === pair.model.output && !isAlone(pair);

/** The annotation of a task that needs no judge: identical outputs, or a verdict taken over. */
export function annotateWithoutJudge(task: JudgementTask, reused: ReadonlyMap<string, number>): Annotation {
  if (needsNoJudge(task.pair))
    return { ...notAsked, task, status: "judged", verdict: tie, source: "identical" };
  const preference = reused.get(task.pair.id)!;
  const verdict = { ...tie, preference, rawLabel: "reused" };
  return { ...notAsked, task, status: "judged", verdict, source: "reused" };
}

/** The annotations of tasks whose judge answers by itself. */
export function* answerOffline(pending: Iterable<PendingTask>): Generator<Annotation> {
  for (const { task } of pending) {
    const { judge, pair, order, repeat } = task;
    const completion = judge.answer!(pair, order, repeat);
    const free = { attempts: 0, costUsd: 0, seconds: 0 };
    yield annotate(task, { subject: task, status: "answered", source: "asked", completion, ...free });
  }
}

/**
 * Asks the judge. Batches come as replies do; write a whole batch, then take the next.
 * @throws JudgeUnusableError when no pair can be judged, after everything that was in flight has been delivered
 */
export function askJudge(
  pending: Iterable<PendingTask>,
  options: AskOptions,
  check: FirstReplyCheck = createFirstReplyCheck(),
): {
  readonly annotations: AsyncIterable<readonly Annotation[]>;
  readonly asking: AskingRun<readonly JudgementTask[]>;
} {
  const unusable = new AbortController();
  const stop = AbortSignal.any(options.stop ? [options.stop, unusable.signal] : [unusable.signal]);
  const asking = askAll(questionsOf(pending), { ...options, stop });
  return { annotations: completeOnlyTogether(readOutcomes(asking, unusable, check)), asking };
}

/** A judge that proves unusable is asked nothing more; what is in flight is paid for, so it is waited for. */
async function* readOutcomes(
  asking: AskingRun<readonly JudgementTask[]>,
  unusable: AbortController,
  check: FirstReplyCheck,
): AsyncGenerator<readonly Annotation[]> {
  for await (const outcomes of asking.outcomes) {
    const annotations = outcomes.flatMap(annotateAll);
    yield annotations;
    const failure = check(annotations);
    if (failure !== null && !unusable.signal.aborted) unusable.abort(failure);
  }
  if (unusable.signal.aborted) throw unusable.signal.reason;
}

/** What is sent for a task that is pending: one request each, or one for as many as the judge is shown at once. */
export interface PendingRequest {
  readonly tasks: readonly [JudgementTask, ...JudgementTask[]];
  readonly request: ChatRequest;
  readonly isRetry: boolean;
}

/** Comparisons that share a request are of one model, each of another pair, in the order in which they came. */
export function* requestsOf(pending: Iterable<PendingTask>): Generator<PendingRequest> {
  const waiting = new Map<string, PendingTask[][]>();
  let generator: string | null = null;
  function* flush() {
    for (const groups of waiting.values()) for (const group of groups) yield requestFor(group);
    waiting.clear();
  }
  for (const next of pending) {
    const { judge, pair, repeat } = next.task;
    if (judge.comparisons === 1) {
      yield requestFor([next]);
      continue;
    }
    if (generator !== pair.model.generator) yield* flush();
    generator = pair.model.generator;
    const key = `${judge.fingerprint} ${repeat}`;
    const groups = waiting.get(key) ?? [];
    const group = groups.find((others) => others.every(({ task }) => task.pair.id !== pair.id)) ?? [];
    group.push(next);
    const others = groups.filter((each) => each !== group);
    waiting.set(key, group.length < judge.comparisons ? [group, ...others] : others);
    if (group.length === judge.comparisons) yield requestFor(group);
  }
  yield* flush();
}

function requestFor(group: readonly PendingTask[]): PendingRequest {
  const [first, ...mates] = group.map(({ task }) => task);
  const { judge, pair, order, repeat } = first!;
  return {
    tasks: [first!, ...mates],
    request: judge.request(pair, order, repeat, mates),
    isRetry: group.some(({ isRetry }) => isRetry),
  };
}

function* questionsOf(pending: Iterable<PendingTask>): Generator<Question<readonly JudgementTask[]>> {
  for (const { tasks, request, isRetry } of requestsOf(pending)) {
    const { judge, pair, order } = tasks[0];
    const isReadable = (completion: Completion, age: ReplyAge = "new") =>
      !("failure" in judge.read(completion, pair, order, age));
    yield {
      subject: tasks,
      request,
      item: pair.instruction.id,
      keeps: judge.keeps,
      retryOnLength: !judge.needsLogprobs,
      ...(judge.needsLogprobs && {
        isReadable,
        // known replies pass a threshold that new ones do not: it would be a verdict the next time
        isWorthKeeping: (completion) => isReadable(completion) || !isReadable(completion, "known"),
      }),
      isFresh: isRetry,
    };
  }
}

/** One reply → a verdict for each comparison that it is about, or for none. What it cost stands with the first. */
function annotateAll(outcome: Outcome<readonly JudgementTask[]>): Annotation[] {
  const { subject: tasks, ...rest } = outcome;
  const { judge } = tasks[0]!;
  const parts = rest.status === "answered" ? judge.split(rest.completion) : null;
  return tasks.map((task, i) => {
    const cost = i === 0 ? {} : { attempts: 0, costUsd: rest.costUsd && 0 };
    if (rest.status === "unanswered") return annotate(task, { ...rest, ...cost, subject: task });
    const completion = { ...(parts?.[i] ?? rest.completion), ...(i > 0 && { usage: null }) };
    const hasNoReply = completion.onlyThoughts || completion.finishReason === "content_filter";
    if (parts || hasNoReply) return annotate(task, { ...rest, ...cost, completion, subject: task });
    const { attempts, costUsd: priceUsd, seconds } = { ...rest, ...cost };
    const detail = `the reply does not say one thing of each of ${judge.comparisons} comparisons`;
    const failure = { status: "unjudged", reason: "unparsable", detail } as const;
    return { task, completion, attempts, priceUsd, seconds, ...failure };
  });
}

function annotate(task: JudgementTask, outcome: Outcome<JudgementTask>): Annotation {
  const { attempts, costUsd, seconds } = outcome;
  const common = { task, attempts, priceUsd: costUsd, seconds };
  if (outcome.status === "unanswered") {
    const { reason, detail } = outcome;
    return { ...common, completion: null, status: "unjudged", reason, detail };
  }
  const { completion, source } = outcome;
  const age = source === "store" && !completion.isImported ? "known" : "new";
  const reading = task.judge.read(completion, task.pair, task.order, age);
  if ("failure" in reading) return { ...common, completion, status: "unjudged", ...reading.failure };
  return { ...common, completion, status: "judged", verdict: reading, source };
}
