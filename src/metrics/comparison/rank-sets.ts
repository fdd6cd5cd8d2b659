// Which ranks a model may hold, given that rates are estimates. Every ordered pair of models is tested one-sidedly
// ("is j better than k?"), the M(M − 1) p-values are adjusted together by Holm's method, and
//
//     rank set of j = [1 + #significantly better than j,  M − #significantly worse than j]
//
// All rank sets hold at once with the given confidence. Mogstad, Romano, Shaikh & Wilhelm, Inference for ranks,
// Review of Economic Studies 91 (2024), the stepwise version with Holm's adjustment.
import { adjustKnown } from "../../numerics/holm.js";
import { differenceOf, pValueOf } from "../rates/contrast-interval.js";
import type { RateName, ScoredModel } from "../score/scored-model.js";
import { alignInfluence, combineInfluence } from "./align-influence.js";

export interface RankSet {
  readonly generator: string;
  /** 1 is best. */
  readonly best: number;
  readonly worst: number;
}

export interface RankSets {
  /** In the order of the models given. */
  readonly sets: readonly RankSet[];
  /** pBetter[j][k]: adjusted p-value of "j is no better than k"; NaN on the diagonal and where there is no test. */
  readonly pBetter: readonly Float64Array[];
}

/**
 * @param level confidence of all sets together, in (0, 1)
 * @returns null where a model has no influence values for this rate: pairs could not be compared
 */
export function computeRankSets(
  models: readonly ScoredModel[],
  name: RateName,
  level: number,
): RankSets | null {
  const aligned = alignInfluence(models, name);
  if (aligned === null) return null;
  const rates = models.map(({ rates }) => rates[name]!);
  const names = models.map(({ generator }) => generator);
  const shiftOf = (j: number) => rates[j]!.shift ?? 0;
  const known = new Map<string, number | null>();
  const twoSided = (j: number, k: number): number | null => {
    const key = `${Math.min(j, k)},${Math.max(j, k)}`;
    if (!known.has(key)) {
      const { sums, has, clusters } = aligned;
      const both = { sums: [sums[j]!, sums[k]!], has: [has[j]!, has[k]!], clusters };
      const { standardError } = combineInfluence(both, [1, -1]);
      known.set(
        key,
        Number.isNaN(standardError)
          ? null
          : pValueOf(
              differenceOf(rates[j]!, rates[k]!, Math.hypot(standardError, shiftOf(j) - shiftOf(k))),
              level,
            ),
      );
    }
    return known.get(key)!;
  };
  return rankByTests(names, level, (j, k) => oneSided(rates[j]!.rate - rates[k]!.rate, twoSided(j, k)));
}

/** p-value of "the difference is not above 0" from the two-sided one. */
export function oneSided(difference: number, pValue: number | null): number | null {
  if (pValue === null) return null;
  return difference > 0 ? pValue / 2 : 1 - pValue / 2;
}

/**
 * Rank sets from tests that were made elsewhere.
 * @param testBetter the one-sided p-value of "j is no better than k"; null where it cannot be tested: that sets
 *   nobody apart and does not count
 */
export function rankByTests(
  generators: readonly string[],
  level: number,
  testBetter: (j: number, k: number) => number | null,
): RankSets {
  const pairs = generators.flatMap((_, j) => generators.flatMap((_, k) => (j === k ? [] : [{ j, k }])));
  const adjusted = adjustKnown(pairs.map(({ j, k }) => testBetter(j, k)));
  const pBetter = generators.map(() => new Float64Array(generators.length).fill(Number.NaN));
  pairs.forEach(({ j, k }, at) => {
    pBetter[j]![k] = adjusted[at] ?? Number.NaN;
  });
  const isBetter = (j: number, k: number) => pBetter[j]![k]! <= 1 - level;
  const count = (holds: (k: number) => boolean) => generators.filter((_, k) => holds(k)).length;
  return {
    sets: generators.map((generator, j) => ({
      generator,
      best: 1 + count((k) => isBetter(k, j)),
      worst: generators.length - count((k) => isBetter(j, k)),
    })),
    pBetter,
  };
}
