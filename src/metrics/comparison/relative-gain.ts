// The rates of two models → by how much the one gained on the other, relative to it: what papers on iterated training
// report. R/R₁ − 1, with an interval by the delta method on the log ratio (D. R. Cox and D. V. Hinkley, Theoretical
// Statistics, 1974, section 9.2):
//   D_c = U_c/R − U¹_c/R₁      exp(ln(R/R₁) ± t_df·SE(D)) − 1, paired by cluster
import { studentTQuantile } from "../../numerics/distributions.js";
import type { Interval } from "../rates/measure.js";
import type { RateName, ScoredModel } from "../score/scored-model.js";
import { contrastError } from "./rate-difference.js";

export interface RelativeGain {
  /** R/R₁ − 1, from −1 upwards: 0.5 is half as much again. */
  readonly gain: number;
  /** Null where there is no standard error, or one so large that the interval has no end. */
  readonly interval: (Interval & { readonly level: number }) | null;
}

/**
 * The gain of a model over the first one; null where one of them lacks the rate, has a rate of 0, or lost every pair:
 * what a fit then puts in place of 0 depends on the penalty alone.
 * @param level of the interval, in (0, 1)
 */
export function relativeGain(
  first: ScoredModel,
  model: ScoredModel,
  { name, level }: { name: RateName; level: number },
): RelativeGain | null {
  const [before, after] = [first.rates[name]?.rate ?? 0, model.rates[name]?.rate ?? 0];
  if (before === 0 || after === 0 || first.rates.raw?.rate === 0 || model.rates.raw?.rate === 0) return null;
  const { standardError, clusters } = contrastError([model, first], name, [1 / after, -1 / before]);
  const ratio = after / before;
  if (Number.isNaN(standardError) || clusters < 2) return { gain: ratio - 1, interval: null };
  const degreesOfFreedom = Math.min(...[first, model].map(({ rates }) => rates[name]!.degreesOfFreedom));
  const factor = Math.exp(studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError);
  if (!Number.isFinite(ratio * factor)) return { gain: ratio - 1, interval: null };
  return { gain: ratio - 1, interval: { lower: ratio / factor - 1, upper: ratio * factor - 1, level } };
}
