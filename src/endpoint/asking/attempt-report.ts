// What became of an attempt → what the limits, the counts of the run and those of the question need to know of it.
import type { Answer } from "../client/chat-endpoint.js";
import type { Failure } from "../client/failure.js";
import type { AttemptReport } from "./admission.js";
import type { RunOfQuestions } from "./run-of-questions.js";
import { actualCostUsd } from "./worst-case.js";

/** What was done for one question so far. */
export interface Tally {
  attempts: number;
  costUsd: number | null;
  firstSentAtMs: number | null;
}

export function noteSent(attempt: number, tally: Tally, { progress, clock }: RunOfQuestions): void {
  tally.attempts++;
  tally.firstSentAtMs ??= clock.nowMs();
  progress.requests++;
  progress.inFlight++;
  if (attempt > 0) progress.retries++;
}

/** Takes back what `noteSent` noted: the request waits elsewhere, or was never sent. */
export function noteUnsent(isPending: boolean, tally: Tally, { progress }: RunOfQuestions): void {
  tally.attempts--;
  progress.requests--;
  if (isPending) progress.pending++;
}

export function reportCompletion(
  answer: Answer & { kind: "completed" },
  { model, isReadable }: { readonly model: string; readonly isReadable: boolean },
  tally: Tally,
  run: RunOfQuestions,
): AttemptReport {
  const { usage } = answer.completion;
  const { progress, health, price } = run;
  const costUsd = actualCostUsd(answer.completion, model, price);
  health.noteAnswer();
  if (answer.unread.includes("usage")) progress.unreadUsage++;
  if (answer.unread.includes("logprobs")) progress.unreadLogprobs++;
  progress.promptTokens += usage?.promptTokens ?? 0;
  progress.completionTokens += usage?.completionTokens ?? 0;
  progress.costUsd = progress.costUsd === null || costUsd === null ? null : progress.costUsd + costUsd;
  tally.costUsd = tally.costUsd === null || costUsd === null ? null : tally.costUsd + costUsd;
  const usedTokens = usage && usage.promptTokens + usage.completionTokens;
  return { isAnswered: true, isProven: isReadable, usedTokens, costUsd, limits: answer.limits };
}

export function reportFailure(
  failure: Failure,
  delayMs: number | null,
  { health, endpoint }: RunOfQuestions,
): AttemptReport {
  const { isProven } = health;
  if (failure.kind === "aborted") return { isAnswered: false, isProven, usedTokens: null, costUsd: null };
  const pause = delayMs === null ? {} : { pauseMs: delayMs };
  if (failure.kind !== "transient")
    return { isAnswered: false, isProven, usedTokens: null, costUsd: 0, ...(!isProven && pause) };
  const { isPerhapsBilled, isOverload, retryAfterMs, reason } = failure;
  // who limits the rate limits it for every question, not only this one; who has never answered is asked again later
  const isForAll = (isOverload && retryAfterMs !== null && !endpoint.keepsPace) || !isProven;
  return {
    isAnswered: false,
    isProven,
    usedTokens: null,
    costUsd: isPerhapsBilled ? null : 0,
    isOverload: !endpoint.keepsPace && (isOverload || reason === "timeout"),
    isTimeout: reason === "timeout",
    ...(isForAll && pause),
  };
}
