// A metric's values for the concise, standard and verbose variants of the same models → how far prompting for length
// moves it. For each model the sample standard deviation (divisor k − 1) of its k values over their mean; the metric's
// gameability is the mean of these over models. After Dubois et al. 2024, Length-Controlled AlpacaEval, section 4 (the
// "normalized standard deviation across prompts"); which divisor they took is not stated, so compare ratios of two
// metrics, which do not depend on it.
import { mean, standardDeviation } from "../../numerics/moments.js";
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "../rates/bootstrap.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

/** sd/mean of one model's values, which must not be negative (a rate, a score from 0 upwards). */
export function relativeSpread(values: readonly number[]): Measure {
  if (values.length < 2) return unmeasurable("fewer than two variants");
  const centre = mean(values);
  if (!(centre > 0)) return unmeasurable("the mean is not above 0");
  return measured(standardDeviation(values) / centre);
}

export interface SpreadComparison {
  /** Mean relative spread of each metric over models, and the first's over the second's, models drawn together. */
  readonly first: BootstrapEstimate;
  readonly second: BootstrapEstimate;
  readonly ratio: BootstrapEstimate;
}

/** @param models relative spreads of the two metrics, one pair a model */
export function compareSpreads(
  models: readonly { readonly first: number; readonly second: number }[],
  settings: BootstrapSettings,
): SpreadComparison {
  const statistics = (counts: Float64Array) => {
    let first = 0;
    let second = 0;
    models.forEach((model, i) => {
      first += (counts[i]! * model.first) / models.length;
      second += (counts[i]! * model.second) / models.length;
    });
    return [first, second, first / second];
  };
  const [first, second, ratio] = bootstrap({ ...settings, units: models.length, statistics });
  return { first: first!, second: second!, ratio: ratio! };
}
