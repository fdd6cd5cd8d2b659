// Some of a model's rows (a user's, a category's) → their length-controlled rate: the model's one fit averaged over
// them, not a fit of their own. All rows of the file move its coefficients, the group's own rows alone are averaged:
//   R_g = mean of q over the n_g rows     a = n_g⁻¹ Σ_{i in g} qᵢ(1 − qᵢ)·x_cf,i     F_c = Σ_{i in c} IFᵢ
//   U_c = Σ_{i in c and g} (qᵢ − R_g)/n_g + a'F_c,  c over all G clusters of the file
//   SE² = G_g/(G_g − 1)·Σ (U_c − Ū)², on the logit scale with t on G_g − 1; G_g the clusters of the group
// A group of all rows has the rate and the interval of the model. Liang & Zeger 1986; IF as in coefficient-influence.ts.
import { computeCoefficientInfluence } from "../../length-control/coefficient-influence.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import { type Clusters, sumByCluster } from "../../numerics/clusters.js";
import { dot } from "../../numerics/dot.js";
import { mean, sum } from "../../numerics/moments.js";
import { intervalOfRate, type RateEstimate } from "./rate-interval.js";

export interface FittedRows {
  readonly design: LengthControlledDesign;
  readonly fit: LengthControlledFit;
}

export interface GroupContext {
  /** Of all rows. */
  readonly clusters: Clusters;
  /** All verdicts of the file are the same: no error to go by, and Wilson's interval stands in. */
  readonly isConstant: boolean;
  readonly level: number;
}

/** @returns from the positions of a group's rows (one at least) to their rate; costs what the group's own rows cost */
export function prepareControlledRates(
  { design, fit }: FittedRows,
  { clusters, isConstant, level }: GroupContext,
): (rows: readonly number[]) => RateEstimate {
  const { predicted } = fit.influence;
  const moved = computeCoefficientInfluence(design, fit).map((values) => sumByCluster(values, clusters));
  const products = moved.map((a) => moved.map((b) => dot(a, b)));
  const totals = moved.map(sum);

  return (rows) => {
    const rate = mean(rows.map((row) => predicted[row]!));
    const slope = design.counterfactual.map((column) =>
      mean(rows.map((row) => predicted[row]! * (1 - predicted[row]!) * column[row]!)),
    );
    const deviations = new Map<number, number>();
    for (const row of rows) {
      const cluster = clusters.codes[row]!;
      deviations.set(cluster, (deviations.get(cluster) ?? 0) + (predicted[row]! - rate) / rows.length);
    }
    let squares = dot(
      slope,
      products.map((row) => dot(slope, row)),
    );
    for (const [cluster, deviation] of deviations) {
      const shared = slope.reduce((sum, a, j) => sum + a * moved[j]![cluster]!, 0);
      squares += deviation * (deviation + 2 * shared);
    }
    const variance = Math.max(0, squares - dot(slope, totals) ** 2 / clusters.count);
    const count = deviations.size;
    const standardError = isConstant ? 0 : Math.sqrt((count / (count - 1)) * variance);
    return { rate, interval: intervalOfRate({ rate, standardError, clusters: count }, level) };
  };
}
