import { dot } from "../numerics/dot.js";

/** What a generalised linear model is fitted to: n rows, p columns, a target and a weight a row. */
export interface DesignMatrix {
  /** p names, in the order of the coefficients. */
  readonly columns: readonly string[];
  /** p arrays of length n: the matrix by columns, which is how every loop here reads it. */
  readonly X: readonly Float64Array[];
  /** n targets in [0, 1]; soft labels are as good as hard ones. */
  readonly y: Float64Array;
  /** n weights ≥ 0. */
  readonly weights: Float64Array;
}

/** η = Xβ, length n. Writes into `eta` when given. */
export function linearPredictor(
  X: readonly Float64Array[],
  beta: ArrayLike<number>,
  eta: Float64Array = new Float64Array(X[0]?.length ?? 0),
): Float64Array {
  eta.fill(0);
  for (let j = 0; j < X.length; j++) {
    const column = X[j]!;
    const coefficient = beta[j]!;
    if (coefficient !== 0) for (let i = 0; i < eta.length; i++) eta[i]! += coefficient * column[i]!;
  }
  return eta;
}

/** X'v, length p, for v of length n. */
export function transposedProduct(X: readonly Float64Array[], v: Float64Array): Float64Array {
  const product = new Float64Array(X.length);
  for (let j = 0; j < X.length; j++) product[j] = dot(X[j]!, v);
  return product;
}

/** X' diag(d) X as p rows of length p, for d of length n. */
export function gramMatrix(X: readonly Float64Array[], d: Float64Array): Float64Array[] {
  const gram = X.map(() => new Float64Array(X.length));
  for (let j = 0; j < X.length; j++) {
    for (let k = 0; k <= j; k++) {
      const a = X[j]!;
      const b = X[k]!;
      let sum = 0;
      for (let i = 0; i < d.length; i++) sum += d[i]! * a[i]! * b[i]!;
      gram[j]![k] = sum;
      gram[k]![j] = sum;
    }
  }
  return gram;
}
