// Rows in groups (users, categories) → each group's rates, and their macro averages, in which every group counts the
// same however many rows it has, with intervals in which the groups are what was drawn.
//   M = (1/K)·Σ_g r_g;  raw: r_g the mean preference of the group's judged rows, U_g = (r_g − M)/K
//   length-controlled: r_g the mean counterfactual prediction q of all its rows; the shared coefficients add
//     a'·Σ_{i in g} IFᵢ to U_g, with a = Σᵢ wᵢ·qᵢ(1 − qᵢ)·x_cf,i and wᵢ = 1/(K·n_g)
//   SE² = K/(K − 1)·Σ (U_g − Ū)², on the logit scale with t on J − 1 degrees of freedom, J groups with a verdict
// Where all verdicts are the same there is no error to go by, whatever a fit says: Wilson's interval stands in.
import { computeCoefficientInfluence } from "../../length-control/coefficient-influence.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { type Clusters, clusteredStandardError, sumByCluster } from "../../numerics/clusters.js";
import { mean } from "../../numerics/moments.js";
import { type CategoryRate, isConstant, rateCategories } from "./category-rates.js";
import type { FittedRows } from "./controlled-group-rate.js";
import { intervalOfRate, type RateEstimate } from "./rate-interval.js";

export interface GroupAverages {
  /** In alphabetical order. */
  readonly groups: readonly CategoryRate[];
  /** Groups without a verdict, which are in no raw average. */
  readonly unjudged: number;
  readonly raw: RateEstimate;
  /** Null without a fit. */
  readonly lengthControlled: RateEstimate | null;
}

/** Null where the rows name no groups, or one alone. */
export function averageOverGroups(
  rows: ObservationColumns,
  fitted: FittedRows | null,
  level: number,
): GroupAverages | null {
  const clusters = rows.groups;
  if (clusters === null) return null;
  const groups = rateCategories(rows, { categoryOf: (row) => rows.groupAt(row), fitted, level });
  if (groups.length < 2) return null;
  const rates = Float64Array.from(groups.flatMap(({ rate }) => rate ?? []));
  const context = { judged: rates.length, isConstant: isConstant(rows.preferences), level };
  return {
    groups,
    unjudged: groups.length - rates.length,
    raw: averageRates(rates, null, context),
    lengthControlled: fitted && averageControlled(clusters, fitted, context),
  };
}

interface AverageContext {
  /** Groups with a verdict. */
  readonly judged: number;
  /** All verdicts are the same. */
  readonly isConstant: boolean;
  readonly level: number;
}

/** @param moved by the coefficients, one a group; null where there are none */
function averageRates(
  rates: Float64Array,
  moved: Float64Array | null,
  { judged, isConstant, level }: AverageContext,
): RateEstimate {
  const rate = mean(rates);
  const influence = rates.map((value, g) => (value - rate) / rates.length + (moved?.[g] ?? 0));
  const each: Clusters = { count: rates.length, codes: Uint32Array.from(rates.keys()) };
  const standardError = isConstant ? 0 : clusteredStandardError(influence, each);
  return { rate, interval: intervalOfRate({ rate, standardError, clusters: judged }, level) };
}

function averageControlled(
  clusters: Clusters,
  { design, fit }: FittedRows,
  context: AverageContext,
): RateEstimate {
  const { predicted } = fit.influence;
  const sizes = sumByCluster(new Float64Array(predicted.length).fill(1), clusters);
  const rates = sumByCluster(predicted, clusters).map((sum, g) => sum / sizes[g]!);
  const moved = new Float64Array(predicted.length);
  computeCoefficientInfluence(design, fit).forEach((values, j) => {
    const column = design.counterfactual[j]!;
    const slope = predicted.reduce(
      (sum, q, i) => sum + (q * (1 - q) * column[i]!) / (clusters.count * sizes[clusters.codes[i]!]!),
      0,
    );
    values.forEach((value, i) => {
      moved[i]! += slope * value;
    });
  });
  return averageRates(rates, sumByCluster(moved, clusters), context);
}
