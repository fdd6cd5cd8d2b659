// A failed attempt → what it means for its question: ask again, unanswered, or held until it is known whether the question
// or the endpoint is at fault. Ends the run where it concerns every question. One item never ends a run: what can be its
// own fault ends a run only before anything was answered, or with others.
import type { JudgeUnusableError } from "../../core/errors.js";
import type { ChatRequest } from "../client/completion.js";
import {
  describeBadParameter,
  describeFatal,
  describeHopeless,
  describeRejections,
  describeUnreached,
} from "../client/describe-failure.js";
import type { Failure, Transient } from "../client/failure.js";
import type { WorstCase } from "./admission.js";
import type { UnansweredReason } from "./question.js";
import { chooseRetryDelayMs, retryTiming } from "./retry-timing.js";
import type { RunOfQuestions } from "./run-of-questions.js";

/** A question while it is asked. */
export interface AskedQuestion {
  readonly request: ChatRequest;
  readonly item: unknown;
  /** It was answered, and is asked for a longer answer. */
  readonly isSecond: boolean;
  /** Attempts that failed so far; of them timeouts, and refusals after which it was asked again. */
  failed: number;
  timeouts: number;
  refusals: number;
  /** When it was first refused without a word that it is at fault. */
  refusedAt: number | null;
}

export interface Unanswerable {
  readonly status: "unanswered";
  readonly reason: UnansweredReason;
  readonly detail: string;
  /** The question's own fault, whatever the endpoint does: no sign that the endpoint is down. */
  readonly isOwnFault?: true;
}

export type Settled =
  | Unanswerable
  | {
      readonly status: "again";
      readonly delayMs: number;
      /** Why, should the run fail before. */
      readonly reason: UnansweredReason;
      readonly detail: string;
    }
  /** It met the failure that stopped the run, which says all there is to say. */
  | { readonly status: "fatal" }
  /** A longer answer cannot be had. */
  | { readonly status: "no-room" };

interface Held {
  readonly status: "held";
  readonly fault: Promise<Unanswerable>;
}

export const unanswered = (reason: UnansweredReason, detail: string): Unanswerable => ({
  status: "unanswered",
  reason,
  detail,
});

const mostTimeoutRepeats = 2;
const mostBareRepeats = 1;
const bareDelayMs = 1000;
// so many items in a row, before anything was answered or after, are no coincidence
const suspectItems = 3;
const suspectItemsAtStart = 8;

export function settleFailure(
  failure: Failure,
  question: AskedQuestion,
  worst: WorstCase,
  run: RunOfQuestions,
): Settled | Held {
  const isUnreached = failure.kind === "transient" && failure.isUnreached;
  if (!isUnreached && failure.kind !== "aborted") run.health.noteSign();
  if (isProof(failure)) run.health.noteProof();
  if (question.isSecond && isAboutMoreRoom(failure)) return { status: "no-room" };
  const names = run.endpoint.namesFor(question.request.model);
  switch (failure.kind) {
    case "aborted":
      return unanswered("interrupted", "the run was stopped");
    case "refused":
      return unanswered("refused", failure.detail);
    case "too-long":
      return unanswered("too-long", withBothNumbers(failure.detail, worst));
    case "transient":
      return settleTransient(failure, question, run);
    case "rejected":
      return settleRefusal(failure, question, describeRejections(failure.detail, names), run);
    case "bad-parameter": {
      const error = describeBadParameter(failure.parameter, failure.detail, names);
      return settleRefusal({ ...failure, isBare: false }, question, error, run);
    }
    case "fatal":
      return settleRefusal(failure, question, describeFatal(failure.cause, failure.detail, names), run);
  }
}

/** Whether a failure shows that questions are answered here: it is about this one alone. */
export const isProof = (failure: Failure): boolean =>
  failure.kind === "refused" ||
  failure.kind === "too-long" ||
  (failure.kind === "transient" && failure.isReply);

const isAboutMoreRoom = ({ kind }: Failure): boolean =>
  kind === "bad-parameter" || kind === "too-long" || kind === "rejected" || kind === "refused";

