// A cheap judge's verdicts on all rows and a strong one's on a sample → preferences of the strong judge for all rows: by a
// weighted regression on what the cheap one and its fit say, corrected by what the sample shows (the generalised regression
// estimator: Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, chapter 6).
//
//   z = (1, f, p̂)   w = ξ/π   b = (Σ w z z')⁻¹ Σ w z y   m = z'b
//   ỹ = m + w(y − m)      for errors ỹ* = m + w(y − m)/(1 − l), l = w z'(Σ w z z')⁻¹z, at most 0.9
import { invertInformation } from "../../length-control/influence.js";

export interface TwoJudges {
  /** f, in [0, 1]. */
  readonly cheap: Float64Array;
  /** p̂ of the cheap judge's fit; null where there is none. */
  readonly fitted: Float64Array | null;
  /** y; NaN where the strong judge was not asked, or gave no verdict. */
  readonly strong: Float64Array;
  /** π. */
  readonly chances: Float64Array;
}

const mostLeverage = 0.9;

/** ỹ and ỹ*, which may lie outside of [0, 1]. */
export function pseudoPreferences({ cheap, fitted, strong, chances }: TwoJudges) {
  const columns = [new Float64Array(cheap.length).fill(1), cheap, ...(fitted ? [fitted] : [])];
  const weights = strong.map((y, i) => (Number.isNaN(y) ? 0 : 1 / chances[i]!));
  const total = (of: (i: number) => number) =>
    weights.reduce((sum, w, i) => (w === 0 ? sum : sum + w * of(i)), 0);
  const inverse = invertInformation(
    columns.map((x) => Float64Array.from(columns, (z) => total((i) => x[i]! * z[i]!))),
  );
  const moments = columns.map((z) => total((i) => z[i]! * strong[i]!));
  const b = inverse.map((row) => row.reduce((sum, value, k) => sum + value * moments[k]!, 0));
  const values = new Float64Array(cheap.length);
  const forErrors = new Float64Array(cheap.length);
  for (let i = 0; i < cheap.length; i++) {
    const m = columns.reduce((sum, z, k) => sum + z[i]! * b[k]!, 0);
    const w = weights[i]!;
    const residual = w === 0 ? 0 : w * (strong[i]! - m);
    let leverage = 0;
    for (let j = 0; j < columns.length; j++)
      for (let k = 0; k < columns.length; k++)
        leverage += w * columns[j]![i]! * inverse[j]![k]! * columns[k]![i]!;
    values[i] = m + residual;
    forErrors[i] = m + residual / (1 - Math.min(mostLeverage, leverage));
  }
  return { values, forErrors, coefficients: b };
}
