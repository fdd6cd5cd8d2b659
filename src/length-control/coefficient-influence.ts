// How much each row moves the coefficients: one-step leave-one-out values, as `influence.ts` has them for the rate.
//
//   IFᵢ = H⁻¹xᵢ · wᵢ(yᵢ − pᵢ)/(1 − hᵢ)  for judged rows, 0 for the others
//
// Their clustered sums give the coefficients' sandwich covariance (White 1980; leverage as in HC3, MacKinnon & White
// 1985); differences of two models' values give the error of a rate of one against the other.
import type { LengthControlledFit } from "./fit.js";
import { leftBy } from "./influence.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictPreferences } from "./predict.js";

/** p arrays over all N observations, in the order of the recipe's covariates. */
export function computeCoefficientInfluence(
  { fitted, judged, observed }: LengthControlledDesign,
  { beta, influence: { inverseInformation } }: Pick<LengthControlledFit, "beta" | "influence">,
): Float64Array[] {
  const p = beta.length;
  const rows = observed[0]!.length;
  const predicted = predictPreferences(fitted.X, beta);
  const values = Array.from({ length: p }, () => new Float64Array(rows));
  const moved = new Float64Array(p); // H⁻¹x
  judged.forEach((i, at) => {
    const w = fitted.weights[at]!;
    const mean = predicted[at]!;
    let leverage = 0;
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += inverseInformation[j]![k]! * fitted.X[k]![at]!;
      moved[j] = sum;
      leverage += sum * fitted.X[j]![at]!;
    }
    const residual = (w * (fitted.y[at]! - mean)) / leftBy(w * mean * (1 - mean) * leverage);
    for (let j = 0; j < p; j++) values[j]![i] = moved[j]! * residual;
  });
  return values;
}
