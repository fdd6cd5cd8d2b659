// Values in [0, 1] in clusters of dependent rows → their weighted mean, and what its intervals are made of.
//
//   U_i = w_i(y_i − r)/W      SE² = G/(G − 1)·Σ (U_c − Ū)²      where every cluster has one row
//   J_c = Σ_{i in c} w_i(y_i − r)/(W − W_c)      SE² = (G − 1)/G·Σ (J_c − J̄)²      elsewhere: each cluster left out once
//   df = max(1, (G − 1)/G·W²/ΣW_c²)      T = clamp(n·SE_row²/SE², G, n), SE_row as if rows were independent
//   J⁺ = 1 − r, J⁻ = r
//
// The jackknife (Efron & Stein, Annals of Statistics 9, 1981) and the degrees of freedom keep intervals honest where few
// clusters hold most rows; with t on G − 1 they covered 60–79 %.
import {
  type Clusters,
  clusteredStandardError,
  degreesOfFreedom,
  hasOneRowEach,
  noVariation,
  sumByCluster,
} from "../../numerics/clusters.js";
import type { RateEvidence } from "./rate-interval.js";

export interface MeasuredRate {
  readonly evidence: RateEvidence;
  /** By row, adding up within clusters to (G − 1)/G·J_c, or to U_c: what comparisons pair by. */
  readonly influence: Float64Array;
}

/** @param values n ≥ 1, in [0, 1] @param weights > 0 or 0 for rows that do not count; all 1 where absent */
export function measureMean(values: Float64Array, clusters: Clusters, weights?: Float64Array): MeasuredRate {
  const w = weights ?? new Float64Array(values.length).fill(1);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    total += w[i]!;
    sum += w[i]! * values[i]!;
  }
  const rate = sum / total;
  const rows = values.map((y, i) => (w[i]! * (y - rate)) / total);
  const sizes = sumByCluster(w, clusters);
  const G = clusters.count;
  const influence = hasOneRowEach(clusters)
    ? rows
    : rows.map((value, i) => {
        const left = 1 - sizes[clusters.codes[i]!]! / total;
        return left > 0 ? (value * (G - 1)) / G / left : 0;
      });
  const jumps = { jumpUp: 1 - rate, jumpDown: rate };
  return {
    evidence: {
      rate,
      ...measureSpread({ rows, influence, clusters, sizes, trials: values.length }),
      ...jumps,
    },
    influence,
  };
}

interface Spread {
  /** U_i as if rows were independent. */
  readonly rows: Float64Array;
  /** With the cluster sums that the standard error is made of. */
  readonly influence: Float64Array;
  readonly clusters: Clusters;
  /** What each cluster weighs; 0 for one without a verdict, which says nothing of the spread. */
  readonly sizes: Float64Array;
  /** n: rows with a verdict; 0 to count clusters alone. */
  readonly trials: number;
}

/** SE, T and df. */
export function measureSpread({ rows, influence, clusters, sizes, trials }: Spread) {
  const each: Clusters = { count: rows.length, codes: new Uint32Array(rows.length).map((_, row) => row) };
  return settleSpread({
    standardError: clusteredStandardError(influence, clusters),
    rowError: clusteredStandardError(rows, each),
    sizes,
    trials,
  });
}

/** @param errors over clusters, and as if rows were independent; NaN for a single one, which has none to go by */
export function settleSpread({
  standardError: error,
  rowError,
  sizes,
  trials: n,
}: Pick<Spread, "sizes" | "trials"> & { readonly standardError: number; readonly rowError: number }) {
  const G = sizes.reduce((count, size) => count + Number(size > 0), 0);
  const standardError = error > noVariation ? error : 0;
  const ratio = standardError > 0 ? rowError / standardError : 0;
  return {
    standardError,
    trials: Math.max(1, G, Math.min(n, n * ratio ** 2)),
    degreesOfFreedom: degreesOfFreedom(sizes),
  };
}
