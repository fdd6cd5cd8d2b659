import type { RunSummary } from "./run-hooks.js";

/** How a run ended, by what it left open. */
export function outcomeOf(end: {
  readonly isStopped: boolean;
  readonly isBudgetSpent: boolean;
  readonly tasks: number;
  /** Tasks without a result, and those of them that the same call would ask for again. */
  readonly missing: number;
  readonly open: number;
  /** How many may be missing, as a share. */
  readonly allowed: number;
}): RunSummary<unknown>["outcome"] {
  // what came in spite of the signal may have been all there was to come
  if (end.isStopped && end.open > 0) return "interrupted";
  const isTooMany = end.missing / end.tasks > end.allowed;
  return isTooMany || end.isBudgetSpent ? "partial" : "done";
}
