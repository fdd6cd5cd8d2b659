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

export interface SplitDesign {
  readonly training: DesignMatrix;
  readonly held: DesignMatrix;
}

/**
 * Splits a design again and again in memory that is taken once: each split holds until the next.
 * @returns from a fold to the rows that it holds (`fold[row] === k`) and all others
 */
export function prepareSplits(design: DesignMatrix, fold: Uint8Array): (k: number) => SplitDesign {
  const rows = new Uint32Array(fold.length);
  const gathered = [...design.X, design.y, design.weights].map((values) => ({
    values,
    into: new Float64Array(values.length),
  }));
  const stretch = (from: number, to: number): DesignMatrix => {
    const columns = gathered.map(({ into }) => into.subarray(from, to));
    return {
      columns: design.columns,
      X: columns.slice(0, design.X.length),
      y: columns.at(-2)!,
      weights: columns.at(-1)!,
    };
  };
  return (k) => {
    let at = 0;
    for (let row = 0; row < fold.length; row++) if (fold[row] !== k) rows[at++] = row;
    const training = at;
    for (let row = 0; row < fold.length; row++) if (fold[row] === k) rows[at++] = row;
    for (const { values, into } of gathered) for (let i = 0; i < at; i++) into[i] = values[rows[i]!]!;
    return { training: stretch(0, training), held: stretch(training, at) };
  };
}
