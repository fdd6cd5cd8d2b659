// Questions put in one by one → batches of their outcomes. The pool is bounded: `add` waits while as many questions are
// open as were agreed, open meaning not yet taken out as an outcome. A question whose retries ran out is postponed, and
// asked once more after all others.
import { describeBreakdown, describeUnreached } from "../client/describe-failure.js";
import { askQuestion } from "./ask-question.js";
import type { Outcome, Question, Unanswered } from "./question.js";
import type { RunOfQuestions } from "./run-of-questions.js";
import { WakeUp } from "./wake-up.js";

export interface QuestionPool<Subject> {
  /** Begins to work on a question; resolves when there is room for another, or the run is stopped. */
  add(question: Question<Subject>): Promise<void>;
  /** To be called once, after the last `add`: resolves when the postponed ones are being asked again. */
  finish(): Promise<void>;
  /** Outcomes as they arrive; ends when all are taken, or the run is stopped and nothing is in flight. */
  batches(): AsyncGenerator<readonly Outcome<Subject>[]>;
}

interface Postponed<Subject> {
  readonly question: Question<Subject>;
  readonly outcome: Outcome<Subject>;
}

// beyond that many the endpoint is down, not unlucky
const mostPostponed = 1000;

export function createQuestionPool<S>(run: RunOfQuestions, mostOpen: number): QuestionPool<S> {
  const change = new WakeUp();
  const ready: Outcome<S>[] = [];
  const postponed: Postponed<S>[] = [];
  let open = 0;
  let working = 0;
  let isFed = false;
  let isFinished = false;
  // the last repeat is kept for after all others
  const atFirst = { ...run, maxRetries: Math.max(0, run.maxRetries - 1) };
  const atTheEnd = { ...run, maxRetries: 0 };

  const work = async (question: Question<S>, earlier: Outcome<S> | null) => {
    const latest = await askQuestion(question, earlier ? atTheEnd : atFirst).catch((error: unknown) => {
      run.fail(error);
      return null;
    });
    if (earlier && latest && latest.attempts > 0) run.progress.retries++;
    const outcome = latest && earlier ? addUp(latest, earlier) : (latest ?? earlier);
    working--;
    if (outcome && !earlier && postponed.length < mostPostponed && isWorthAnotherRound(outcome, run)) {
      postponed.push({ question, outcome });
      open--;
    } else if (outcome) {
      ready.push(outcome);
    } else {
      open--;
    }
    if (latest) noteHealth(latest, question, run);
    change.notify();
  };
  /** All that is worked on waits to know whose fault it is, and nothing that could tell is on its way. */
  const isAllHeld = () =>
    working > 0 && working === run.suspects.waiting && (isFed || open >= mostOpen || run.stop.aborted);
  run.suspects.onHold = change.notify;
  const start = async (question: Question<S>, earlier: Outcome<S> | null) => {
    open++;
    working++;
    void work(question, earlier);
    while (open >= mostOpen && !run.stop.aborted) await change.wait();
  };
  const counted = (outcomes: Outcome<S>[]) => {
    for (const outcome of outcomes) count(outcome, run);
    return outcomes;
  };
  run.stop.addEventListener("abort", change.notify, { once: true });

  return {
    add: (question) => start(question, null),
    async finish() {
      isFed = true;
      change.notify();
      while (working > 0 && !run.stop.aborted) await change.wait();
      while (postponed.length > 0 && !run.stop.aborted) {
        const { question, outcome } = postponed.shift()!;
        await start(question, outcome);
      }
      isFinished = true;
      change.notify();
    },
    async *batches() {
      while (working > 0 || ready.length > 0 || !(isFinished || run.stop.aborted)) {
        if (ready.length === 0) {
          if (isAllHeld()) run.suspects.settle(run.stop.aborted);
          await change.wait();
          continue;
        }
        const batch = ready.splice(0);
        yield counted(batch);
        open -= batch.length;
        change.notify();
      }
      const left = postponed.splice(0).map(({ outcome }) => outcome);
      if (left.length > 0) yield counted(left);
      failWhereNeverReached(run);
    },
  };
}

function isWorthAnotherRound(outcome: Outcome<unknown>, { maxRetries, stop }: RunOfQuestions): boolean {
  return (
    hasFailedInPassing(outcome) &&
    outcome.reason !== "timeout" &&
    outcome.attempts > 0 &&
    // fewer where the server asked for more patience than there is
    (outcome.attempts >= maxRetries || !outcome.isOwnFault) &&
    maxRetries > 0 &&
    !stop.aborted
  );
}

function hasFailedInPassing(outcome: Outcome<unknown>): outcome is Unanswered<unknown> {
  return outcome.status === "unanswered" && (outcome.reason === "http" || outcome.reason === "timeout");
}

/** Stops the run when too many questions in a row stay without an answer. */
function noteHealth<S>(outcome: Outcome<S>, { request }: Question<S>, run: RunOfQuestions): void {
  if (!hasFailedInPassing(outcome) || (outcome.isOwnFault && !run.health.hasAnswered)) return;
  const inRow = run.health.noteUnanswered();
  if (inRow === null) return;
  run.fail(describeBreakdown(inRow, outcome.detail, run.endpoint.namesFor(request.model)));
}

/** A run too short for its failures to stop it: that nothing was ever there is known at its end. */
function failWhereNeverReached({ health, endpoint, stop, fail }: RunOfQuestions): void {
  const unreached = stop.aborted ? null : health.neverReached();
  if (unreached) fail(describeUnreached(unreached.detail, endpoint.namesFor(unreached.model)));
}

function addUp<S>(latest: Outcome<S>, earlier: Outcome<S>): Outcome<S> {
  const costUsd =
    latest.costUsd === null || earlier.costUsd === null ? null : latest.costUsd + earlier.costUsd;
  const seconds = (latest.seconds ?? 0) + (earlier.seconds ?? 0);
  return { ...latest, attempts: latest.attempts + earlier.attempts, costUsd, seconds };
}

function count(outcome: Outcome<unknown>, { progress }: RunOfQuestions): void {
  if (outcome.status === "unanswered") progress.unanswered++;
  else if (outcome.source === "store") progress.stored++;
  else progress.answered++;
}
