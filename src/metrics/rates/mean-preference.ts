import { type Clusters, clusterBy } from "../../numerics/clusters.js";
import { measureMean } from "./rate-evidence.js";
import { type Confidence, intervalOfRate, type RateInterval } from "./rate-interval.js";

export interface MeanPreference {
  /** Rows with a verdict. */
  readonly judged: number;
  /** Over these, in [0, 1]; null without any. */
  readonly rate: number | null;
  readonly interval: RateInterval | null;
}

/**
 * The raw rate of some of a model's rows with its clustered interval.
 * @param rows positions among those that `of` speaks of
 */
export function meanPreference(
  rows: readonly number[],
  of: { readonly preferences: Float64Array; readonly clusters: Clusters },
  confidence: Confidence,
): MeanPreference {
  const judged = rows.filter((row) => !Number.isNaN(of.preferences[row]));
  if (judged.length === 0) return { judged: 0, rate: null, interval: null };
  const preferences = Float64Array.from(judged, (row) => of.preferences[row]!);
  const { evidence } = measureMean(
    preferences,
    clusterBy(judged, (row) => of.clusters.codes[row]!),
  );
  return { judged: judged.length, rate: evidence.rate, interval: intervalOfRate(evidence, confidence) };
}
