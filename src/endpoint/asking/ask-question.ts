// One question → its outcome: the store first, then as many attempts as it takes and is allowed, each admitted by the
// limits; once more with more room when the reply is cut by length.
import type { ChatRequest, Completion } from "../client/completion.js";
import { replyKey } from "../store/reply-key.js";
import type { ReplyStore } from "../store/reply-store.js";
import type { WorstCase } from "./admission.js";
import { noteSent, noteUnsent, reportCompletion, reportFailure, type Tally } from "./attempt-report.js";
import type { Outcome, Question } from "./question.js";
import type { RunOfQuestions } from "./run-of-questions.js";
import {
  type AskedQuestion,
  type Settled,
  settleFailure,
  type Unanswerable,
  unanswered,
} from "./settle-failure.js";
import { withMoreRoom, worstCaseOf } from "./worst-case.js";

type Reply =
  | { readonly status: "answered"; readonly completion: Completion; readonly source: "asked" | "store" }
  | Exclude<Settled, { status: "again" }>
  /** The run was stopped before anything was sent. */
  | { readonly status: "unasked" }
  /** It waits where a later run finds it, or was called off: there is nothing to say yet. */
  | { readonly status: "unsent" };

/** Null when the run was stopped before anything was sent for it, or by its own failure, or its reply comes later. */
export async function askQuestion<S>(question: Question<S>, run: RunOfQuestions): Promise<Outcome<S> | null> {
  const tally: Tally = { attempts: 0, costUsd: run.price ? 0 : null, firstSentAtMs: null };
  const { item = question, keeps = [] } = question;
  const asked = { ...question, item, keeps };
  let reply = await obtainReply({ ...asked, isSecond: false }, tally, run);
  const longer =
    question.retryOnLength && reply.status === "answered" && reply.completion.finishReason === "length"
      ? withMoreRoom(run.adaptation.apply(asked))
      : null;
  if (longer) {
    const second = await obtainReply({ ...asked, request: longer, isSecond: true }, tally, run);
    // where no more room can be had the first reply counts; a failure that may pass is the question's: a cut reply is no
    // answer that could not be had better
    if (second.status !== "no-room") reply = second;
  }
  if (reply.status === "no-room" || reply.status === "fatal" || reply.status === "unsent") return null;
  if (reply.status === "unasked" && tally.attempts === 0) return null;
  const { attempts, costUsd, firstSentAtMs } = tally;
  const seconds = firstSentAtMs === null ? null : (run.clock.nowMs() - firstSentAtMs) / 1000;
  const outcome = reply.status === "unasked" ? interrupted : reply;
  return { ...outcome, subject: question.subject, attempts, costUsd, seconds };
}

const interrupted = unanswered("interrupted", "the run was stopped");
/** At least: after a reply that was dearer than its room, more is set aside. */
const overBudget = ({ usd, thoughtsUsd, firstThoughtsUsd }: WorstCase, { isProven }: { isProven: boolean }) =>
  unanswered(
    "budget",
    `the budget has no room for one more, which may cost $${(usd + (isProven ? thoughtsUsd : firstThoughtsUsd)).toPrecision(2)} or more`,
  );

interface AskedRequest extends Question<unknown> {
  readonly keeps: readonly string[];
  readonly isSecond: boolean;
}

async function obtainReply(asked: AskedRequest, tally: Tally, run: RunOfQuestions): Promise<Reply> {
  const store = run.storeOf(asked.request.model);
  await run.adaptation.recall(asked, store);
  const request = run.adaptation.apply(asked);
  const key = replyKey(run.endpoint.publicUrl, request);
  const stored = asked.isFresh ? undefined : await store.get(key);
  if (stored) return { status: "answered", completion: stored, source: "store" };
  if (run.isStoreOnly) return { status: "unasked" };
  const reply = await requestReply(asked, { request, key, store }, tally, run);
  // the server has said what it does not take, and the request can do without: asked anew
  return reply === "adapted" ? obtainReply(asked, tally, run) : reply;
}

