// What the noise of estimated difficulties leaves in a length-controlled rate, where lengths go with difficulty:
//
//     r = corr(t, γ̂)      k = (sd γ̂/sd t)·r(1 − ρ)/max(ρ − r², 0.05), ρ the reliability of γ̂
//     shift = mean σ(θ̂ + ψ̂(γ̂_i + k·t_i)) − mean σ(θ̂ + ψ̂γ̂_i)      SE'² = SE² + shift²
//
// A γ̂ that is partly noise leaves part of the difficulty to t, which then is set to 0: the shift is how far the rate would
// move were that part given back (errors in variables; Fuller 1987, section 1.1). Differences take (shift_A − shift_B)².
import { mean, standardDeviation } from "../numerics/moments.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictWinRate } from "./predict.js";
import type { Recipe } from "./recipe.js";

const leastDenominator = 0.05;

export interface FittedDifficulty {
  readonly recipe: Recipe;
  readonly design: LengthControlledDesign;
  readonly fit: { readonly beta: Float64Array; readonly rate: number };
}

/** In units of the rate, signed; 0 without length or difficulty in the fit, and where γ̂ has no noise. */
export function calibrationShift({ recipe, design, fit }: FittedDifficulty, reliability: number): number {
  const at = (name: string) => recipe.covariates.findIndex((covariate) => covariate.name === name);
  const [length, difficulty] = [at("length"), at("difficulty")];
  if (length < 0 || difficulty < 0 || !(reliability < 1)) return 0;
  const k = leakage(design.observed[length]!, design.observed[difficulty]!, reliability);
  const given = design.counterfactual.map((column, j) =>
    j === difficulty ? column.map((gamma, i) => gamma + k * design.observed[length]![i]!) : column,
  );
  return predictWinRate(given, fit.beta) - predictWinRate(design.counterfactual, fit.beta);
}

function leakage(t: Float64Array, gamma: Float64Array, reliability: number): number {
  const [spreadT, spreadGamma] = [standardDeviation(t), standardDeviation(gamma)];
  if (!(spreadT > 0 && spreadGamma > 0)) return 0;
  const [centreT, centreGamma] = [mean(t), mean(gamma)];
  const products = t.reduce((sum, value, i) => sum + (value - centreT) * (gamma[i]! - centreGamma), 0);
  const r = products / ((t.length - 1) * spreadT * spreadGamma);
  return ((spreadGamma / spreadT) * r * (1 - reliability)) / Math.max(reliability - r * r, leastDenominator);
}

const fewModels = 5;

/** At most one warning, `code: sentence`. @param reliability of γ̂, in [0.1, 1] */
export const warnAboutFewModels = (models: number, reliability: number): string[] =>
  models < fewModels
    ? [
        `few-models: difficulty from ${models} models is largely their own noise (reliability ${reliability.toFixed(2)}): it removes part of what goes with length, little more; score without it too (--difficulty none) and compare`,
      ]
    : [];
