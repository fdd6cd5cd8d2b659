// Coefficients of all models → the difficulty of each instruction, one small convex problem an instruction:
//
//     μ_x = argmin over γ   Σ rows of x  ℓ(offset + ψ_m·γ, y)  +  ½γ²        offset = θ_m + φ_m·t
//     s_x = (1 + Σψ_m²·p(1 − p))^(−½) at μ_x
//
// Newton's method for all instructions at once: a pass over the rows evaluates every candidate; where the objective
// of an instruction rose its step is halved, where it fell the next step is taken.
import { type JointRows, stretchOf } from "./joint-rows.js";

/** θ, φ, ψ of each model. */
export interface ModelCoefficients {
  readonly model: Float64Array;
  readonly length: Float64Array;
  readonly difficulty: Float64Array;
}

/** Newton's error is squared from step to step, so what is left after a step this small is rounding. */
const tolerance = 1e-6;
const maxPasses = 60;

/** @param start n values to start from @returns μ and s (n values each): 0 and 1 for an instruction without judged rows */
export function estimateDifficulty(
  rows: JointRows,
  { model, length, difficulty }: ModelCoefficients,
  start: Float64Array,
): { mode: Float64Array<ArrayBuffer>; spread: Float64Array<ArrayBuffer> } {
  const n = rows.instructionIds.length;
  const offset = new Float64Array(rows.preference.length);
  forEachModel(rows, (m, begin, end) => {
    for (let i = begin; i < end; i++) offset[i] = model[m]! + length[m]! * rows.length[i]!;
  });

  const gamma = Float64Array.from(start);
  const best = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const step = new Float64Array(n);
  const candidate = Float64Array.from(start);
  const value = new Float64Array(n);
  const slope = new Float64Array(n);
  const curvature = new Float64Array(n);
  for (let pass = 0; pass < maxPasses; pass++) {
    for (let x = 0; x < n; x++) {
      value[x] = 0.5 * candidate[x]! ** 2;
      slope[x] = candidate[x]!;
      curvature[x] = 1;
    }
    forEachModel(rows, (m, begin, end) => {
      const psi = difficulty[m]!;
      for (let i = begin; i < end; i++) {
        const x = rows.instruction[i]!;
        const eta = offset[i]! + psi * candidate[x]!;
        const e = Math.exp(-Math.abs(eta));
        const y = rows.preference[i]!;
        value[x]! += Math.max(eta, 0) + Math.log1p(e) - y * eta;
        slope[x]! += psi * ((eta >= 0 ? 1 : e) / (1 + e) - y);
        curvature[x]! += (psi * psi * e) / ((1 + e) * (1 + e));
      }
    });
    let moved = 0;
    for (let x = 0; x < n; x++) {
      if (value[x]! <= best[x]! + roundingOf(best[x]!)) {
        gamma[x] = candidate[x]!;
        best[x] = value[x]!;
        step[x] = -slope[x]! / curvature[x]!;
      } else step[x]! /= 2;
      candidate[x] = gamma[x]! + step[x]!;
      moved = Math.max(moved, Math.abs(step[x]!));
    }
    if (moved <= tolerance) {
      gamma.set(candidate);
      break;
    }
  }
  return { mode: gamma, spread: curvature.map((value) => 1 / Math.sqrt(value)) };
}

const roundingOf = (value: number) => (Number.isFinite(value) ? 1e-13 * Math.abs(value) : 0);

function forEachModel(rows: JointRows, visit: (m: number, begin: number, end: number) => void): void {
  for (let m = 0; m < rows.generators.length; m++) visit(m, ...stretchOf(rows, m));
}