/** Before anything was answered, the repeats that come before other questions: a blip passes, a question's own fault does not. */
const firstRepeats = 2;
/** What took too long once may do so each time: others are asked meanwhile. */
const goesFirst = ({ failed, timeouts }: AskedQuestion) =>
  failed > 0 && failed <= firstRepeats && timeouts === 0;

async function requestReply(
  asked: AskedRequest,
  {
    request,
    key,
    store,
  }: { readonly request: ChatRequest; readonly key: string; readonly store: ReplyStore },
  tally: Tally,
  run: RunOfQuestions,
): Promise<Reply | "adapted"> {
  const worst = worstCaseOf(request, run.count, run.price);
  const { revision } = run.adaptation;
  const question: AskedQuestion = {
    request,
    item: asked.item,
    isSecond: asked.isSecond,
    failed: 0,
    timeouts: 0,
    refusals: 0,
    refusedAt: null,
  };
  let lastFailure: Reply = { status: "unasked" };
  for (;;) {
    const permit = await run.admission.enter(worst, goesFirst(question));
    if (permit === "stopped") return question.failed === 0 || run.failed.aborted ? lastFailure : interrupted;
    if (permit === "over-budget") return overBudget(worst, run.health);
    if (permit === "over-limit") {
      return unanswered("http", `it may need ${worst.tokens} tokens, more than the limit of tokens a minute`);
    }
    if (run.adaptation.revision !== revision) {
      permit.leave({ isAnswered: false, isProven: false, usedTokens: 0, costUsd: 0 });
      return "adapted";
    }
    noteSent(question.failed, tally, run);
    const sentAt = run.suspects.now();
    const { abort: signal, stop } = run;
    const answer = await run.endpoint.complete(request, {
      signal,
      stop,
      onNotice: run.adaptation.say,
      worst,
    });
    run.progress.inFlight--;
    if (answer.kind === "unsent") {
      noteUnsent(answer.why === "pending", tally, run);
      // what is pending will cost something
      const costUsd = answer.why === "pending" ? null : 0;
      permit.leave({ isAnswered: false, isProven: false, usedTokens: 0, costUsd });
      return answer.why === "over-budget" ? overBudget(worst, run.health) : { status: "unsent" };
    }
    if (answer.kind === "completed") {
      const { completion } = answer;
      const isReadable = asked.isReadable?.(completion) ?? true;
      const report = reportCompletion(answer, { model: request.model, isReadable }, tally, run);
      await run.adaptation.noteAnswer(request.model, store).catch(run.fail);
      run.suspects.noteAnswer(sentAt);
      // a paid answer counts even when the store cannot keep it
      if (!(asked.isWorthKeeping?.(completion) ?? true)) answer.settled?.();
      else await store.put(key, completion).then(answer.settled, run.fail);
      // only now: a process that is killed loses no more answers than may be in flight
      permit.leave(report);
      return { status: "answered", completion, source: "asked" };
    }
    const { failure } = answer;
    if (run.adaptation.learn(failure, asked, request)) {
      permit.leave(reportFailure(failure, null, run));
      return "adapted";
    }
    const settled = settleFailure(failure, question, worst, run);
    const delayMs = "delayMs" in settled ? settled.delayMs : null;
    // only now, so that no slot is given on by a failure that stops the run
    permit.leave(reportFailure(failure, delayMs, run));
    if (settled.status === "held") {
      const fault = await settled.fault;
      if (!isWorthAnother(fault, question, run)) return fault;
      question.refusals++;
      continue;
    }
    if (settled.status !== "again") return settled;
    lastFailure = unanswered(settled.reason, settled.detail);
    question.failed++;
    // before anything was answered all wait for it
    if (run.health.isProven || !goesFirst(question)) await run.clock.sleep(settled.delayMs, run.stop);
  }
}

/** Refused with words that were not about it, while others were answered: asked once more. */
const isWorthAnother = (fault: Unanswerable, { refusals }: AskedQuestion, run: RunOfQuestions): boolean =>
  fault.reason !== "interrupted" && refusals === 0 && run.maxRetries > 0 && !run.stop.aborted;
