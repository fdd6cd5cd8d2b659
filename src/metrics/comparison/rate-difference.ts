// Influence values of several models → a contrast of their rates (a difference, a trend) with error, interval, test.
//
//   d = Σ weight·R      D_c = Σ weight·U_c      SE² = G/(G − 1)·Σ (D_c − D̄)² + (Σ weight·shift)²      interval, two-sided p: contrast-interval.ts
//   smallest difference found with 80 % power:  (t_{1−α/2, df} + 0.8416)·SE
//   clusters that a difference δ needs for it:  G·((z_{1−α/2} + 0.8416)·SE/δ)²
//
// Paired by cluster: what is hard for both models cancels. Cohen, Statistical Power Analysis (1988), section 2.2.
import { noVariation } from "../../numerics/clusters.js";
import { normalQuantile } from "../../numerics/distributions.js";
import {
  correlationOf,
  intervalOfContrast,
  pValueOf,
  type RateContrast,
} from "../rates/contrast-interval.js";
import { criticalValues } from "../rates/critical-value.js";
import type { Interval } from "../rates/measure.js";
import type { KnownRate, RateName, ScoredModel } from "../score/scored-model.js";
import { type AlignedInfluence, alignInfluence, combineInfluence } from "./align-influence.js";

export interface RateDifference {
  /** In units of the rate, −1 … 1. */
  readonly difference: number;
  /** NaN where it is not known, and for fewer than two clusters. */
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
 * @param weights one a model, adding up to 0
 * @param level of the interval, in (0, 1)
 */
export function contrastRates(
  models: readonly ScoredModel[],
  name: RateName,
  { weights, level }: { weights: readonly number[]; level: number },
): RateDifference | null {
  const rates = models.flatMap((model) => model.rates[name] ?? []);
  if (rates.length < models.length) return null;
  const pairing = pairRates(models, name);
  const { standardError, clusters, method } = pairing.errorOf(weights);
  const contrast: RateContrast = {
    rates,
    weights,
    correlation: (j, k) =>
      correlationOf(
        rates[j]!.standardError,
        rates[k]!.standardError,
        pairing.errorOf(models.map((_, m) => Number(m === j) - Number(m === k))).standardError,
      ),
  };
  const difference = rates.reduce((sum, { rate }, m) => sum + weights[m]! * rate, 0);
  if (method === "paired" && isIdentical(models, rates, { standardError, difference }))
    return { ...exactlyZero(level), clusters, method: "identical" };
  return { ...testContrast(memoized(contrast), { difference, standardError, clusters }, level), method };
}

/** ρ of every two of the rates, once each. */
function memoized(contrast: RateContrast): RateContrast {
  const known = contrast.rates.map((_, j) =>
    contrast.rates.map((_, k) => (j < k ? contrast.correlation(j, k) : 0)),
  );
  return { ...contrast, correlation: (j, k) => known[Math.min(j, k)]![Math.max(j, k)]! };
}

/** The standard error of Σ weight·rate, NaN for fewer than two clusters; the models must have such a rate. */
export const contrastError = (
  models: readonly ScoredModel[],
  name: RateName,
  weights: readonly number[],
): PairedError => pairRates(models, name).errorOf(weights);

interface PairedError {
  readonly standardError: number;
  readonly clusters: number;
  readonly method: "paired" | "unpaired";
}

/** Influence is aligned once for all the sums that are asked for. */
function pairRates(models: readonly ScoredModel[], name: RateName) {
  const aligned = alignInfluence(models, name);
  const isPaired = aligned !== null && sharesClusters(aligned);
  const errorOf = (weights: readonly number[]): PairedError => {
    const shift = models.reduce((sum, { rates }, m) => sum + weights[m]! * (rates[name]!.shift ?? 0), 0);
    if (isPaired) {
      const { standardError, clusters } = combineInfluence(aligned, weights);
      return { standardError: Math.hypot(standardError, shift), clusters, method: "paired" };
    }
    const variance = models.reduce((sum, { rates }, m) => {
      const { standardError, shift: own = 0 } = rates[name]!;
      return sum + weights[m]! ** 2 * (standardError ** 2 - own ** 2);
    }, shift ** 2);
    const clusters = Math.min(...models.map((model) => model.clusters));
    return { standardError: Math.sqrt(variance), clusters, method: "unpaired" };
  };
  return { errorOf };
}

/** Whether any two models have a cluster in common. */
const sharesClusters = ({ has, sums: [first] }: AlignedInfluence): boolean =>
  first!.some((_, c) => has.reduce((models, present) => models + present[c]!, 0) > 1);

/** One model twice: by what moves its rate, or, where nothing does, by name and verdicts. */
function isIdentical(
  models: readonly ScoredModel[],
  rates: readonly KnownRate[],
  { standardError, difference }: { standardError: number; difference: number },
): boolean {
  if (Math.abs(difference) > noVariation) return false;
  const varies = rates.some((rate) => rate.standardError > noVariation);
  return (
    (varies && standardError <= noVariation) ||
    (new Set(models.map(({ generator }) => generator)).size === 1 && hasSamePreferences(models))
  );
}

function hasSamePreferences([first, ...others]: readonly ScoredModel[]): boolean {
  const of = ({ rows }: ScoredModel) => JSON.stringify(rows?.map(({ preference }) => preference));
  return others.every((other) => of(other) === of(first!));
}

const exactlyZero = (level: number) => ({
  difference: 0,
  standardError: 0,
  interval: { lower: 0, upper: 0, level },
  pValue: 1,
  minimumDetectable: null,
});

function testContrast(
  contrast: RateContrast,
  about: Pick<RateDifference, "difference" | "standardError" | "clusters">,
  level: number,
): Omit<RateDifference, "method"> {
  const { standardError } = about;
  if (Number.isNaN(standardError)) return { ...about, interval: null, pValue: null, minimumDetectable: null };
  const t = Math.max(...contrast.rates.map((rate) => criticalValues(rate, (1 - level) / 2).t));
  const detectable = (t + normalQuantile(power)) * standardError;
  return {
    ...about,
    interval: { ...intervalOfContrast(contrast, level), level },
    pValue: pValueOf(contrast, level),
    minimumDetectable: detectable > noVariation && detectable <= 1 ? detectable : null,
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
