// tanh(Δ / sd(Δ)), Δ = length of the baseline's output − length of the model's, in code points; sd with ddof 1 over
// the model's rows, not centred. Dubois et al. 2024, "Length-Controlled AlpacaEval", section 3.
import type { Covariate } from "./covariate.js";
import { scaleDifference } from "./scaled-difference.js";

export const length: Covariate = {
  name: "length",
  counterfactual: "zero",
  why: "judges prefer longer answers; tanh lets the effect level off for large differences",
  needs: "texts or lengths",
  values: ({ baselineLengths, modelLengths }) =>
    scaleDifference(baselineLengths.map((length, row) => length - modelLengths[row]!)),
  gamedValue: (row) => Math.tanh(row.standardizedLengthDifference),
};
