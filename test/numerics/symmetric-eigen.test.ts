// Eigenvalues against ml-matrix's, and what defines a pseudo-inverse (Penrose 1955): A A⁺ A = A, A⁺ A A⁺ = A⁺.
import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { pseudoInverse, symmetricEigen } from "../../src/numerics/symmetric-eigen.js";

/** Of p columns, the last ones copies of the first: X'X is singular. */
const gram = fc
  .record({
    columns: fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 }), {
      minLength: 1,
      maxLength: 6,
    }),
    copies: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ columns, copies }) => {
    const X = [...columns, ...columns.slice(0, copies)];
    return X.map((a) => X.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)));
  });
const asMatrix = (rows: readonly ArrayLike<number>[]) => new Matrix(rows.map((row) => Array.from(row)));

it("eigenvalues are ml-matrix's, and the eigenvectors make the matrix again", () => {
  fc.assert(
    fc.property(gram, (A) => {
      const { values, vectors } = symmetricEigen(A);
      const size = Math.max(1e-300, ...values);
      const known = new EigenvalueDecomposition(new Matrix(A), { assumeSymmetric: true }).realEigenvalues;
      const sorted = [...known].sort((a, b) => a - b);
      for (const [m, value] of [...values].sort((a, b) => a - b).entries())
        expect(Math.abs(value - sorted[m]!)).toBeLessThan(1e-13 * size);
      const V = asMatrix(vectors);
      const again = V.transpose()
        .mmul(Matrix.diag([...values]))
        .mmul(V);
      expect(Matrix.sub(again, new Matrix(A)).norm()).toBeLessThanOrEqual(1e-13 * size);
    }),
    { seed: 3 },
  );
});

it("the pseudo-inverse is one, of singular matrices too", () => {
  fc.assert(
    fc.property(gram, (given) => {
      const A = given.map((row, j) => row.map((value, k) => value + (j === k ? 1e-3 * Number(j < 2) : 0)));
      const size = Math.max(...A.map((row, j) => row[j]!));
      const [matrix, inverse] = [asMatrix(A), asMatrix(pseudoInverse(A, 1e-11 * size))];
      expect(Matrix.sub(matrix.mmul(inverse).mmul(matrix), matrix).norm()).toBeLessThan(1e-9 * size);
    }),
    { seed: 3 },
  );
  expect(
    pseudoInverse(
      [
        [4, 0],
        [0, 0],
      ],
      1e-12,
    ).map((row) => [...row]),
  ).toEqual([
    [0.25, 0],
    [0, 0],
  ]);
});
