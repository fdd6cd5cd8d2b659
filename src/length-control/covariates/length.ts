// tanh(Δ / sd(Δ)), Δ = length of the baseline's output − length of the model's, in code points; sd with ddof 1 over
// the model's rows, not centred. Dubois et al. 2024, "Length-Controlled AlpacaEval", section 3.
import { measureLengthScale } from "../length-scale.js";
import type { ObservationColumns } from "../observation-columns.js";
import type { Covariate } from "./covariate.js";
import { scaleDifference } from "./scaled-difference.js";

export const length: Covariate = {
  name: "length",
  counterfactual: "zero",
  why: "judges prefer longer answers; tanh lets the effect level off for large differences",
  needs: "texts or lengths",
  values: (rows) => scaleDifference(lengthDifferences(rows)),
  gamedValue: (row) => Math.tanh(row.standardizedLengthDifference),
};

/** The same on a scale that runaway answers do not stretch (length-scale.ts). */
export const robustLength: Covariate = {
  ...length,
  values: (rows) => {
    const differences = lengthDifferences(rows);
    return scaleDifference(differences, measureLengthScale(differences).robust);
  },
};

/** Δ of every row, NaN where it is not known. */
export const lengthDifferences = ({ baselineLengths, modelLengths }: ObservationColumns): Float64Array =>
  baselineLengths.map((length, row) => length - modelLengths[row]!);
