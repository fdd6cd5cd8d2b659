// A fitted design → the same rate under other weights of its observations, thousands of times over.
//
// Gamed rows, difficulty, the scale of Δ and C stay as they are, so a refit differs from the fit in nothing but the
// observations' weights, and a few Newton steps from the fit's own coefficients reach its solution.
import { logisticLoss } from "../glm/loss.js";
import { l1Penalty } from "../glm/penalty.js";
import { makeWorkspace, solveProximalNewton } from "../glm/proximal-newton.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictPreferences } from "./predict.js";

/** Far below the Monte Carlo error of anything that refits are made for. */
const tolerance = 1e-8;

/**
 * @param fit C and the coefficients of the design's own fit
 * @returns from the weight of each of the N observations to the length-controlled win rate, in [0, 1]: NaN where no
 *   judged observation has a weight
 */
export function prepareRefit(
  design: LengthControlledDesign,
  fit: { readonly C: number; readonly beta: Float64Array },
): (weights: ArrayLike<number>) => number {
  const { fitted, judged, counterfactual } = design;
  const rowWeights = Float64Array.from(fitted.weights);
  const penalty = l1Penalty(1 / fit.C);
  const workspace = makeWorkspace(rowWeights.length);
  return (weights) => {
    let judgedWeight = 0;
    for (let at = 0; at < judged.length; at++) {
      rowWeights[at] = fitted.weights[at]! * weights[judged[at]!]!;
      judgedWeight += rowWeights[at]!;
    }
    if (!(judgedWeight > 0)) return Number.NaN;
    const { beta } = solveProximalNewton({ ...fitted, weights: rowWeights }, logisticLoss, penalty, {
      start: fit.beta,
      tolerance,
      workspace,
    });
    return weightedMean(predictPreferences(counterfactual, beta), weights);
  };
}

function weightedMean(values: Float64Array, weights: ArrayLike<number>): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
