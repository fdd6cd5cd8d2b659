// One model's rows in categories (users, the files' `dataset` column) → raw and length-controlled win rate of each.

import { clusterCoefficientInfluence } from "../../length-control/cluster-influence.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { type Clusters, hasOneRowEach } from "../../numerics/clusters.js";
import { dot } from "../../numerics/dot.js";
import { mean, sum } from "../../numerics/moments.js";
import { type FittedRows, judgedRows, jumpsOfCoefficients } from "./fit-evidence.js";
import { type MeanPreference, meanPreference } from "./mean-preference.js";
import { settleSpread } from "./rate-evidence.js";
import { type Confidence, intervalOfRate, type RateEstimate } from "./rate-interval.js";

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

// Some of a model's rows (a user's, a category's) → their length-controlled rate: the model's one fit averaged over
// them, not a fit of their own. All rows of the file move its coefficients, the group's own rows alone are averaged:
//   R_g = mean of q over the n_g rows     a = n_g⁻¹ Σ_{i in g} qᵢ(1 − qᵢ)·x_cf,i
//   U_c = Σ_{i in c and g} (qᵢ − R_g)/n_g + a'IF_c,  c over all G clusters of the file
//   SE² = G_g/(G_g − 1)·Σ (U_c − Ū)², G_g the clusters of the group     J⁺ = a'H⁻¹Σ w(1 − p)x, J⁻ = a'H⁻¹Σ w·p·x
// Where some cluster has several rows, (G_g − 1)/G_g/(n_g − n_gc) takes the place of 1/n_g, and cluster-influence.ts has
// IF_c. T and df are those of rate-evidence.ts. A group of all rows has the rate and the interval of the model.
interface GroupContext {
  /** Of all rows. */
  readonly clusters: Clusters;
  readonly confidence: Confidence;
}

/** @returns from the positions of a group's rows (one at least) to their rate; costs what the group's own rows cost */
export function prepareControlledRates(
  fitted: FittedRows,
  { clusters, confidence }: GroupContext,
): (rows: readonly number[]) => RateEstimate {
  const { design, fit } = fitted;
  const { predicted } = fit.influence;
  const each: Clusters = { count: predicted.length, codes: Uint32Array.from(predicted.keys()) };
  const errorOfClusters = prepareErrors(fitted, clusters);
  const errorOfRows = hasOneRowEach(clusters) ? errorOfClusters : prepareErrors(fitted, each);
  const jumps = jumpsOfCoefficients(fitted);
  const isJudged = judgedRows(fitted, predicted.length);

  return (rows) => {
    const rate = mean(rows.map((row) => predicted[row]!));
    const slope = design.counterfactual.map((column) =>
      mean(rows.map((row) => predicted[row]! * (1 - predicted[row]!) * column[row]!)),
    );
    const sizes = new Map<number, number>();
    for (const row of rows)
      sizes.set(clusters.codes[row]!, (sizes.get(clusters.codes[row]!) ?? 0) + isJudged[row]!);
    const evidence = {
      rate,
      ...settleSpread({
        standardError: errorOfClusters(rows, { rate, slope }),
        rowError: errorOfRows(rows, { rate, slope }),
        sizes: Float64Array.from(sizes.values()),
        trials: sum(rows.map((row) => isJudged[row]!)),
      }),
      jumpUp: dot(slope, jumps.up),
      jumpDown: dot(slope, jumps.down),
    };
    return { rate, interval: intervalOfRate(evidence, confidence) };
  };
}

/** @returns from a group's rows, their rate and a to the standard error over these clusters; NaN for a single one */
function prepareErrors({ design, fit }: FittedRows, clusters: Clusters) {
  const { predicted } = fit.influence;
  const moved = clusterCoefficientInfluence(design, fit.influence, clusters);
  const products = moved.map((a) => moved.map((b) => dot(a, b)));
  const totals = moved.map(sum);
  const isSingle = hasOneRowEach(clusters);
  return (rows: readonly number[], { rate, slope }: { rate: number; slope: readonly number[] }): number => {
    const parts = new Map<number, { rows: number; deviation: number }>();
    for (const row of rows) {
      const cluster = clusters.codes[row]!;
      const part = parts.get(cluster) ?? { rows: 0, deviation: 0 };
      parts.set(cluster, { rows: part.rows + 1, deviation: part.deviation + predicted[row]! - rate });
    }
    const count = parts.size;
    if (count < 2) return Number.NaN;
    let squares = dot(
      slope,
      products.map((row) => dot(slope, row)),
    );
    for (const [cluster, part] of parts) {
      const weight = isSingle ? 1 / rows.length : (count - 1) / count / (rows.length - part.rows);
      const deviation = weight * part.deviation;
      const shared = slope.reduce((total, a, j) => total + a * moved[j]![cluster]!, 0);
      squares += deviation * (deviation + 2 * shared);
    }
    const variance = Math.max(0, squares - dot(slope, totals) ** 2 / clusters.count);
    return Math.sqrt((count / (count - 1)) * variance);
  };
}
