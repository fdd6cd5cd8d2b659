// One or two metrics' scores of the same models, and an outside ranking → rank correlations with bootstrap intervals
// over models, and the paired difference of two metrics' correlations.
import type { InputProblem } from "../../core/errors.js";
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "../rates/bootstrap.js";
import type { Measure } from "../rates/measure.js";
import { kendallTauB } from "./kendall-tau-b.js";
import { pearson } from "./pearson.js";
import { spearman } from "./spearman.js";

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
