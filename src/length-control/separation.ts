// A fit → whether the verdicts leave its rate open: where a sum of covariates tells all wins from all losses (complete or
// quasi-complete separation; Albert & Anderson, Biometrika 71, 1984), coefficients grow until the penalty stops them.
//
//   δ = H⁻¹X'w(y − p), a Newton step of the likelihood
//   A direction d separates: (2y − 1)x'd ≥ 0 of wins and losses, x'd = 0 of every y between, Xd ≠ 0. By the step's equations
//   Σ w(y − p − p(1 − p)x'δ)x'd = 0, and (2y − 1)(y − p) ≥ p(1 − p): so |x'δ| ≥ 1 in some row, whatever β is.
//
// A smaller step says that nothing separates. Where the fit's own is none, its penalty may have kept it from its end: at a
// penalty of next to nothing, what has an end is there. What separates leaves the rate open only if a row without its
// controlled covariates has something of d: then xcf'H⁻¹xcf is beyond any sense.
import { linearPredictor, transposedProduct } from "../glm/design-matrix.js";
import { logisticLoss } from "../glm/loss.js";
import { l1Penalty } from "../glm/penalty.js";
import { solveProximalNewton } from "../glm/proximal-newton.js";
import { dot } from "../numerics/dot.js";
import type { LengthControlledFit } from "./fit.js";
import { computeInfluence, quadraticForm } from "./influence.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictPreferences } from "./predict.js";

const smallStep = 0.5;
const nextToNothing = 1e-6;
/** Of a logit: a standard error above 30, odds of 10¹³. */
const senselessVariance = 1e3;

export function isSeparated(
  design: LengthControlledDesign,
  { beta: penalized, influence }: Pick<LengthControlledFit, "beta" | "influence">,
): boolean {
  if (largestStep(design, penalized, influence) < smallStep) return false;
  const start = { start: penalized };
  const { beta } = solveProximalNewton(design.fitted, logisticLoss, l1Penalty(nextToNothing), start);
  const free = computeInfluence(design, beta);
  if (largestStep(design, beta, free) < smallStep) return false;
  const { counterfactual } = design;
  return counterfactual[0]!.some(
    (_, row) => quadraticForm(free.inverseInformation, counterfactual, row) > senselessVariance,
  );
}

/** max |x'δ| over the rows that are fitted. */
function largestStep(
  { fitted: { X, y, weights } }: LengthControlledDesign,
  beta: Float64Array,
  { inverseInformation }: LengthControlledFit["influence"],
): number {
  const residuals = predictPreferences(X, beta).map((p, i) => weights[i]! * (y[i]! - p));
  const gradient = transposedProduct(X, residuals);
  const step = inverseInformation.map((row) => dot(row, gradient));
  return linearPredictor(X, step).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
