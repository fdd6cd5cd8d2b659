// Preferences of one model's pairs → the raw win rate and its counts, as alpaca_eval's leaderboard defines them.
// Rates here are in [0, 1]; percent exists only in reports.
import { unasked } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { clustersOf } from "../../numerics/clusters.js";
import { gather, positionsOfNumbers } from "../../numerics/gather.js";
import { mean, standardDeviation } from "../../numerics/moments.js";
import { type MeasuredRate, measureMean } from "./rate-evidence.js";
import { exactRate } from "./rate-interval.js";

export interface WinRate {
  /** Mean preference over the judged rows, in [0, 1]. */
  readonly rate: number;
  /** sd/√n over the judged rows (ddof 1), rows taken as independent; null for one row. */
  readonly standardError: number | null;
  /** Rows with preference above, below and exactly ½. A soft preference above ½ is a win. */
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  /** Judged rows. */
  readonly judged: number;
  /** The rate after rounding every preference to 0 or 1, exact ties kept at ½. */
  readonly discreteRate: number;
  /** Rows without a verdict, by reason; they enter no rate. */
  readonly unjudged: Readonly<Record<string, number>>;
  /** Rows that a rule left out: no failures. */
  readonly unasked: number;
  /** Mean length of the model's outputs over all rows, in code points; null where the file has none. */
  readonly meanModelLength: number | null;
  readonly meanBaselineLength: number | null;
}

/** The raw win rate; null when no row has a verdict. */
export function computeWinRate(rows: ObservationColumns): WinRate | null {
  const preferences = gather(rows.preferences, positionsOfNumbers(rows.preferences));
  if (preferences.length === 0) return null;
  const count = (holds: (preference: number) => boolean) =>
    preferences.reduce((holding, y) => holding + Number(holds(y)), 0);
  const wins = count((y) => y > 0.5);
  const draws = count((y) => y === 0.5);
  const { [unasked]: left = 0, ...unjudged } = countUnjudged(rows);
  return {
    rate: mean(preferences),
    standardError:
      preferences.length < 2 ? null : standardDeviation(preferences) / Math.sqrt(preferences.length),
    wins,
    losses: preferences.length - wins - draws,
    draws,
    judged: preferences.length,
    discreteRate: (wins + draws / 2) / preferences.length,
    unjudged,
    unasked: left,
    meanModelLength: meanWhereKnown(rows.modelLengths),
    meanBaselineLength: meanWhereKnown(rows.baselineLengths),
  };
}

/** Rows without a verdict, by reason. */
export function countUnjudged({ preferences, details }: ObservationColumns): Record<string, number> {
  const counts: Record<string, number> = {};
  preferences.forEach((preference, row) => {
    if (!Number.isNaN(preference)) return;
    const reason = details.get(row)?.unjudgedReason ?? "no-verdict";
    counts[reason] = (counts[reason] ?? 0) + 1;
  });
  return counts;
}

/** Null where a row does not say. */
function meanWhereKnown(lengths: Float64Array): number | null {
  const length = mean(lengths);
  return Number.isNaN(length) ? null : length;
}

/**
 * The raw rate of the judged rows (one at least) with its error; influence over all rows, 0 without a verdict.
 * @param isSelf the model is the baseline: where every verdict is a tie, as it should be, there is no error
 */
export function measureWinRate({ preferences, clusters }: ObservationColumns, isSelf = false): MeasuredRate {
  const judged = positionsOfNumbers(preferences);
  const { evidence, influence } = measureMean(gather(preferences, judged), clustersOf(clusters, judged));
  const ofAll = new Float64Array(preferences.length);
  judged.forEach((row, at) => {
    ofAll[row] = influence[at]!;
  });
  const isTie = isSelf && evidence.rate === 0.5 && evidence.standardError === 0;
  return { evidence: isTie ? exactRate(0.5) : evidence, influence: ofAll };
}
