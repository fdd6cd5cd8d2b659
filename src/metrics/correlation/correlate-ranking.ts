// One or two metrics' scores of the same models, and an outside ranking → rank correlations with bootstrap intervals
// over models, and the paired difference of two metrics' correlations.
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "../rates/bootstrap.js";
import type { Measure } from "../rates/measure.js";
import { kendallTauB } from "./kendall-tau-b.js";
import { pearson } from "./pearson.js";
import { spearman } from "./spearman.js";

/** The coefficients, in the order of every list of estimates here. */
export const coefficients = { spearman, kendallTauB, pearson } as const;
export type CoefficientName = keyof typeof coefficients;

const functions: readonly ((x: ArrayLike<number>, y: ArrayLike<number>) => Measure)[] =
  Object.values(coefficients);

export type CorrelationEstimates = Readonly<Record<CoefficientName, BootstrapEstimate>>;

/** Correlations of n models' scores with their ranking values (higher is better in both). */
export function correlateWithRanking(
  scores: ArrayLike<number>,
  ranking: ArrayLike<number>,
  settings: BootstrapSettings,
): CorrelationEstimates {
  const statistics = (counts: Float64Array) => correlateAll(scores, ranking, counts);
  return byName(bootstrap({ ...settings, units: scores.length, statistics }));
}

/**
 * Correlation of `first` with the ranking minus that of `second`, models drawn together: the two correlations share
 * their models, so their difference varies less than two separate intervals suggest.
 */
export function compareCorrelations(
  { first, second, ranking }: { readonly [side in "first" | "second" | "ranking"]: ArrayLike<number> },
  settings: BootstrapSettings,
): CorrelationEstimates {
  const statistics = (counts: Float64Array) => {
    const b = correlateAll(second, ranking, counts);
    return correlateAll(first, ranking, counts).map((value, k) => value - b[k]!);
  };
  return byName(bootstrap({ ...settings, units: ranking.length, statistics }));
}

function correlateAll(scores: ArrayLike<number>, ranking: ArrayLike<number>, counts: Float64Array): number[] {
  const x = repeat(scores, counts);
  const y = repeat(ranking, counts);
  return functions.map((correlate) => correlate(x, y).value ?? Number.NaN);
}

function repeat(values: ArrayLike<number>, counts: Float64Array): Float64Array {
  const repeated: number[] = [];
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++) repeated.push(values[i]!);
  });
  return Float64Array.from(repeated);
}

const byName = (estimates: readonly BootstrapEstimate[]): CorrelationEstimates => ({
  spearman: estimates[0]!,
  kendallTauB: estimates[1]!,
  pearson: estimates[2]!,
});
