// Verdicts on twins → what each feature of form does to a judge by itself: logit P = β'd + slot·s, d the one twin's features minus
// the other's, s = 1 where it was shown first, else −1. Errors are HC3's, clustered by item, with t on n − 1 degrees of freedom.
import { clusterBy } from "../../numerics/clusters.js";
import { studentTQuantile } from "../../numerics/distributions.js";
import { logistic } from "../../numerics/logistic.js";
import type { Interval } from "../rates/measure.js";
import { fitClusteredLogistic } from "./clustered-logistic.js";

export interface ProbedPair {
  /** Pairs of one item are dependent. */
  readonly item: string;
  /** −1, 0 or 1 by feature. */
  readonly differences: Readonly<Record<string, number>>;
  readonly isShownFirst: boolean;
  /** P(the one twin is better), in [0, 1]. */
  readonly preference: number;
}

export interface FeatureEffect {
  readonly name: string;
  readonly coefficient: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** σ(β) − ½ and its interval, in units of the rate. */
  readonly effect: number;
  readonly effectInterval: Interval;
  readonly verdict: "acts on it" | "indifferent" | "undecided";
  /** Items that would decide it either way; null where it is decided. */
  readonly itemsNeeded: number | null;
}

const worthMentioning = 0.05;
const weakestPenalty = 1e-6;

/** Items that a difference of `delta` takes at 80 % power, two-sided at 5 %; `sd` of one item's. */
export const itemsForDifference = (delta: number, sd: number): number =>
  Math.ceil(((2.8016 * sd) / delta) ** 2);

/** Items that show it to lie within ±5 points, with 80 % power and a 90 % interval. */
export const itemsForEquivalence = (sd: number): number => Math.ceil(((2.9264 * sd) / worthMentioning) ** 2);

/** @param pairs two items at least */
export function fitProbe(
  pairs: readonly ProbedPair[],
  features: readonly string[],
  level: number,
): FeatureEffect[] {
  const names = [...features, "shown first"];
  const X = names.map((name, j) =>
    Float64Array.from(pairs, ({ differences, isShownFirst }) =>
      j < features.length ? (differences[name] ?? 0) : isShownFirst ? 1 : -1,
    ),
  );
  const y = Float64Array.from(pairs, ({ preference }) => preference);
  const clusters = clusterBy(pairs, ({ item }) => item);
  const design = { columns: names, X, y, weights: new Float64Array(pairs.length).fill(1) };
  const { beta, standardErrors } = fitClusteredLogistic(design, clusters, weakestPenalty);
  const n = clusters.count;
  const t = (share: number) => studentTQuantile((1 + share) / 2, n - 1);
  return names.map((name, j) => {
    const coefficient = beta[j]!;
    const standardError = standardErrors[j]!;
    const ends = (share: number): Interval => ({
      lower: coefficient - t(share) * standardError,
      upper: coefficient + t(share) * standardError,
    });
    const inPoints = ({ lower, upper }: Interval): Interval => ({
      lower: logistic(lower) - 0.5,
      upper: logistic(upper) - 0.5,
    });
    const interval = ends(level);
    const narrow = inPoints(ends(0.9));
    const effect = logistic(coefficient) - 0.5;
    const acts = interval.lower * interval.upper > 0 && Math.abs(effect) >= worthMentioning;
    const isWithin = narrow.lower >= -worthMentioning && narrow.upper <= worthMentioning;
    const sd = standardError * logistic(coefficient) * (1 - logistic(coefficient)) * Math.sqrt(n);
    return {
      name,
      coefficient,
      standardError,
      interval,
      effect,
      effectInterval: inPoints(interval),
      verdict: acts ? "acts on it" : isWithin ? "indifferent" : "undecided",
      itemsNeeded:
        acts || isWithin ? null : Math.max(itemsForDifference(worthMentioning, sd), itemsForEquivalence(sd)),
    };
  });
}
