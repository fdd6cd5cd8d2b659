// Fits a penalised generalised linear model:
//
//     minimise over β   F(β) = Σᵢ wᵢ·ℓ((Xβ)ᵢ, yᵢ) + penalty(β)
//
// by proximal Newton steps (Lee, Sun & Saunders 2014, "Proximal Newton-type methods for minimizing composite
// functions"; the inner problem by coordinate descent as in Friedman, Hastie & Tibshirani 2010):
//
//   1. at β, take the loss's gradient g = X'∇ℓ and Hessian H = X'∇²ℓX;
//   2. stop where no coefficient violates the optimality condition −g ∈ ∂penalty(β) by more than the tolerance;
//   3. find the step d that minimises g'd + ½d'Hd + penalty(β + d);
//   4. halve the step until F falls by a fixed share of what the model of 3 promised (Armijo);
//   5. take it.
//
// p is small here (3 to 15), so H is formed once an iteration and step 3 costs next to nothing.
import { dot } from "../numerics/dot.js";
import { sum } from "../numerics/moments.js";
import { type DesignMatrix, gramMatrix, linearPredictor, transposedProduct } from "./design-matrix.js";
import type { Loss } from "./loss.js";
import type { Penalty } from "./penalty.js";
import { minimiseQuadraticModel } from "./quadratic-model.js";

/** How a fit went. */
export interface Diagnostics {
  /** Whether the optimality condition holds to the tolerance. */
  readonly converged: boolean;
  readonly iterations: number;
  /** F(β) at the start and after each iteration; never rises but by rounding. */
  readonly objective: readonly number[];
  /** The largest remaining violation of the optimality condition, per unit of total weight. */
  readonly violation: number;
}

export interface Solution {
  /** p coefficients. */
  readonly beta: Float64Array;
  readonly diagnostics: Diagnostics;
}

export interface SolverOptions {
  /** Where to start (p values); zeros by default. A neighbouring solution saves most of the iterations. */
  readonly start?: ArrayLike<number>;
  /** Largest allowed violation per unit of total weight. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Memory for at least n rows, for callers that solve many times. */
  readonly workspace?: SolverWorkspace;
}

/** What a fit writes into, row by row. */
export interface SolverWorkspace {
  readonly eta: Float64Array;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
}

export const makeWorkspace = (rows: number): SolverWorkspace => ({
  eta: new Float64Array(rows),
  gradient: new Float64Array(rows),
  curvature: new Float64Array(rows),
});

const defaults = { tolerance: 1e-11, maxIterations: 100 };
/** Rounding can keep a fit from the tolerance; up to this, per unit of weight, it still counts as converged. */
const convergedBelow = 1e-8;
const sufficientDecrease = 1e-4;
const smallestShare = 2 ** -40;

/** Never throws: a fit that does not converge says so in its diagnostics. */
export function solveProximalNewton(
  design: DesignMatrix,
  loss: Loss,
  penalty: Penalty,
  options: SolverOptions = {},
): Solution {
  const { X, y, weights } = design;
  const n = y.length;
  const totalWeight = sum(weights) || 1;
  const tolerance = (options.tolerance ?? defaults.tolerance) * totalWeight;
  const maxIterations = options.maxIterations ?? defaults.maxIterations;
  // near the optimum F falls by less than the rounding error of its n terms; that must not stop a good step
  const rounding = n * Number.EPSILON;
  const workspace = options.workspace ?? makeWorkspace(n);
  const eta = workspace.eta.subarray(0, n);
  const rowGradient = workspace.gradient.subarray(0, n);
  const rowCurvature = workspace.curvature.subarray(0, n);
  const evaluate = (at: Float64Array) =>
    loss.evaluate(design, linearPredictor(X, at, eta), rowGradient, rowCurvature) + penalty.value(at);

  let beta = Float64Array.from({ length: X.length }, (_, j) => options.start?.[j] ?? 0);
  const objective = [evaluate(beta)];
  let violation = Number.POSITIVE_INFINITY;
  while (true) {
    const gradient = transposedProduct(X, rowGradient); // 1
    violation = largestViolation(beta, gradient, penalty); // 2
    if (violation <= tolerance || objective.length > maxIterations) break;
    const step = minimiseQuadraticModel(beta, gradient, gramMatrix(X, rowCurvature), penalty); // 3
    const current = objective.at(-1)!;
    const promised = dot(gradient, step) + penalty.value(added(beta, step, 1)) - penalty.value(beta);
    const ceiling = (share: number) =>
      current + sufficientDecrease * share * promised + rounding * Math.abs(current);
    let share = 1; // 4
    let value = evaluate(added(beta, step, share));
    while (!(value <= ceiling(share)) && share > smallestShare) {
      share /= 2;
      value = evaluate(added(beta, step, share));
    }
    beta = added(beta, step, share); // 5
    objective.push(value);
    if (share <= smallestShare) break;
  }
  const perWeight = violation / totalWeight;
  const converged = perWeight <= Math.max(convergedBelow, tolerance / totalWeight);
  return {
    beta,
    diagnostics: { converged, iterations: objective.length - 1, objective, violation: perWeight },
  };
}

function largestViolation(beta: Float64Array, gradient: Float64Array, penalty: Penalty): number {
  let largest = 0;
  for (let j = 0; j < beta.length; j++)
    largest = Math.max(largest, penalty.violation(beta[j]!, gradient[j]!));
  return largest;
}

const added = (a: Float64Array, b: Float64Array, share: number) => a.map((value, j) => value + share * b[j]!);
