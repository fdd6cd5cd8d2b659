// A symmetric matrix → its eigenvalues and eigenvectors, by Jacobi's rotations (Golub & Van Loan, "Matrix Computations",
// 8.5). For the handful of columns of a fit: ml-matrix takes longer to load than all else that is done with them.

export interface SymmetricEigen {
  /** p eigenvalues, in no order. */
  readonly values: Float64Array;
  /** Their eigenvectors of length 1, a row each. */
  readonly vectors: readonly Float64Array[];
}

const mostSweeps = 64;

export function symmetricEigen(matrix: readonly ArrayLike<number>[]): SymmetricEigen {
  const a = matrix.map((row) => Float64Array.from(row));
  const p = a.length;
  const vectors = a.map((_, j) => new Float64Array(p).fill(1, j, j + 1));
  for (let sweep = 0, isDone = false; sweep < mostSweeps && !isDone; sweep++) {
    isDone = true;
    for (let j = 0; j < p; j++)
      for (let k = j + 1; k < p; k++) {
        // an element that adds nothing to either diagonal is 0
        if (Math.abs(a[j]![k]!) <= 1e-17 * Math.sqrt(Math.abs(a[j]![j]! * a[k]![k]!))) continue;
        isDone = false;
        rotate(a, vectors, j, k);
      }
  }
  return { values: Float64Array.from(a, (row, j) => row[j]!), vectors };
}

/** Turns the plane of j and k so that their element becomes 0. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], j: number, k: number): void {
  const theta = (a[k]![k]! - a[j]![j]!) / (2 * a[j]![k]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) turn(row, row, j, k);
  for (let i = 0; i < a.length; i++) turn(a[j]!, a[k]!, i, i);
  for (let i = 0; i < a.length; i++) turn(vectors[j]!, vectors[k]!, i, i);
  function turn(one: Float64Array, other: Float64Array, at: number, otherAt: number): void {
    const [x, y] = [one[at]!, other[otherAt]!];
    one[at] = c * x - s * y;
    other[otherAt] = s * x + c * y;
  }
}

/** The pseudo-inverse, p × p: eigenvalues up to `zeroBelow` count as 0. */
export function pseudoInverse(matrix: readonly ArrayLike<number>[], zeroBelow: number): Float64Array[] {
  const { values, vectors } = symmetricEigen(matrix);
  const inverse = matrix.map((row) => new Float64Array(row.length));
  for (const [m, value] of values.entries()) {
    if (Math.abs(value) <= zeroBelow) continue;
    const vector = vectors[m]!;
    for (let j = 0; j < vector.length; j++)
      for (let k = 0; k < vector.length; k++) inverse[j]![k]! += (vector[j]! * vector[k]!) / value;
  }
  return inverse;
}