/** A server's words, and what it was asked for where they do not say. */
const withBothNumbers = (detail: string, { tokens }: WorstCase): string =>
  (detail.slice(4).match(/\d[\d,]{2,}/g) ?? []).length >= 2
    ? detail
    : `${detail} (about ${tokens} tokens with its reply)`;

type Refusal = { readonly isBare: boolean; readonly detail: string } & (
  | { readonly kind: "rejected"; readonly status: number }
  | { readonly kind: "fatal"; readonly cause: string }
  | { readonly kind: "bad-parameter" }
);

const isOfAll = (failure: Refusal): boolean =>
  failure.kind === "fatal" && /^(?:quota|redirect|tls)$/.test(failure.cause);
const isAccess = (failure: Refusal): boolean =>
  failure.kind === "rejected" && (failure.status === 403 || failure.status === 404);

function settleRefusal(
  failure: Refusal,
  question: AskedQuestion,
  error: JudgeUnusableError,
  run: RunOfQuestions,
): Settled | Held {
  const { detail, isBare } = failure;
  const { health, suspects } = run;
  const stopRun = (): Settled => {
    run.fail(error);
    return { status: "fatal" };
  };
  if (isOfAll(failure)) return stopRun();
  question.refusedAt ??= suspects.now();
  const mayPass = health.isProven
    ? question.refusals < mostBareRepeats
    : failure.kind === "fatal" && health.isFirstBare();
  if (isBare && mayPass && run.maxRetries > 0 && !run.stop.aborted) {
    return { status: "again", delayMs: bareDelayMs * 2 ** question.refusals++, reason: "http", detail };
  }
  if (!health.isProven && failure.kind !== "rejected") return stopRun();
  const own: Unanswerable = {
    ...unanswered(isAccess(failure) ? "refused" : "http", detail),
    isOwnFault: true,
  };
  if (health.isProven && failure.kind === "rejected" && !isAccess(failure)) return own;
  const fault = suspects.hold({
    item: question.item,
    firstRefusedAt: question.refusedAt,
    isRepeated: question.refusals > 0,
    mostItems: failure.kind === "rejected" && !isAccess(failure) ? suspectItemsAtStart : suspectItems,
    isFatalAlone: !health.isProven || (failure.kind === "fatal" && failure.cause === "key"),
    error,
  });
  return {
    status: "held",
    fault: fault.then((whose) => (whose === "item" ? own : unanswered("interrupted", detail))),
  };
}

function settleTransient(failure: Transient, question: AskedQuestion, run: RunOfQuestions): Settled {
  const { retryAfterMs, reason, detail, isUnreached, isPerhapsBilled, isOverload } = failure;
  const { health, progress } = run;
  const { model } = question.request;
  const isTimeout = reason === "timeout";
  if (isOverload) progress.rateLimited++;
  if (isPerhapsBilled) progress.givenUp++;
  if (isTimeout) question.timeouts++;
  if (isUnreached) health.noteUnreached({ model, detail });
  // where it has answered before, a reply that broke off may be one question's fault
  const isNoAnswer = health.isProven
    ? isUnreached && !isPerhapsBilled
    : isUnreached || (failure.status === null && !isTimeout);
  if (health.isHopeless({ isNoAnswer, isTimeout })) {
    const names = run.endpoint.namesFor(model);
    run.fail(
      isUnreached ? describeUnreached(detail, names) : describeHopeless(health.failedAtStart, detail, names),
    );
    return { status: "fatal" };
  }
  const attempt = health.isProven ? question.failed : health.failedAtStart - 1;
  const delayMs = chooseRetryDelayMs({ attempt, retryAfterMs, random: run.clock.random() });
  const isLast =
    question.failed >= run.maxRetries || question.timeouts > mostTimeoutRepeats || run.stop.aborted;
  if (delayMs === null) {
    const [asked, most] = [retryAfterMs!, retryTiming.longestRetryAfterMs].map((ms) => Math.ceil(ms / 1000));
    return unanswered(
      reason,
      `${detail} (it asks to wait ${asked} s, more than the ${most} s that are waited)`,
    );
  }
  return isLast ? unanswered(reason, detail) : { status: "again", delayMs, reason, detail };
}
