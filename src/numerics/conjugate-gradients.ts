// Solves M·x = target for a symmetric positive definite M that is known only by its products, by preconditioned
// conjugate gradients (Hestenes & Stiefel 1952; the preconditioned form as in Golub & Van Loan, "Matrix Computations",
// section 11.5).
import { dot } from "./dot.js";

export interface LinearSystem {
  /** M·v. */
  readonly multiply: (v: Float64Array) => Float64Array;
  /** An approximation of M⁻¹·v. */
  readonly precondition: (v: Float64Array) => Float64Array;
  readonly target: Float64Array;
  /** Residual, relative to the target's, at which to stop. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/** The solution, or the best one found within the iterations. */
export function solveConjugateGradients({
  multiply,
  precondition,
  target,
  tolerance = 1e-10,
  maxIterations = 200,
}: LinearSystem): Float64Array {
  const solution = new Float64Array(target.length);
  const residual = Float64Array.from(target);
  let preconditioned = precondition(residual);
  const direction = Float64Array.from(preconditioned);
  let product = dot(residual, preconditioned);
  const enough = tolerance ** 2 * dot(target, target);
  for (let k = 0; k < maxIterations && dot(residual, residual) > enough; k++) {
    const moved = multiply(direction);
    const step = product / dot(direction, moved);
    for (let j = 0; j < solution.length; j++) {
      solution[j]! += step * direction[j]!;
      residual[j]! -= step * moved[j]!;
    }
    preconditioned = precondition(residual);
    const next = dot(residual, preconditioned);
    for (let j = 0; j < direction.length; j++)
      direction[j] = preconditioned[j]! + (next / product) * direction[j]!;
    product = next;
  }
  return solution;
}
