// Which answer the judge was shown first: ½ the model's, −½ the baseline's, the mean where a pair was judged in several
// orders. Its coefficient is the log-odds that being shown first is worth to an answer; controlled, the rate is
// predicted for a judge that favours neither place.
//
// The published difficulty carries its judge's position bias, for the reference shows each instruction in one fixed
// order (mean γ −0.74 where the model is first, +0.63 where second), so this is estimated without difficulty.
import type { Observation } from "../observation.js";
import type { ObservationColumns } from "../observation-columns.js";
import type { Covariate } from "./covariate.js";

export const position: Covariate = {
  name: "position",
  counterfactual: "zero",
  why: "judges favour a place: the answer shown first, or second",
  needs: "a known order of presentation",
  values: (rows) => new Float64Array(rows.length).map((_, row) => meanPlace(ordersOf(rows, row))),
  // its mean over both orders: the rows say what the gamed baselines are worth, not in which order they were shown
  gamedValue: () => 0,
};

type Order = Observation["order"];

function meanPlace(orders: readonly Order[]): number {
  if (orders.some((order) => !order)) return Number.NaN;
  return orders.filter((order) => order === "model-first").length / orders.length - 0.5;
}

/** The orders that the row's preference is the mean of. */
function ordersOf(rows: ObservationColumns, row: number): readonly Order[] {
  const judged = rows.details.get(row)?.judgements?.filter(({ preference }) => preference !== null) ?? [];
  return judged.length > 0 ? judged.map(({ order }) => order) : [rows.orderAt(row)];
}
