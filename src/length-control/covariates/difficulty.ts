// γ of the instruction: how much harder or easier than others it makes beating the baseline, estimated beforehand
// from many models (Dubois et al. 2024, section 3). Its coefficient says how strongly this model follows it.
import type { Covariate } from "./covariate.js";

export const difficulty: Covariate = {
  name: "difficulty",
  counterfactual: "keep",
  why: "some instructions are harder to beat the baseline on, whoever tries",
  needs: "an instruction that the calibration knows",
  values: (rows, calibration) =>
    calibration ? rows.lookUp(calibration.difficulty) : new Float64Array(rows.length).fill(Number.NaN),
  gamedValue: (row, calibration) => calibration.difficulty.get(row.instructionId) ?? Number.NaN,
};
