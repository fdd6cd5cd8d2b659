// How much each row moves the coefficients: one-step leave-one-out values, as `influence.ts` has them for the rate.
//
//   IFᵢ = H⁻¹xᵢ · wᵢ(yᵢ − pᵢ)/(1 − hᵢ)  for judged rows, 0 for the others
//
// Their clustered sums give the coefficients' sandwich covariance (White 1980; leverage as in HC3, MacKinnon & White
// 1985); differences of two models' values give the error of a rate of one against the other.
import type { LengthControlledFit } from "./fit.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";

/** p arrays over all N observations, in the order of the recipe's covariates. */
export function computeCoefficientInfluence(
  { fitted, judged, observed }: LengthControlledDesign,
  { influence: { inverseInformation, residuals } }: Pick<LengthControlledFit, "influence">,
): Float64Array[] {
  const rows = observed[0]!.length;
  return inverseInformation.map((row) => {
    const values = new Float64Array(rows);
    judged.forEach((i, at) => {
      let moved = 0;
      for (let k = 0; k < row.length; k++) moved += row[k]! * fitted.X[k]![at]!;
      values[i] = moved * residuals[at]!;
    });
    return values;
  });
}
