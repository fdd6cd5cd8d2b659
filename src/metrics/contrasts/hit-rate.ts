// Hits among trials in clusters of dependent rows → their rate with an interval: Wilson's where every row is one trial
// and a cluster of its own, else the mean of the rows' rates weighted by their trials (rate-evidence.ts).
import { clusterBy } from "../../numerics/clusters.js";
import type { Interval } from "../rates/measure.js";
import { type MeasuredRate, measureMean } from "../rates/rate-evidence.js";
import { intervalOfRate } from "../rates/rate-interval.js";
import { wilsonInterval } from "../rates/wilson-interval.js";

export interface HitRow {
  readonly hits: number;
  /** ≥ hits. */
  readonly trials: number;
  readonly cluster: string;
}

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

/** One trial that hit or missed; a row's hits may also be a share of its trial (an overlap). */
export const isYesOrNo = ({ hits, trials }: HitRow): boolean => trials === 1 && (hits === 0 || hits === 1);

export function hitRate(rows: readonly HitRow[], level: number): HitRate {
  const clusters = clusterBy(rows, ({ cluster }) => cluster);
  const hits = rows.reduce((sum, row) => sum + row.hits, 0);
  const trials = rows.reduce((sum, row) => sum + row.trials, 0);
  const counts = { rows: rows.length, clusters: clusters.count, hits, trials };
  if (trials === 0) return { ...counts, share: null, interval: null, method: null };
  const share = hits / trials;
  if (clusters.count === rows.length && rows.every(isYesOrNo))
    return { ...counts, share, interval: wilsonInterval(hits, trials, level), method: "wilson" };
  const { lower, upper } = intervalOfRate(measureHits(rows).evidence, level);
  return { ...counts, share, interval: { lower, upper }, method: "clustered" };
}

/**
 * Σ hits / Σ trials as a weighted mean; some row must have a trial. Where rows have several trials each (words of a
 * text), the mean says as much as clamp(p(1 − p)/SE², G, Σ trials) independent trials, as Σ trials where none is a hit.
 */
export function measureHits(rows: readonly HitRow[]): MeasuredRate {
  const measured = measureMean(
    Float64Array.from(rows, ({ hits, trials }) => (trials > 0 ? hits / trials : 0)),
    clusterBy(rows, ({ cluster }) => cluster),
    Float64Array.from(rows, ({ trials }) => trials),
  );
  const { evidence } = measured;
  const { rate, standardError } = evidence;
  if (rows.every(({ trials }) => trials <= 1)) return measured;
  const most = rows.reduce((sum, { trials }) => sum + trials, 0);
  const alike = standardError > 0 ? Math.min(most, (rate * (1 - rate)) / standardError ** 2) : most;
  return { ...measured, evidence: { ...evidence, trials: Math.max(evidence.trials, alike) } };
}
