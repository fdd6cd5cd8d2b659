import { softThreshold } from "../numerics/soft-threshold.js";

/** What large coefficients cost. Separable: each coefficient pays for itself, in proportion on either side of 0. */
export interface Penalty {
  /** The price of all p coefficients. */
  value(beta: ArrayLike<number>): number;
  /** argmin over b of ½(b − x)² + step·price(b). */
  proximal(x: number, step: number): number;
  /** The price's derivative at b ≠ 0. */
  slope(b: number): number;
  /** Distance from −gradient to the subdifferential of the price at b: 0 exactly where b is optimal. */
  violation(b: number, gradient: number): number;
}

/** λ·‖β‖₁, λ ≥ 0: the lasso (Tibshirani 1996). λ = 1/C in the convention of liblinear and scikit-learn. */
export function l1Penalty(lambda: number): Penalty {
  return {
    value: (beta) => {
      let sum = 0;
      for (let j = 0; j < beta.length; j++) sum += Math.abs(beta[j]!);
      return lambda * sum;
    },
    proximal: (x, step) => softThreshold(x, lambda * step),
    slope: (b) => lambda * Math.sign(b),
    violation: (b, gradient) =>
      b === 0 ? Math.max(Math.abs(gradient) - lambda, 0) : Math.abs(gradient + lambda * Math.sign(b)),
  };
}
