import type { ComparableModel, RateName } from "./comparable-model.js";
import { compareModels, type ModelComparison } from "./compare-models.js";
import type { RateDifference } from "./rate-difference.js";

export interface GateVerdict {
  readonly outcome: "pass" | "fail" | "inconclusive";
  /** One sentence with the figures, in percentage points. */
  readonly explanation: string;
}

/**
 * Whether a model is worse than a reference by no more than `margin` (units of the rate, ≥ 0): it passes when the whole
 * interval of the difference lies above −margin, fails when all of it lies below, and is inconclusive otherwise. The
 * chance of failing a model that is no worse is at most (1 − level)/2.
 *
 * @param difference model minus reference; null fails
 */
export function judgeNonInferiority(difference: RateDifference | null, margin: number): GateVerdict {
  if (difference === null) return { outcome: "fail", explanation: "there is no such rate to compare" };
  const points = (value: number) => (100 * value).toFixed(2).replace("-", "−");
  const limit = points(-margin);
  if (difference.interval === null)
    return {
      outcome: "inconclusive",
      explanation: `the difference is ${points(difference.difference)} points, and its error is not known`,
    };
  const { lower, upper, level } = difference.interval;
  const outcome = lower >= -margin ? "pass" : upper < -margin ? "fail" : "inconclusive";
  const where = { pass: "not below", fail: "below", inconclusive: "on both sides of" }[outcome];
  const how = difference.method === "unpaired" ? ", unpaired" : "";
  return {
    outcome,
    explanation: `the difference is ${points(difference.difference)} points, ${Number((100 * level).toPrecision(6))} % interval [${points(lower)}, ${points(upper)}]${how}: ${where} ${limit}`,
  };
}

/** The gate that looks at the estimate alone: for contrast. */
export const passesByPoint = (difference: RateDifference, margin: number): boolean =>
  difference.difference >= -margin;

/** A model held against a reference. */
export interface Gate {
  readonly comparison: ModelComparison;
  /** Which rate decided: the length-controlled one where both have it. */
  readonly rate: RateName;
  /** In units of the rate. */
  readonly margin: number;
  readonly verdict: GateVerdict;
}

/** @throws InputError when baselines or judges differ */
export function holdAgainst(
  model: ComparableModel,
  reference: ComparableModel,
  { margin, level }: { margin: number; level: number },
): Gate {
  const comparison = compareModels(model, reference, level);
  const rate = comparison.differences.lengthControlled === null ? "raw" : "lengthControlled";
  return { comparison, rate, margin, verdict: judgeNonInferiority(comparison.differences[rate], margin) };
}
