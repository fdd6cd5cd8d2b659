import type { Completion } from "../../../endpoint/client/completion.js";
import type { Verdict } from "../../../judge/reading.js";
import type { JudgementTask } from "./judgement-task.js";

/**
 * Why a pair has no verdict, and whether that may pass: passing reasons are asked again by a rerun, lasting ones only
 * on request (`--retry-failed`). What a rule left out has not failed, and is asked by a run without one.
 */
export const unjudgedReasons = {
  timeout: "passing",
  http: "passing",
  interrupted: "passing",
  budget: "passing",
  refused: "lasting",
  "too-long": "lasting",
  unparsable: "lasting",
  abstained: "lasting",
  "missing-logprobs": "lasting",
  "no-verdict": "lasting",
  unasked: "unasked",
} as const;

export type UnjudgedReason = keyof typeof unjudgedReasons;

interface AnnotationOfTask {
  readonly task: JudgementTask;
  /** What the judge said; null when nothing was asked, or nothing came. */
  readonly completion: Completion | null;
  /** Requests that were sent for it in this run. */
  readonly attempts: number;
  readonly priceUsd: number | null;
  readonly seconds: number | null;
}

export interface Judged extends AnnotationOfTask {
  readonly status: "judged";
  readonly verdict: Verdict;
  /** `asked` the judge, found in the `store`, taken over by `--reuse`, or `identical` outputs (a tie, not asked). */
  readonly source: "asked" | "store" | "reused" | "identical";
}

export interface Unjudged extends AnnotationOfTask {
  readonly status: "unjudged";
  readonly reason: UnjudgedReason;
  readonly detail: string;
}

/** One judgement of one pair in one order, or the reason why there is none. Never a sentinel number. */
export type Annotation = Judged | Unjudged;
