// Judgements of many models on the same instructions → how difficult each instruction is:
//
//     logit P(m beats b | x) = θ_m + φ_m·tanh(Δ_m,x/sd_m) + ψ_m·γ_x      γ_x ~ N(0, 1), ψ_m ~ N(ψ̄, 0.4²), ψ̄ ~ N(1, 1)
//
//   0. start from γ ~ N(0, 1) at every instruction, θ = φ = 0, ψ = ψ̄ = 1;
//   1. fit the three coefficients of each model over γ's distribution at three nodes (model-step.ts);
//   2. ψ̄ ← (Σψ_m/s² + 1)/(M/s² + 1);
//   3. the mode μ_x of each γ_x and its spread s_x, the coefficients held (difficulty-step.ts);
//   4. go on from 1 until μ no longer moves.
//
// γ is averaged over, not maximised together with ψ: with verdicts of 0 and 1 the joint maximum runs to ψ of 5 and far
// beyond, for a γ that fits its own verdicts earns a ψ that fits it more closely still. ψ̄ carries the scale, so nothing is
// standardised within the loop. The model is Dubois et al. 2024, "Length-Controlled AlpacaEval", section 3.
import { mean, standardDeviation } from "../../numerics/moments.js";
import { estimateDifficulty, type ModelCoefficients } from "./difficulty-step.js";
import type { JointRows } from "./joint-rows.js";
import { fitModels, spreadOfStrengths } from "./model-step.js";

export interface DifficultyFit extends ModelCoefficients {
  /** γ of each instruction: mean 0, standard deviation 1 (divisor n − 1); all 0 where nothing tells them apart. */
  readonly gamma: Float64Array;
  /** μ and s of each instruction, before they are standardised: 0 and 1 without verdicts. */
  readonly mode: Float64Array;
  readonly spread: Float64Array;
  /** ψ̄, on the scale of μ. */
  readonly meanStrength: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const defaults = { tolerance: 1e-4, maxIterations: 300 };

/** @param options.tolerance largest change of μ in a round at which to stop */
export function fitDifficulty(
  rows: JointRows,
  options: { readonly tolerance?: number; readonly maxIterations?: number } = {},
): DifficultyFit {
  const { tolerance, maxIterations } = { ...defaults, ...options };
  const instructions = rows.instructionIds.length;
  const models = rows.generators.length;
  let coefficients: ModelCoefficients = {
    model: new Float64Array(models),
    length: new Float64Array(models),
    difficulty: new Float64Array(models).fill(1),
  };
  let meanStrength = 1;
  let mode = new Float64Array(instructions);
  let spread = new Float64Array(instructions).fill(1);
  let iterations = 0;
  let moved = Number.POSITIVE_INFINITY;
  while (moved > tolerance && iterations < maxIterations) {
    coefficients = fitModels(rows, { mode, spread, meanStrength }, coefficients); // 1
    const precision = 1 / spreadOfStrengths ** 2;
    const total = coefficients.difficulty.reduce((sum, psi) => sum + psi, 0);
    meanStrength = (total * precision + 1) / (models * precision + 1); // 2
    const before = mode;
    ({ mode, spread } = estimateDifficulty(rows, coefficients, mode)); // 3
    moved = mode.reduce((most, value, x) => Math.max(most, Math.abs(value - before[x]!)), 0);
    iterations++;
  }
  const converged = moved <= tolerance;
  return { ...standardise(mode, coefficients), mode, spread, meanStrength, iterations, converged };
}

/** γ at mean 0 and standard deviation 1, and the coefficients that predict the same with it. */
function standardise(mode: Float64Array, { model, length, difficulty }: ModelCoefficients) {
  const centre = mean(mode);
  const scale = standardDeviation(mode) || 0;
  return {
    gamma: mode.map((value) => (scale > 0 ? (value - centre) / scale : 0)),
    model: model.map((theta, m) => theta + difficulty[m]! * centre),
    length,
    difficulty: difficulty.map((psi) => psi * scale),
  };
}
