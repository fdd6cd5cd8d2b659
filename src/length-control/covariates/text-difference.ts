// tanh(Δ/sd(Δ)) of anything that can be counted in a text: Δ = the baseline's count − the model's, in the texts of a
// pair. Style control by differences: Li, Angelopoulos & Chiang 2024, "Does style matter?" (LMSYS), there centred and
// linear; here on the scale of the length covariate, and never centred, so that zero means equal style.
import type { Covariate, TextStatistic } from "./covariate.js";
import { scaleDifference } from "./scaled-difference.js";

/** A covariate made of a count; controlled where a command does not say otherwise. */
export const textDifference = (
  name: string,
  why: string,
  loadTextStatistic: () => Promise<TextStatistic>,
): Covariate => ({
  name,
  counterfactual: "zero",
  why,
  loadTextStatistic,
  needs: "both texts",
  values: ({ length, details }) =>
    scaleDifference(
      new Float64Array(length).map((_, row) => {
        const { baseline, model } = details.get(row)?.style ?? {};
        return (baseline?.[name] ?? Number.NaN) - (model?.[name] ?? Number.NaN);
      }),
    ),
  gamedValue({ standardizedDifferences }) {
    const difference = standardizedDifferences?.[name];
    return difference === undefined ? null : Math.tanh(difference);
  },
});
