// One model's rows in categories (users, the files' `dataset` column) → raw and length-controlled win rate of each.
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import type { Clusters } from "../../numerics/clusters.js";
import { prepareControlledRates } from "./controlled-group-rate.js";
import type { FittedRows } from "./fit-evidence.js";
import { type MeanPreference, meanPreference } from "./mean-preference.js";
import type { Confidence, RateEstimate } from "./rate-interval.js";

export interface CategoryRate extends MeanPreference {
  readonly category: string;
  readonly rows: number;
  /** The model's one fit averaged over all rows of the category; null without a fit. */
  readonly lengthControlled: RateEstimate | null;
}

export interface CategoryRequest {
  /** Of a row; null for a row in none. */
  readonly categoryOf: (row: number) => string | null;
  readonly fitted: FittedRows | null;
  readonly confidence: Confidence;
}

/** In alphabetical order; empty where fewer than two categories exist. */
export function rateCategories(
  rows: ObservationColumns,
  { categoryOf, fitted, confidence }: CategoryRequest,
): CategoryRate[] {
  const { preferences } = rows;
  const positions = new Map<string, number[]>();
  for (let row = 0; row < rows.length; row++) {
    const category = categoryOf(row);
    if (category === null) continue;
    const known = positions.get(category);
    if (known) known.push(row);
    else positions.set(category, [row]);
  }
  if (positions.size < 2) return [];
  const clusters = chooseClusters(rows, positions.values());
  const rateControlled = fitted && prepareControlledRates(fitted, { clusters, confidence });
  return [...positions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([category, at]) => ({
      category,
      rows: at.length,
      ...meanPreference(at, { preferences, clusters }, confidence),
      lengthControlled: rateControlled?.(at) ?? null,
    }));
}

/** The rows' clusters; where each category lies in one (users by user), their instructions are what was drawn. */
function chooseClusters(rows: ObservationColumns, categories: Iterable<readonly number[]>): Clusters {
  const { clusters, instructions } = rows;
  for (const at of categories)
    if (at.some((row) => clusters.codes[row] !== clusters.codes[at[0]!])) return clusters;
  return instructions;
}
