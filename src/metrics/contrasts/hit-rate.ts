// Hits among trials in clusters of dependent rows → their rate with an interval: Wilson's where every row is one trial
// and a cluster of its own, else on the logit scale with the cluster-robust standard error of a ratio.
//   rate p = Σ hits / Σ trials; influence of row i: (hitsᵢ − p·trialsᵢ)/Σ trials
import { clusterBy, clusteredStandardError } from "../../numerics/clusters.js";
import type { Interval } from "../rates/measure.js";
import { intervalOfRate } from "../rates/rate-interval.js";
import { wilsonInterval } from "../rates/wilson-interval.js";
import type { HitRow } from "./compare-rates.js";

export interface HitRate {
  readonly rows: number;
  readonly clusters: number;
  readonly hits: number;
  readonly trials: number;
  /** Hits over trials, in [0, 1]; null without trials. */
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly method: "wilson" | "clustered" | null;
}

export function hitRate(rows: readonly HitRow[], level: number): HitRate {
  const clusters = clusterBy(rows, ({ cluster }) => cluster);
  const hits = rows.reduce((sum, row) => sum + row.hits, 0);
  const trials = rows.reduce((sum, row) => sum + row.trials, 0);
  const counts = { rows: rows.length, clusters: clusters.count, hits, trials };
  if (trials === 0) return { ...counts, share: null, interval: null, method: null };
  const share = hits / trials;
  if (clusters.count === rows.length && rows.every((row) => row.trials === 1))
    return { ...counts, share, interval: wilsonInterval(hits, trials, level), method: "wilson" };
  const influence = Float64Array.from(rows, (row) => (row.hits - share * row.trials) / trials);
  const standardError = clusteredStandardError(influence, clusters);
  const interval = intervalOfRate({ rate: share, standardError, clusters: clusters.count }, level);
  return {
    ...counts,
    share,
    interval: { lower: interval.lower, upper: interval.upper },
    method: interval.method === "wilson" ? "wilson" : "clustered",
  };
}
