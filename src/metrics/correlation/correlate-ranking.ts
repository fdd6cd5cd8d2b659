// One or two metrics' scores of the same models, and an outside ranking → rank correlations with bootstrap intervals
// over models, and the paired difference of two metrics' correlations.
import type { InputProblem } from "../../core/errors.js";
import { averageRanks } from "../../numerics/ranks.js";
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "../rates/bootstrap.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";
import { pearson } from "./pearson.js";

export interface ScoreCorrelation {
  readonly column: string;
  readonly models: number;
  readonly correlations: CorrelationEstimates;
  /** Where the file has the score's interval or standard error for all these models. */
  readonly separability: Measure | null;
  /** With the ranking's own intervals where it has them, else with its values taken as exact. */
  readonly agreement: Measure | null;
}

export interface CorrelationDifference {
  readonly first: string;
  readonly second: string;
  /** That have both scores and a rank. */
  readonly models: number;
  readonly correlations: CorrelationEstimates;
}

export interface CorrelationAnalysis extends BootstrapSettings {
  readonly rankColumn: string;
  readonly scores: readonly ScoreCorrelation[];
  /** The first score's correlation minus each other's. */
  readonly differences: readonly CorrelationDifference[];
  /** Models with a rank but without the first score, and the reverse. */
  readonly unmatched: { readonly withoutScore: readonly string[]; readonly withoutRank: readonly string[] };
  /** Rows of either file that were left out, and why. */
  readonly unreadableRows: readonly InputProblem[];
}

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
  return byName(correlate(scores.length, statistics, settings));
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
  return byName(correlate(ranking.length, statistics, settings));
}

/** With fewer models a sample of them repeats so few that its correlations are mostly ±1 and ties. */
const fewestModels = 7;

function correlate(
  models: number,
  statistics: (counts: Float64Array) => number[],
  settings: BootstrapSettings,
): BootstrapEstimate[] {
  const estimates = bootstrap({ ...settings, units: models, statistics });
  if (models >= fewestModels) return estimates;
  const reason = `${models} models are too few for an interval of a correlation: ${fewestModels} are needed`;
  return estimates.map((estimate) => ({
    ...estimate,
    percentile: null,
    bca: null,
    standardError: null,
    reason: estimate.reason ?? reason,
  }));
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

// Paired values → Spearman's rank correlation: Pearson's r of the ranks, ties sharing the mean of their places
// (C. Spearman, American Journal of Psychology 15, 1904; Kendall, Rank Correlation Methods, chapter 3).
/** Spearman's ρ of n pairs, in [−1, 1]; unmeasurable for fewer than two pairs or where one side is all ties. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Measure {
  return pearson(averageRanks(x), averageRanks(y));
}

// Paired values → Kendall's tau-b, (concordant − discordant)/√((P − ties in x)(P − ties in y)), P = n(n − 1)/2 pairs
// (M. G. Kendall, The treatment of ties in ranking problems, Biometrika 33, 1945). Counted in O(n log n) by
// W. R. Knight's method (JASA 61, 1966): sort by x, then y; the exchanges of a merge sort by y are the discordances.
/** Kendall's tau-b of n pairs, in [−1, 1]; unmeasurable for fewer than two pairs or where one side is all ties. */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): Measure {
  const n = x.length;
  if (n < 2) return unmeasurable("fewer than two pairs");
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const sortedX = Float64Array.from(order, (i) => x[i]!);
  const sortedY = Float64Array.from(order, (i) => y[i]!);
  const tiesX = countTiedPairs(n, (i) => sortedX[i] === sortedX[i - 1]);
  const tiesBoth = countTiedPairs(n, (i) => sortedX[i] === sortedX[i - 1] && sortedY[i] === sortedY[i - 1]);
  const discordant = sortCountingExchanges(sortedY, new Float64Array(n), 0, n);
  const tiesY = countTiedPairs(n, (i) => sortedY[i] === sortedY[i - 1]);
  const pairs = (n * (n - 1)) / 2;
  if (tiesX === pairs || tiesY === pairs) return unmeasurable("one of the two never varies");
  const balance = pairs - tiesX - tiesY + tiesBoth - 2 * discordant;
  return measured(balance / Math.sqrt(pairs - tiesX) / Math.sqrt(pairs - tiesY));
}

function countTiedPairs(n: number, isAsBefore: (i: number) => boolean): number {
  let tied = 0;
  for (let i = 1, run = 0; i < n; i++) {
    run = isAsBefore(i) ? run + 1 : 0;
    tied += run;
  }
  return tied;
}

/** Sorts values[from … to − 1] in place and returns how many pairs stood strictly in the wrong order. */
function sortCountingExchanges(values: Float64Array, spare: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const middle = (from + to) >> 1;
  let exchanges =
    sortCountingExchanges(values, spare, from, middle) + sortCountingExchanges(values, spare, middle, to);
  for (let left = from, right = middle, k = from; k < to; k++) {
    const takeRight = left === middle || (right < to && values[right]! < values[left]!);
    if (takeRight) exchanges += middle - left;
    spare[k] = takeRight ? values[right++]! : values[left++]!;
  }
  values.set(spare.subarray(from, to), from);
  return exchanges;
}
