// A metric's values for the concise, standard and verbose variants of the same models → how far prompting for length
// moves it. For each model the sample standard deviation (divisor k − 1) of its k values over their mean; the metric's
// gameability is the mean of these over models. After Dubois et al. 2024, Length-Controlled AlpacaEval, section 4 (the
// "normalized standard deviation across prompts"); which divisor they took is not stated, so compare ratios of two
// metrics, which do not depend on it.
//
// Values of one true rate spread too, by sampling. What they would spread, and how often as far as was seen, is found by
// drawing every value from a normal distribution about its model's mean with the value's own standard error.
import { pythonRandom } from "../../core/python-random.js";
import { mean, standardDeviation } from "../../numerics/moments.js";
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "../rates/bootstrap.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

export interface VariantSpread {
  readonly model: string;
  /** The variants' names. */
  readonly generators: readonly string[];
  /** By column, in the order of `generators`; null where the table has no value. */
  readonly values: readonly [readonly (number | null)[], readonly (number | null)[]];
  readonly spreads: readonly [Measure, Measure];
}

export interface SpreadOfVariants extends SpreadComparison {
  /** What tells the variants from their model's name (`concise`); null for all of them together. */
  readonly kind: string | null;
  /** That have it for both metrics. */
  readonly models: number;
  /** What sampling alone would spread, by column; null where the table lacks standard errors of these variants. */
  readonly ofEquals: readonly [SpreadOfEquals | null, SpreadOfEquals | null];
}

/** How widely the metrics spread over different models. */
export interface MetricScale {
  /** That are no variant of another. */
  readonly models: number;
  /** Standard deviation of the first metric over them, over the second's. */
  readonly ratio: number;
}

export interface TruncationGain {
  readonly generator: string;
  /** Rates in [0, 1] before and after the attack. */
  readonly raw: { readonly before: number; readonly after: number };
  /** Null where there is no length-controlled rate. */
  readonly lengthControlled: { readonly before: number; readonly after: number } | null;
  /** Answers that the attack leaves as they are. */
  readonly kept: number;
  readonly rows: number;
}

export interface GameabilityAnalysis extends BootstrapSettings {
  readonly columns: readonly [string, string];
  readonly models: readonly VariantSpread[];
  /** By all variants. */
  readonly spread: SpreadOfVariants;
  /** By the variants of one kind, each against its model as it is: the pairs of the paper. */
  readonly kinds: readonly SpreadOfVariants[];
  readonly scale: MetricScale | null;
  /** Empty without annotations. */
  readonly truncation: readonly TruncationGain[];
}

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

/** Sampled values of one model's variants, not negative, and their standard errors in the same order and unit. */
export interface SampledVariants {
  readonly values: readonly number[];
  readonly standardErrors: readonly number[];
}

export interface SpreadOfEquals {
  /** Mean relative spread over the models if the variants of each were equal: the noise floor. */
  readonly floor: number;
  /** Of that hypothesis: how often equal variants spread, in the mean over models, at least as far as these do. */
  readonly pValue: number;
}

/**
 * Variants are drawn independently. Those that answer the same instructions go up and down together, so that the floor is
 * at most this, and the p-value as well.
 */
export function spreadOfEquals(
  models: readonly SampledVariants[],
  { replicates, seed }: Pick<BootstrapSettings, "replicates" | "seed">,
): SpreadOfEquals {
  const meanSpread = (draw: (model: SampledVariants) => readonly number[]) =>
    mean(models.map((model) => standardDeviation(draw(model)) / mean(model.values)));
  const stream = pythonRandom(`spread${seed}`);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - stream.random())) * Math.cos(2 * Math.PI * stream.random());
  const observed = meanSpread(({ values }) => values);
  const drawn = Array.from({ length: replicates }, () =>
    meanSpread(({ standardErrors }) => standardErrors.map((standardError) => standardError * normal())),
  );
  const asFar = drawn.filter((spread) => spread >= observed).length;
  return { floor: mean(drawn), pValue: (1 + asFar) / (1 + replicates) };
}
