// Values in clusters of dependent rows → means, and differences of two means, with cluster-robust errors.
// A difference takes rows of both groups in one sum a cluster, so that what the groups share cancels.
import { clusterBy, clusteredStandardError, noVariation } from "../../numerics/clusters.js";
import { studentTQuantile, studentTTwoSided } from "../../numerics/distributions.js";
import { mean } from "../../numerics/moments.js";
import type { Interval } from "./measure.js";
import { measureMean } from "./rate-evidence.js";
import { intervalOfRate } from "./rate-interval.js";

/** One value and the cluster it depends on. */
export interface ClusteredValue {
  readonly value: number;
  readonly cluster: string;
}

export interface ClusteredShare {
  readonly rows: number;
  readonly clusters: number;
  /** Mean of values in [0, 1]; null without rows. */
  readonly share: number | null;
  /** Null for fewer than two clusters. */
  readonly standardError: number | null;
  /** Null without rows. */
  readonly interval: Interval | null;
}

/** Mean of values in [0, 1] (shares, preferences) with its interval at `level`. */
export function clusteredShare(values: readonly ClusteredValue[], level: number): ClusteredShare {
  const clusters = clusterBy(values, ({ cluster }) => cluster);
  const common = { rows: values.length, clusters: clusters.count };
  if (values.length === 0) return { ...common, share: null, standardError: null, interval: null };
  const { evidence } = measureMean(
    Float64Array.from(values, ({ value }) => value),
    clusters,
  );
  const { lower, upper } = intervalOfRate(evidence, level);
  return {
    ...common,
    share: evidence.rate,
    standardError: clusters.count < 2 ? null : evidence.standardError,
    interval: { lower, upper },
  };
}

export interface ClusteredDifference {
  /** Mean of the first group minus mean of the second; null where a group has no rows. */
  readonly difference: number | null;
  readonly standardError: number | null;
  /** t on G − 1 degrees of freedom; null without a standard error. */
  readonly interval: Interval | null;
  /** Two-sided, against no difference. */
  readonly pValue: number | null;
  readonly clusters: number;
}

/** Difference of two groups' means; rows of either group may share clusters. */
export function clusteredDifference(
  first: readonly ClusteredValue[],
  second: readonly ClusteredValue[],
  level: number,
): ClusteredDifference {
  const clusters = clusterBy([...first, ...second], ({ cluster }) => cluster);
  const none = { standardError: null, interval: null, pValue: null, clusters: clusters.count };
  if (first.length === 0 || second.length === 0) return { ...none, difference: null };
  const means = [first, second].map((rows) => mean(rows.map(({ value }) => value)));
  const difference = means[0]! - means[1]!;
  const influence = Float64Array.from([
    ...first.map(({ value }) => (value - means[0]!) / first.length),
    ...second.map(({ value }) => (means[1]! - value) / second.length),
  ]);
  const standardError = clusteredStandardError(influence, clusters);
  if (!(standardError > noVariation)) return { ...none, difference };
  const degreesOfFreedom = clusters.count - 1;
  const halfWidth = studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  return {
    difference,
    standardError,
    interval: { lower: difference - halfWidth, upper: difference + halfWidth },
    pValue: studentTTwoSided(difference / standardError, degreesOfFreedom),
    clusters: clusters.count,
  };
}
