// A stream of questions → a stream of outcomes, at the speed that the endpoint and the limits allow. Questions are drawn
// only as outcomes are taken, so a hundred thousand of them need no more memory than a few hundred.
import { setMaxListeners } from "node:events";
import type { ChatEndpoint } from "../client/chat-endpoint.js";
import type { CostOf } from "../client/prices.js";
import type { ReplyStore } from "../store/reply-store.js";
import { type Adaptation, createAdaptation } from "./adaptation.js";
import { createAdmission } from "./admission.js";
import { Budget } from "./budget.js";
import { type Clock, systemClock } from "./clock.js";
import { EndpointHealth } from "./endpoint-health.js";
import type { AskingProgress, Outcome, Question } from "./question.js";
import { createQuestionPool } from "./question-pool.js";
import { RateWindow } from "./rate-window.js";
import type { RunOfQuestions } from "./run-of-questions.js";
import { Suspects } from "./suspects.js";
import { estimateTokens, loadTokenCounter } from "./token-count.js";

export interface AskOptions {
  readonly endpoint: ChatEndpoint;
  /** One for all questions, or one a model. */
  readonly store: ReplyStore | ((model: string) => ReplyStore);
  /** Requests in flight at most; fewer while the endpoint turns them away. */
  readonly concurrency?: number;
  /** Over any sliding minute; null is none. */
  readonly requestsPerMinute?: number | null;
  readonly tokensPerMinute?: number | null;
  /** What may be spent in this run; needs `price`. */
  readonly budgetUsd?: number | null;
  readonly price?: CostOf | null;
  /** What earlier calls of the same run have used of these limits; without it they begin anew. */
  readonly limits?: SharedLimits;
  /** How often a failed request is repeated. A question that used them up is asked once more after all others. */
  readonly maxRetries?: number;
  /** Ask nothing: a question that the store has no reply to has no outcome. */
  readonly isStoreOnly?: boolean;
  /** First stage: send nothing more, finish what is in flight, deliver it. */
  readonly stop?: AbortSignal;
  /** Second stage: give up what is in flight. */
  readonly abort?: AbortSignal;
  readonly clock?: Clock;
  /** An earlier part of the run was answered: the endpoint needs not be tried with one request first. */
  readonly isProven?: boolean;
  /** How requests are sent otherwise than asked for; without it this is learnt anew and told to nobody. */
  readonly adaptation?: Adaptation;
}

/** Limits that hold over several calls together. */
export interface SharedLimits {
  readonly rateWindow: RateWindow;
  readonly budget: Budget;
}

export const createLimits = (
  options: Pick<AskOptions, "requestsPerMinute" | "tokensPerMinute" | "budgetUsd">,
): SharedLimits => {
  const { requestsPerMinute = null, tokensPerMinute = null, budgetUsd = null } = options;
  return {
    rateWindow: new RateWindow({ requestsPerMinute, tokensPerMinute }),
    budget: new Budget(budgetUsd),
  };
};

export interface AskingRun<Subject> {
  /**
   * Batches of outcomes in the order they arrive, each question at most once; none for a question that a stopped run
   * never sent. Write a whole batch, then take the next: `await Promise.all(batch.map(record))`. Leaving the loop early
   * gives up what is in flight.
   * @throws JudgeUnusableError (exit 4) when no question can be answered, OutputError (exit 7) when the store cannot be
   * written; both only after everything that was in flight has been delivered.
   */
  readonly outcomes: AsyncIterable<readonly Outcome<Subject>[]>;
  /** Counts that change as the run goes on. */
  readonly progress: Readonly<AskingProgress>;
}

const defaults = { concurrency: 16, maxRetries: 8 } as const;

/** Asks every question once, through the store, within the limits. Nothing happens before `outcomes` is read. */
export function askAll<S>(
  questions: Iterable<Question<S>> | AsyncIterable<Question<S>>,
  options: AskOptions,
): AskingRun<S> {
  const progress: AskingProgress = {
    answered: 0,
    stored: 0,
    unanswered: 0,
    requests: 0,
    retries: 0,
    rateLimited: 0,
    givenUp: 0,
    unreadUsage: 0,
    unreadLogprobs: 0,
    inFlight: 0,
    pending: 0,
    promptTokens: 0,
    completionTokens: 0,
    costUsd: options.price ? 0 : null,
  };
  return { outcomes: streamOutcomes(questions, options, progress), progress };
}

async function* streamOutcomes<S>(
  questions: Iterable<Question<S>> | AsyncIterable<Question<S>>,
  options: AskOptions,
  progress: AskingProgress,
): AsyncGenerator<readonly Outcome<S>[]> {
  const failed = new AbortController();
  const left = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    failures.push(error);
    failed.abort();
  };
  const run = await prepareRun(options, progress, { failed: failed.signal, left: left.signal, fail });
  // room for those that wait for a retry or for the disk beside those in flight
  const pool = createQuestionPool<S>(run, 2 * (options.concurrency ?? defaults.concurrency) + 16);
  const feed = async () => {
    for await (const question of questions) {
      if (run.stop.aborted) break;
      await pool.add(question);
    }
    await pool.finish();
  };
  feed().catch(fail);
  try {
    yield* pool.batches();
  } finally {
    left.abort();
  }
  if (failures.length > 0) throw failures[0];
}

interface Ends {
  readonly failed: AbortSignal;
  readonly left: AbortSignal;
  fail(error: unknown): void;
}

async function prepareRun(
  options: AskOptions,
  progress: AskingProgress,
  ends: Ends,
): Promise<RunOfQuestions> {
  const { endpoint, store, clock = systemClock, price = null } = options;
  const { concurrency = defaults.concurrency, maxRetries = defaults.maxRetries } = options;
  const { isStoreOnly = false } = options;
  const { isTogether = false } = endpoint;
  // what fails in a batch fails at once: it is no row of failures that an endpoint has begun with
  const isProven = isTogether || (options.isProven ?? false);
  const { limits = createLimits(options), tokensPerMinute = null, budgetUsd = null } = options;
  const given = (...signals: (AbortSignal | undefined)[]) =>
    AbortSignal.any(signals.filter((signal) => signal !== undefined));
  const abort = given(options.abort, ends.left);
  const stop = given(options.stop, abort, ends.failed);
  // every request in flight listens, and ceases to
  setMaxListeners(0, abort, stop);
  return {
    endpoint,
    storeOf: typeof store === "function" ? store : () => store,
    clock,
    price,
    maxRetries,
    isStoreOnly,
    progress,
    stop,
    abort,
    failed: ends.failed,
    fail: ends.fail,
    health: new EndpointHealth({ mostInFlight: concurrency, maxRetries, isProven }),
    suspects: new Suspects(ends.fail),
    adaptation: options.adaptation ?? createAdaptation(),
    // the first request of a run goes alone: what a model does not take, and what a reply costs, is learnt from it
    admission: createAdmission({
      mostInFlight: concurrency,
      ...limits,
      clock,
      isProven: isProven && (isTogether || (options.adaptation?.hasAnswer ?? true)),
      stop,
    }),
    count: tokensPerMinute === null && budgetUsd === null ? estimateTokens : await loadTokenCounter(),
  };
}
