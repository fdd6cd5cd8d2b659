// Stated probabilities and what happened → reliability table.
//   expected calibration error = Σ n_b/n · |mean p − mean o| over the bins
import { type Interval, type Measure, measured, unmeasurable } from "../rates/measure.js";
import { wilsonInterval } from "../rates/wilson-interval.js";

export interface ReliabilityBin {
  /** Probabilities p with lower ≤ p < upper; the last bin holds p = 1 too. */
  readonly lower: number;
  readonly upper: number;
  readonly rows: number;
  /** Null in an empty bin. */
  readonly meanProbability: number | null;
  readonly observedShare: number | null;
  /** Wilson's, for the observed share, rows taken as independent. */
  readonly interval: Interval | null;
}

/** Bins of equal width over [0, 1], empty ones included. */
export function tabulateReliability(
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  { bins = 10, level = 0.95 } = {},
): ReliabilityBin[] {
  const rows = new Float64Array(bins);
  const stated = new Float64Array(bins);
  const happened = new Float64Array(bins);
  for (let i = 0; i < probabilities.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(probabilities[i]! * bins));
    rows[bin]!++;
    stated[bin]! += probabilities[i]!;
    happened[bin]! += outcomes[i]!;
  }
  return Array.from(rows, (n, bin) => ({
    lower: bin / bins,
    upper: (bin + 1) / bins,
    rows: n,
    meanProbability: n > 0 ? stated[bin]! / n : null,
    observedShare: n > 0 ? happened[bin]! / n : null,
    interval: n > 0 ? wilsonInterval(happened[bin]!, n, level) : null,
  }));
}

/** Mean distance of stated and observed over the bins, weighted by their rows; depends on the bins. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): Measure {
  const total = bins.reduce((sum, { rows }) => sum + rows, 0);
  if (total === 0) return unmeasurable("no rows");
  return measured(
    bins.reduce(
      (sum, { rows, meanProbability, observedShare }) =>
        sum + (rows / total) * Math.abs((meanProbability ?? 0) - (observedShare ?? 0)),
      0,
    ),
  );
}
