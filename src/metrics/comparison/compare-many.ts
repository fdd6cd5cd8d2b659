// Several models judged against one baseline by one judge → every pair of them, and the ranks they may hold. Both rest on
// one family of tests a rate: "is j better than k?" for every ordered pair, M(M − 1) one-sided p-values, adjusted by
// Holm's method (rank-sets.ts). A pair's adjusted p-value is the smaller of its two, so that it is ≤ α exactly where the
// rank sets tell the two apart.
import { byRate, type RateName, type ScoredModel } from "../score/scored-model.js";
import { checkComparable, compareModels, type ModelComparison } from "./compare-models.js";
import type { AdjustedPValues } from "./compare-series.js";
import { oneSided, type RankSets, rankByTests } from "./rank-sets.js";
import { type RowsToCompare, shareRows } from "./share-rows.js";

export interface ManyComparisons {
  readonly models: readonly ScoredModel[];
  /** Every pair once, in the order of the models. */
  readonly pairs: readonly ModelComparison[];
  /** Of the pairs; null for a pair without a p-value. */
  readonly adjusted: AdjustedPValues;
  /** Null where a pair cannot be compared by this rate. */
  readonly rankSets: Readonly<Record<RateName, RankSets | null>>;
  readonly warnings: readonly string[];
}

/**
 * Over the instructions that all of the models have; `own` leaves each whole.
 * @throws InputError when baselines or judges differ, or no instruction is shared
 */
export function compareMany(
  given: readonly ScoredModel[],
  level: number,
  rows: RowsToCompare = "shared",
): ManyComparisons {
  const warnings = checkComparable(given);
  const { models, warnings: ofRows } = rows === "shared" ? shareRows(given) : { models: given, warnings: [] };
  const places = models.flatMap((_, j) => models.slice(j + 1).map((_, after) => ({ j, k: j + 1 + after })));
  const pairs = places.map(({ j, k }) => compareModels(models[j]!, models[k]!, level, rows));
  const pairOf = new Map(places.map(({ j, k }, at) => [`${j},${k}`, pairs[at]!]));
  const generators = models.map(({ generator }) => generator);
  const rank = (name: RateName) =>
    rankByTests(generators, level, (j, k) =>
      j < k ? test(pairOf.get(`${j},${k}`)!, name, 1) : test(pairOf.get(`${k},${j}`)!, name, -1),
    );
  const ranked = byRate(rank);
  return {
    models,
    pairs,
    adjusted: byRate((name) => places.map(({ j, k }) => smaller(ranked[name].pBetter, j, k))),
    rankSets: byRate((name) => (pairs.every((pair) => pair.differences[name]) ? ranked[name] : null)),
    warnings: [...new Set([...warnings, ...ofRows, ...pairs.flatMap((pair) => pair.warnings)])],
  };
}

/** p-value of "the first is no better than the second" (sign 1), or of the reverse (sign −1). */
function test({ differences }: ModelComparison, name: RateName, sign: 1 | -1): number | null {
  const found = differences[name];
  return found && oneSided(sign * found.difference, found.pValue);
}

function smaller(pBetter: RankSets["pBetter"], j: number, k: number): number | null {
  const p = Math.min(pBetter[j]![k]!, pBetter[k]![j]!);
  return Number.isNaN(p) ? null : p;
}
