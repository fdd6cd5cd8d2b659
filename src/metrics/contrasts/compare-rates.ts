// Hits among trials in two groups, rows of one cluster (a prompt) dependent → rates, gap, ratio and odds ratio with
// cluster-robust intervals. A row may be one label (one trial) or a text (as many trials as words).
//   rate p = Σ hits / Σ trials; influence of row i: uᵢ = (hitsᵢ − p·trialsᵢ)/Σ trials
//   gap: u₁ − u₂, interval by MOVER (contrast-interval.ts);  log ratio: u₁/p₁ − u₂/p₂;  log odds ratio: u₁/(p₁(1 − p₁)) − u₂/(p₂(1 − p₂))   (delta method)
//   SE² = G/(G − 1)·Σ (cluster sums)²; prompts that both groups share are one cluster, so the comparison is paired
import { type Clusters, clusterBy, clusteredStandardError, noVariation } from "../../numerics/clusters.js";
import { studentTQuantile } from "../../numerics/distributions.js";
import { differenceOf, intervalOfContrast, pValueOf } from "../rates/contrast-interval.js";
import type { Interval } from "../rates/measure.js";
import { type HitRow, measureHits } from "./hit-rate.js";

/** A contrast of two rates; `value` null with a `reason` where it does not exist. */
export interface Contrast {
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly reason: string | null;
}

export interface RateComparison {
  /** Hits over trials; null without trials. */
  readonly first: number | null;
  readonly second: number | null;
  readonly gap: Contrast;
  readonly ratio: Contrast;
  readonly oddsRatio: Contrast;
  /** Two-sided, of the gap. */
  readonly pValue: number | null;
  readonly clusters: number;
  /** Clusters with rows in both groups. */
  readonly sharedClusters: number;
}

/** The first group against the second, say a persona against the control. */
export function compareRates(
  first: readonly HitRow[],
  second: readonly HitRow[],
  level: number,
): RateComparison {
  const clusters = clusterBy([...first, ...second], ({ cluster }) => cluster);
  const names = new Set(first.map(({ cluster }) => cluster));
  const sharedClusters = new Set(second.map(({ cluster }) => cluster).filter((name) => names.has(name))).size;
  const [p1, p2] = [rateOf(first), rateOf(second)];
  const common = { first: p1, second: p2, clusters: clusters.count, sharedClusters };
  if (p1 === null || p2 === null) {
    const none: Contrast = { value: null, interval: null, reason: "a group has no trials" };
    return { ...common, gap: none, ratio: none, oddsRatio: none, pValue: null };
  }
  const errorWith = (scale1: number, scale2: number) =>
    clusteredStandardError(
      Float64Array.from([...influence(first, p1, scale1), ...influence(second, p2, -scale2)]),
      clusters,
    );
  const [a, b] = [measureHits(first), measureHits(second)];
  const moved = Float64Array.from([...a.influence, ...b.influence.map((value) => -value)]);
  const gapError = clusteredStandardError(moved, clusters);
  const difference = differenceOf(a.evidence, b.evidence, gapError);
  return {
    ...common,
    gap: {
      ...contrast(p1 - p2, gapError, clusters, level),
      ...(gapError > noVariation && { interval: intervalOfContrast(difference, level) }),
    },
    ratio: ratioOf(p1, p2, () => errorWith(1 / p1, 1 / p2), clusters, level),
    oddsRatio: ratioOf(
      p1 / (1 - p1),
      p2 / (1 - p2),
      () => errorWith(1 / (p1 * (1 - p1)), 1 / (p2 * (1 - p2))),
      clusters,
      level,
    ),
    pValue: gapError > noVariation ? pValueOf(difference, level) : null,
  };
}

function rateOf(rows: readonly HitRow[]): number | null {
  const trials = rows.reduce((sum, row) => sum + row.trials, 0);
  return trials > 0 ? rows.reduce((sum, row) => sum + row.hits, 0) / trials : null;
}

function influence(rows: readonly HitRow[], rate: number, scale: number): number[] {
  const trials = rows.reduce((sum, row) => sum + row.trials, 0);
  return rows.map((row) => (scale * (row.hits - rate * row.trials)) / trials);
}

function ratioOf(
  above: number,
  below: number,
  errorOfLog: () => number,
  clusters: Clusters,
  level: number,
): Contrast {
  if (![above, below].every((odds) => odds > 0 && Number.isFinite(odds)))
    return { value: null, interval: null, reason: "a rate is 0 or 1" };
  const log = contrast(Math.log(above / below), errorOfLog(), clusters, level);
  const { interval, reason } = log;
  return {
    value: above / below,
    interval: interval && { lower: Math.exp(interval.lower), upper: Math.exp(interval.upper) },
    reason,
  };
}

function contrast(value: number, standardError: number, { count }: Clusters, level: number): Contrast {
  if (!(standardError > noVariation)) {
    const reason = count < 2 ? "fewer than two clusters" : "nothing varies between clusters";
    return { value, interval: null, reason };
  }
  const halfWidth = studentTQuantile((1 + level) / 2, count - 1) * standardError;
  return { value, interval: { lower: value - halfWidth, upper: value + halfWidth }, reason: null };
}
