// One model's rows in categories (the files' `dataset` column) → raw and length-controlled win rate of each.
// The controlled rate of a category is the mean of the model's one fit over the category's rows: no fit of its own,
// and therefore no interval of its own.
import type { Clusters } from "../numerics/clusters.js";
import { mean } from "../numerics/moments.js";
import { type MeanPreference, meanPreference } from "./mean-preference.js";

export interface CategoryRate extends MeanPreference {
  readonly category: string;
  readonly rows: number;
  /** Mean prediction at equal length over all rows, in [0, 1]; null without a fit. */
  readonly lengthControlled: number | null;
}

export interface CategoryRequest {
  /** Of every row; NaN without a verdict. */
  readonly preferences: Float64Array;
  readonly clusters: Clusters;
  /** Of a row; null for a row in none. */
  readonly categoryOf: (row: number) => string | null;
  /** Predicted preference of every row at equal length, in [0, 1]. */
  readonly atEqualLength: ArrayLike<number> | null;
  readonly level: number;
}

/** In alphabetical order; empty where fewer than two categories exist. */
export function rateCategories(request: CategoryRequest): CategoryRate[] {
  const { categoryOf, atEqualLength, level } = request;
  const positions = new Map<string, number[]>();
  for (let row = 0; row < request.preferences.length; row++) {
    const category = categoryOf(row);
    if (category === null) continue;
    const known = positions.get(category);
    if (known) known.push(row);
    else positions.set(category, [row]);
  }
  if (positions.size < 2) return [];
  return [...positions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([category, at]) => ({
      category,
      rows: at.length,
      ...meanPreference(at, request, level),
      lengthControlled: atEqualLength && mean(at.map((row) => atEqualLength[row]!)),
    }));
}
