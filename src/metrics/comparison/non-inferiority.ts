import { countOf } from "../../core/count-of.js";
import { percentText, roundPercent } from "../../numerics/percent.js";
import type { Interval } from "../rates/measure.js";
import type { RateName, ScoredModel } from "../score/scored-model.js";
import { bandOfMissing, type MissingBand } from "./band-of-missing.js";
import { compareModels, type ModelComparison } from "./compare-models.js";
import type { RateDifference } from "./rate-difference.js";
import type { RowsToCompare } from "./share-rows.js";

/** How a condition stands: `inconclusive` where the figures leave it open. */
export type GateOutcome = "holds" | "fails" | "inconclusive";

/** What is wrong with the rows themselves: whatever a gate finds on them decides nothing. */
const undoing = /^(?:incomplete|unknown-run|edited-verdicts): /;

/** A verdict on models, unless their warnings say that their rows are not all that was judged, or were changed. */
export function unlessUndone<T extends GateVerdict>(
  verdict: T,
  ...models: readonly Pick<ScoredModel, "warnings">[]
): T {
  const why = models.flatMap(({ warnings }) => warnings).find((warning) => undoing.test(warning));
  if (why === undefined) return verdict;
  const explanation = `${verdict.explanation}; ${why.replace(undoing, "")}`;
  return { ...verdict, outcome: "inconclusive", explanation };
}

export interface GateVerdict {
  readonly outcome: GateOutcome;
  /** One sentence with the figures, in percentage points. */
  readonly explanation: string;
}

/**
 * Whether a model is worse than a reference by no more than `margin` (units of the rate, ≥ 0): it holds when the whole
 * interval of the difference lies above −margin, fails when all of it lies below, and is inconclusive otherwise. The
 * chance of failing a model that is no worse is at most (1 − level)/2.
 * @param difference model minus reference; null fails
 * @param missing verdicts that are missing, and the ends of the interval over all that they could have been
 */
export function judgeNonInferiority(
  difference: RateDifference | null,
  margin: number,
  missing: MissingBand | null = null,
): GateVerdict {
  if (difference === null) return { outcome: "fails", explanation: "there is no such rate to compare" };
  const points = (value: number) => percentText(value, 2).replace("-", "−");
  const limit = points(-margin);
  if (difference.interval === null)
    return {
      outcome: "inconclusive",
      explanation: `the difference is ${points(difference.difference)} points, and its error is not known`,
    };
  const { level } = difference.interval;
  const { lower, upper } = missing ?? difference.interval;
  const outcome = lower >= -margin ? "holds" : upper < -margin ? "fails" : "inconclusive";
  const where = { holds: "not below", fails: "below", inconclusive: "on both sides of" }[outcome];
  const how = difference.method === "unpaired" ? ", unpaired" : "";
  const range = (ends: Interval) => `[${points(ends.lower)}, ${points(ends.upper)}]`;
  const over = missing
    ? `, over all that the ${countOf(missing.count, "missing verdict")} could have been ${range(missing)}`
    : "";
  return {
    outcome,
    explanation: `the difference is ${points(difference.difference)} points, ${roundPercent(level, 6)} % interval ${range(difference.interval)}${how}${over}: ${where} ${limit}`,
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

/** @throws InputError when baselines or judges differ, or no instruction is shared */
export function holdAgainst(
  model: ScoredModel,
  reference: ScoredModel,
  { margin, level, rows = "shared" }: { margin: number; level: number; rows?: RowsToCompare | undefined },
): Gate {
  const comparison = compareModels(model, reference, level, rows);
  const rate = comparison.differences.lengthControlled === null ? "raw" : "lengthControlled";
  const difference = comparison.differences[rate];
  const verdict: GateVerdict = comparison.isUnlike
    ? { outcome: "inconclusive", explanation: whyUnlike(comparison) }
    : judgeNonInferiority(difference, margin, bandOfMissing(comparison, rate, level));
  return { comparison, rate, margin, verdict: unlessUndone(verdict, model, reference) };
}

const whyUnlike = ({ first, second, overlap }: ModelComparison) =>
  overlap
    ? `the two share ${overlap.shared} instructions, ${overlap.onlyFirst + overlap.onlySecond} only one of them has, and they cannot be fitted anew on the shared ones: score the annotations of ${second.rescore ? first.generator : second.generator} again with -o`
    : "the two were judged on unlike numbers of instructions, and which they are is not known: score the annotations of both again with -o";
