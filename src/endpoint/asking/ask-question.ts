// One question → its outcome: the store first, then as many attempts as it takes and is allowed, each admitted by the
// limits; once more with more room when the reply is cut by length.
import type { JudgeUnusableError } from "../../core/errors.js";
import type { ChatRequest, Completion } from "../client/completion.js";
import { describeBadParameter, describeFatal, describeUnreached } from "../client/describe-failure.js";
import type { Failure } from "../client/failure.js";
import { replyKey } from "../store/reply-key.js";
import type { ReplyStore } from "../store/reply-store.js";
import { noteSent, reportCompletion, reportFailure, type Tally } from "./attempt-report.js";
import type { Outcome, Question, UnansweredReason } from "./question.js";
import { chooseRetryDelayMs } from "./retry-timing.js";
import type { RunOfQuestions } from "./run-of-questions.js";
import { withMoreRoom, worstCaseOf } from "./worst-case.js";

type Reply =
  | { readonly status: "answered"; readonly completion: Completion; readonly source: "asked" | "store" }
  | { readonly status: "unanswered"; readonly reason: UnansweredReason; readonly detail: string }
  /** The run was stopped before anything was sent. */
  | { readonly status: "unasked" }
  /** It met the failure that stopped the run, which says all there is to say. */
  | { readonly status: "fatal" };

/** Null when the run was stopped before anything was sent for it, or by its own failure: there is nothing to say then. */
export async function askQuestion<S>(question: Question<S>, run: RunOfQuestions): Promise<Outcome<S> | null> {
  const tally: Tally = { attempts: 0, costUsd: run.price ? 0 : null, firstSentAtMs: null };
  const isFresh = question.isFresh ?? false;
  let reply = await obtainReply(question.request, isFresh, tally, run);
  if (question.retryOnLength && reply.status === "answered" && reply.completion.finishReason === "length") {
    const longer = withMoreRoom(question.request);
    // a failure here is the question's: a cut reply is no answer that could not be had better
    if (longer) reply = await obtainReply(longer, isFresh, tally, run);
  }
  if (reply.status === "fatal" || (reply.status === "unasked" && tally.attempts === 0)) return null;
  const { attempts, costUsd, firstSentAtMs } = tally;
  const seconds = firstSentAtMs === null ? null : (run.clock.nowMs() - firstSentAtMs) / 1000;
  const outcome = reply.status === "unasked" ? interrupted : reply;
  return { ...outcome, subject: question.subject, attempts, costUsd, seconds };
}

const interrupted: Reply & { status: "unanswered" } = {
  status: "unanswered",
  reason: "interrupted",
  detail: "the run was stopped",
};

async function obtainReply(
  request: ChatRequest,
  isFresh: boolean,
  tally: Tally,
  run: RunOfQuestions,
): Promise<Reply> {
  const key = replyKey(run.endpoint.publicUrl, request);
  const store = run.storeOf(request.model);
  const stored = isFresh ? undefined : await store.get(key);
  if (stored) return { status: "answered", completion: stored, source: "store" };
  return run.isStoreOnly ? { status: "unasked" } : requestReply(request, { key, store }, tally, run);
}

async function requestReply(
  request: ChatRequest,
  { key, store }: { readonly key: string; readonly store: ReplyStore },
  tally: Tally,
  run: RunOfQuestions,
): Promise<Reply> {
  const worst = worstCaseOf(request, run.count, run.price);
  let lastFailure: Reply = { status: "unasked" };
  for (let attempt = 0; ; attempt++) {
    const permit = await run.admission.enter(worst);
    if (permit === "stopped") return attempt === 0 || run.failed.aborted ? lastFailure : interrupted;
    if (permit === "over-budget") return unanswered("budget", "the budget is used up");
    if (permit === "over-limit") {
      return unanswered("http", `it may need ${worst.tokens} tokens, more than the limit of tokens a minute`);
    }
    noteSent(attempt, tally, run);
    const answer = await run.endpoint.complete(request, { signal: run.abort });
    run.progress.inFlight--;
    if (answer.kind === "completed") {
      const report = reportCompletion(answer, tally, run);
      // a paid answer counts even when the store cannot keep it
      await store.put(key, answer.completion).catch(run.fail);
      // only now: a process that is killed loses no more answers than may be in flight
      permit.leave(report);
      return { status: "answered", completion: answer.completion, source: "asked" };
    }
    const { failure } = answer;
    const settled = settleFailure(failure, attempt, request, run);
    const delayMs = settled.status === "again" ? settled.delayMs : null;
    // only now, so that no slot is given on by a failure that stops the run
    permit.leave(reportFailure(failure, delayMs));
    if (settled.status !== "again") return settled;
    lastFailure = unanswered(settled.reason, settled.detail);
    await run.clock.sleep(settled.delayMs, run.stop);
  }
}

function unanswered(reason: UnansweredReason, detail: string): Reply {
  return { status: "unanswered", reason, detail };
}

interface Again {
  readonly status: "again";
  readonly delayMs: number;
  /** Why, should the run fail before. */
  readonly reason: UnansweredReason;
  readonly detail: string;
}

/** What a failure means for its question. Stops the run where it concerns every question. */
function settleFailure(
  failure: Failure,
  attempt: number,
  request: ChatRequest,
  run: RunOfQuestions,
): Reply | Again {
  const names = run.endpoint.namesFor(request.model);
  const stopRun = (error: JudgeUnusableError): Reply => {
    run.fail(error);
    return { status: "fatal" };
  };
  const isUnreached = failure.kind === "transient" && failure.isUnreached;
  if (!isUnreached && failure.kind !== "aborted") run.health.noteSign();
  switch (failure.kind) {
    case "aborted":
      return interrupted;
    case "refused":
      return unanswered("refused", failure.detail);
    case "rejected":
      return unanswered("http", failure.detail);
    case "bad-parameter":
      return stopRun(describeBadParameter(failure.parameter, failure.detail, names));
    case "fatal":
      return stopRun(describeFatal(failure.cause, failure.detail, names));
    case "transient": {
      if (failure.isOverload) run.progress.rateLimited++;
      const { retryAfterMs, reason, detail } = failure;
      if (isUnreached && run.health.isUnreachable(attempt + 1, { model: request.model, detail })) {
        return stopRun(describeUnreached(detail, names));
      }
      const delayMs = chooseRetryDelayMs({ attempt, retryAfterMs, random: run.clock.random() });
      const isLast = delayMs === null || attempt >= run.maxRetries || run.stop.aborted;
      return isLast ? unanswered(reason, detail) : { status: "again", delayMs, reason, detail };
    }
  }
}
