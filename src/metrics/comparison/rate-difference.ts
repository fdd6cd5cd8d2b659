// Influence values of several models → a contrast of their rates (a difference, a trend) with error, interval, test.
//
//   d = Σ weight·R      D_c = Σ weight·U_c      SE² = G/(G − 1)·Σ (D_c − D̄)²      d ± t_{G−1}·SE, p two-sided
//   smallest difference found with 80 % power:  (t_{1−α/2, G−1} + 0.8416)·SE
//   clusters that a difference δ needs for it:  G·((z_{1−α/2} + 0.8416)·SE/δ)²
//
// Paired by cluster: what is hard for both models cancels. Cohen, Statistical Power Analysis (1988), section 2.2.
import { noVariation } from "../../numerics/clusters.js";
import { normalQuantile, studentTQuantile, studentTTwoSided } from "../../numerics/distributions.js";
import type { Interval } from "../rates/measure.js";
import { type AlignedInfluence, alignInfluence, combineInfluence } from "./align-influence.js";
import type { ComparableModel, RateName } from "./comparable-model.js";

export interface RateDifference {
  /** In units of the rate, −1 … 1. */
  readonly difference: number;
  /** NaN for fewer than two clusters. */
  readonly standardError: number;
  /** Null where there is no standard error. */
  readonly interval: (Interval & { readonly level: number }) | null;
  /** Two-sided p-value of "no difference"; null where there is no standard error. */
  readonly pValue: number | null;
  /** `identical`: the same judgements on both sides, so that the difference is 0 without error. */
  readonly method: "paired" | "unpaired" | "identical";
  /** G. */
  readonly clusters: number;
  /** The smallest difference that a test at 1 − level finds with 80 % power; null where there is none up to 1. */
  readonly minimumDetectable: number | null;
}

const power = 0.8;
/**
 * Σ weight·rate over the models; null where one of them has no such rate.
 *
 * @param weights one a model, adding up to 0
 * @param level of the interval, in (0, 1)
 */
export function contrastRates(
  models: readonly ComparableModel[],
  name: RateName,
  { weights, level }: { weights: readonly number[]; level: number },
): RateDifference | null {
  const rates = models.map((model) => model.rates[name]);
  if (rates.some((rate) => rate === null)) return null;
  const difference = rates.reduce((sum, rate, m) => sum + weights[m]! * rate!.rate, 0);
  const { standardError, clusters, method } = contrastError(models, name, weights);
  if (method === "paired" && isIdentical(models, standardError, difference))
    return { ...exactlyZero(level), clusters, method: "identical" };
  return { ...testDifference(difference, standardError, clusters, level), method };
}

/** The standard error of Σ weight·rate, NaN for fewer than two clusters; the models must have such a rate. */
export function contrastError(
  models: readonly ComparableModel[],
  name: RateName,
  weights: readonly number[],
): { standardError: number; clusters: number; method: "paired" | "unpaired" } {
  const aligned = alignInfluence(models, name);
  if (aligned !== null && sharesClusters(aligned))
    return { ...combineInfluence(aligned, weights), method: "paired" };
  const errors = models.map(({ rates }) => rates[name]!.standardError ?? Number.NaN);
  const variance = errors.reduce((sum, error, m) => sum + (weights[m]! * error) ** 2, 0);
  const clusters = Math.min(...models.map((model) => model.clusters));
  return { standardError: Math.sqrt(variance), clusters, method: "unpaired" };
}

/** Whether any two models have a cluster in common. */
const sharesClusters = ({ has, clusters }: AlignedInfluence): boolean =>
  Array.from({ length: clusters }, (_, c) => has.filter((present) => present[c]).length).some((n) => n > 1);

/** One model twice: by name and figures. Rows that never vary leave no other sign. */
function isIdentical(models: readonly ComparableModel[], standardError: number, difference: number): boolean {
  if (Math.abs(difference) > noVariation) return false;
  return (
    standardError <= noVariation ||
    (new Set(models.map(({ generator }) => generator)).size === 1 && hasSamePreferences(models))
  );
}

function hasSamePreferences([first, ...others]: readonly ComparableModel[]): boolean {
  const of = ({ rows }: ComparableModel) => JSON.stringify(rows?.preferences);
  return others.every((other) => of(other) === of(first!));
}

const exactlyZero = (level: number) => ({
  difference: 0,
  standardError: 0,
  interval: { lower: 0, upper: 0, level },
  pValue: 1,
  minimumDetectable: null,
});

function testDifference(
  difference: number,
  standardError: number,
  clusters: number,
  level: number,
): Omit<RateDifference, "method"> {
  if (!(standardError > 0))
    return {
      difference,
      standardError: Number.NaN,
      interval: null,
      pValue: null,
      clusters,
      minimumDetectable: null,
    };
  const t = studentTQuantile((1 + level) / 2, clusters - 1);
  const detectable = (t + normalQuantile(power)) * standardError;
  const within = (value: number) => Math.max(-1, Math.min(1, value));
  return {
    difference,
    standardError,
    interval: {
      lower: within(difference - t * standardError),
      upper: within(difference + t * standardError),
      level,
    },
    pValue: studentTTwoSided(difference / standardError, clusters - 1),
    clusters,
    minimumDetectable: detectable <= 1 ? detectable : null,
  };
}

/**
 * Clusters that a comparison like this one needs to find a difference of `detect` (units of the rate, > 0) with 80 %
 * power; null without a standard error.
 *
 * @example with SE = 0.01 at G = 805, α = 0.05: a difference of 0.02 needs 805·(2.8016·0.01/0.02)² → 1,580
 */
export function clustersNeeded(
  { standardError, clusters, interval }: RateDifference,
  detect: number,
): number | null {
  if (interval === null || !(standardError > 0)) return null;
  const z = normalQuantile((1 + interval.level) / 2) + normalQuantile(power);
  return Math.ceil(clusters * ((z * standardError) / detect) ** 2);
}
