// A rate and its standard error → an interval that stays inside [0, 1].
//
//   expit(logit R ± t_{G−1}·SE/(R(1 − R)))     the delta method on the logit scale, G clusters
//
// On the probability scale coverage falls to 83–92 % near the edges. Where the rows do not vary at all there is no
// standard error to go by, and the Wilson score interval for G trials takes its place.

import { type Clusters, clusteredStandardError, noVariation } from "../../numerics/clusters.js";
import { studentTQuantile } from "../../numerics/distributions.js";
import { logistic, logit } from "../../numerics/logistic.js";
import { wilsonInterval } from "./wilson-interval.js";

export interface RateInterval {
  /** In [0, 1]. */
  readonly lower: number;
  readonly upper: number;
  /** Confidence level, in (0, 1). */
  readonly level: number;
  readonly method: "sandwich" | "wilson" | "bootstrap" | "exact";
  /** Of the rate, in units of the rate (0 … 1). */
  readonly standardError: number;
}

/** A rate in [0, 1], and its interval. */
export interface RateEstimate {
  readonly rate: number;
  readonly interval: RateInterval;
}

/** A rate in [0, 1] before it has an interval. */
interface RateWithError {
  readonly rate: number;
  readonly standardError: number;
  /** G: the number of independent clusters. */
  readonly clusters: number;
}

/** The two-sided interval at `level`; Wilson's where rows do not vary, and for a single cluster. */
export function intervalOfRate(
  { rate, standardError, clusters }: RateWithError,
  level: number,
): RateInterval {
  const spread = rate * (1 - rate);
  if (clusters < 2 || !(standardError > noVariation) || spread < noVariation) {
    const { lower, upper } = wilsonInterval(rate * clusters, clusters, level);
    return {
      lower,
      upper,
      level,
      method: "wilson",
      standardError: Number.isFinite(standardError) ? standardError : 0,
    };
  }
  const t = studentTQuantile((1 + level) / 2, clusters - 1);
  const halfWidth = (t * standardError) / spread;
  const centre = logit(rate);
  return {
    lower: logistic(centre - halfWidth),
    upper: logistic(centre + halfWidth),
    level,
    method: "sandwich",
    standardError,
  };
}

export interface InfluenceContext {
  /** Of the raw rate (length n): all 0 where rows do not vary. */
  readonly rawInfluence: Float64Array;
  readonly clusters: Clusters;
  /** Clusters with a verdict: the others say nothing about the spread. */
  readonly judgedClusters: number;
  readonly level: number;
}

/**
 * The interval of a rate from its influence values (length n). Rows that do not vary have no standard error to go by,
 * whatever a fit says: Wilson's interval stands in.
 */
export function intervalOfInfluence(
  rate: number,
  influence: Float64Array,
  { rawInfluence, clusters, judgedClusters, level }: InfluenceContext,
): RateInterval {
  const isConstant = !(clusteredStandardError(rawInfluence, clusters) > noVariation);
  const standardError = isConstant ? 0 : clusteredStandardError(influence, clusters);
  return intervalOfRate({ rate, standardError, clusters: judgedClusters }, level);
}
