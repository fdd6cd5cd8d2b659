// What every run that asks is given by its caller, and what it tells: while it goes on, and at its end.
import type { AskingProgress } from "../../endpoint/asking/question.js";
import type { StopSignals } from "./asking-request.js";

export interface RunHooks<Progress, Summary = unknown> extends StopSignals {
  /** Called once, before the first question; what it is given changes as the run goes on. */
  readonly onStart?: (progress: Progress) => void;
  /** Called with what there is when the run ends by an error, before that is thrown. */
  readonly onFailure?: (summary: Summary) => void;
  /** Called with each question of this run that got no verdict, or no answer, once that is written. */
  readonly onMissing?: (missing: MissingReply) => void;
  /** Called with what is news and no warning. */
  readonly onNotice?: (text: string) => void;
  /** Called with each `code: sentence` as it becomes known. */
  readonly onWarning?: (warning: string) => void;
}

export interface MissingReply {
  readonly instruction: string;
  readonly reason: string;
  /** In the words of the endpoint, or of who read the reply. */
  readonly detail: string;
}

export interface RunProgress<Counts> {
  /** Tasks of the run, and those that earlier runs had done. */
  readonly tasks: number;
  readonly doneBefore: number;
  /** What this run added. */
  readonly counts: Readonly<Counts>;
  /** Requests, tokens and cost; null where nothing is asked. */
  readonly asking: Readonly<AskingProgress> | null;
}

export interface RunSummary<Counts> extends RunProgress<Counts> {
  readonly output: string;
  /** Tasks that were never asked. */
  readonly unasked: number;
  /** `partial`: more is missing than allowed, or the budget ran out. */
  readonly outcome: "done" | "partial" | "interrupted";
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}
