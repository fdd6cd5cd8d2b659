// How much each row moves the length-controlled win rate: one-step leave-one-out values, from which the sandwich
// standard error, paired comparisons, trends and prediction-powered estimates are all made.
//
//   pᵢ = σ(xᵢ'β)   qᵢ = σ(counterfactual xᵢ'β)   R = mean q over all N rows
//   H = Σ w·p(1−p)·xx' over judged and gamed rows (all coefficients, no penalty term)
//   a = N⁻¹ Σ q(1−q)·x_cf     v = H⁻¹a     hᵢ = wᵢ·pᵢ(1−pᵢ)·xᵢ'H⁻¹xᵢ
//   Uᵢ = (qᵢ − R)/N + 1{judged}·wᵢ(yᵢ − pᵢ)·xᵢ'v/(1 − hᵢ)
//   J⁺ = Σ wᵢ(1 − pᵢ)·xᵢ'v     J⁻ = Σ wᵢpᵢ·xᵢ'v over judged rows: how far full wins, or losses, would move the rate
//
// Sandwich: White 1980, Huber 1967; the leverage correction is HC3's (MacKinnon & White 1985). Gamed rows, difficulty,
// the scale of Δ and the strength count as fixed: the error is conditional on the calibration.
import { gramMatrix, transposedProduct } from "../glm/design-matrix.js";
import { Matrix, pseudoInverse } from "../numerics/matrix.js";
import { mean } from "../numerics/moments.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictPreferences } from "./predict.js";

/** Singular values of the unit-diagonal information matrix below this are zeros. */
const singularBelow = 1e-12;

export interface Influence {
  /** Uᵢ of every observation (length N), in units of the rate (0 … 1). */
  readonly values: Float64Array;
  /** qᵢ: the counterfactual prediction of every observation. */
  readonly predicted: Float64Array;
  /** H, p × p. */
  readonly information: readonly Float64Array[];
  /** H⁻¹, p × p: the coefficients' covariance under the model. */
  readonly inverseInformation: readonly Float64Array[];
  /** p of every judged row, in the order of `design.judged`. */
  readonly fitted: Float64Array;
  /** xᵢ'v of every observation: the sign tells which verdict would raise the rate. */
  readonly direction: Float64Array;
  /** wᵢ(yᵢ − pᵢ)/(1 − hᵢ) of every judged row, in the order of `design.judged`: what leaving it out takes away. */
  readonly residuals: Float64Array;
  /** wᵢ/(1 − hᵢ) of every judged row: what a residual counts. */
  readonly inflation: Float64Array;
  /** J⁺ and J⁻, in units of the rate. */
  readonly jumpUp: number;
  readonly jumpDown: number;
}

export function computeInfluence(design: LengthControlledDesign, beta: Float64Array): Influence {
  const { fitted, observed, counterfactual, judged } = design;
  const predictedFitted = predictPreferences(fitted.X, beta);
  const information = gramMatrix(
    fitted.X,
    predictedFitted.map((p, i) => fitted.weights[i]! * p * (1 - p)),
  );
  const inverse = invertInformation(information);
  const predicted = predictPreferences(counterfactual, beta);
  const rows = predicted.length;
  const slope = transposedProduct(
    counterfactual,
    predicted.map((q) => (q * (1 - q)) / rows),
  );
  const v = inverse.map((row) => row.reduce((sum, value, j) => sum + value * slope[j]!, 0));
  const direction = new Float64Array(rows);
  observed.forEach((column, j) => {
    for (let i = 0; i < rows; i++) direction[i]! += column[i]! * v[j]!;
  });

  let jumpUp = 0;
  let jumpDown = 0;
  const inflation = Float64Array.from(judged, (row, at) => {
    const p = predictedFitted[at]!;
    const w = fitted.weights[at]!;
    jumpUp += w * (1 - p) * direction[row]!;
    jumpDown += w * p * direction[row]!;
    const leverage = w * p * (1 - p) * quadraticForm(inverse, fitted.X, at);
    const left = Math.max(1 - leverage, Number.EPSILON); // 0 where a row alone settles a coefficient
    return w / left;
  });
  const residuals = inflation.map((times, at) => times * (fitted.y[at]! - predictedFitted[at]!));
  const rate = mean(predicted);
  const values = predicted.map((q) => (q - rate) / rows);
  judged.forEach((i, at) => {
    values[i]! += residuals[at]! * direction[i]!;
  });
  const ofJudged = predictedFitted.subarray(0, judged.length);
  return {
    values,
    predicted,
    information,
    inverseInformation: inverse,
    fitted: ofJudged,
    direction,
    residuals,
    inflation,
    jumpUp,
    jumpDown,
  };
}

/** Uᵢ were y the verdict of the judged row i, which is the `at`-th of them. */
export const influenceIf = (
  { values, direction, fitted, residuals, inflation }: Influence,
  { row, at }: { readonly row: number; readonly at: number },
  y: number,
): number => values[row]! + direction[row]! * (inflation[at]! * (y - fitted[at]!) - residuals[at]!);

/**
 * The inverse by way of the matrix scaled to a unit diagonal, so that small weights are not mistaken for zeros; a
 * pseudo-inverse, so that a covariate that never varies has row and column 0.
 */
export function invertInformation(information: readonly Float64Array[]): Float64Array[] {
  const scale = information.map((row, j) => (row[j]! > 0 ? 1 / Math.sqrt(row[j]!) : 0));
  const scaled = information.map((row, j) => Array.from(row, (value, k) => value * scale[j]! * scale[k]!));
  const inverse = pseudoInverse(new Matrix(scaled), singularBelow);
  return scale.map((s, j) => Float64Array.from(scale, (t, k) => inverse.get(j, k) * s * t));
}

/** x'Mx of a row of X. */
export function quadraticForm(
  matrix: readonly Float64Array[],
  X: readonly Float64Array[],
  row: number,
): number {
  let total = 0;
  for (let j = 0; j < X.length; j++) {
    for (let k = 0; k < X.length; k++) total += X[j]![row]! * matrix[j]![k]! * X[k]![row]!;
  }
  return total;
}
