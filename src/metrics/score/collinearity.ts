// Columns of a fit → how far they can be told apart.
//
//   condition number: largest / smallest singular value of the columns scaled to unit length (not centred, the
//     model's column of ones among them); above 30 coefficients share their errors (Belsley, Kuh & Welsch 1980,
//     "Regression Diagnostics", chapter 3)
//   variance inflation: VIFⱼ = 1/(1 − R²ⱼ) of column j on the others and a constant; above 10 is usually called much
//     (Marquardt 1970)
//   what a difference t has beside the model's column of ones: 1 − R², uncentred, = Σ(t − t̄)²/Σt²
import { dot } from "../../numerics/dot.js";
import { EigenvalueDecomposition, inverse, Matrix } from "../../numerics/matrix.js";
import { mean } from "../../numerics/moments.js";

export interface Collinearity {
  /** ≥ 1; null where columns are exactly dependent. */
  readonly conditionNumber: number | null;
  /** One a column, ≥ 1; null for a column that never varies, or where columns are exactly dependent. */
  readonly varianceInflation: readonly (number | null)[];
}

const dependentBelow = 1e-12;

/** @param columns p columns of length n, one of them constant */
export function measureCollinearity(columns: readonly Float64Array[]): Collinearity {
  const present = columns.map((column) => column.some((value) => value !== 0));
  const used = columns.filter((_, j) => present[j]);
  const norms = used.map((column) => Math.sqrt(dot(column, column)));
  const gram = new Matrix(used.map((a, j) => used.map((b, k) => dot(a, b) / (norms[j]! * norms[k]!))));
  const eigenvalues = new EigenvalueDecomposition(gram, { assumeSymmetric: true }).realEigenvalues;
  const smallest = Math.min(...eigenvalues);
  if (!(smallest > dependentBelow)) {
    return { conditionNumber: null, varianceInflation: columns.map(() => null) };
  }
  const inverted = inverse(gram);
  let at = 0;
  return {
    conditionNumber: Math.sqrt(Math.max(...eigenvalues) / smallest),
    varianceInflation: columns.map((column, j) => {
      if (!present[j]) return null;
      const variation = centredSquares(column) / norms[at]! ** 2;
      const inflation = variation * inverted.get(at, at);
      at++;
      return variation > dependentBelow ? Math.max(1, inflation) : null;
    }),
  };
}

const confoundedBelow = 0.02;

/** Whether a column is so nearly constant that its effect and the model's cannot be told apart. */
export const isConfounded = (column: Float64Array): boolean =>
  centredSquares(column) < confoundedBelow * dot(column, column);

function centredSquares(column: Float64Array): number {
  const centre = mean(column);
  let squares = 0;
  for (let row = 0; row < column.length; row++) squares += (column[row]! - centre) ** 2;
  return squares;
}
