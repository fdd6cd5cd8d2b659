// What is known of each instruction's difficulty → the three coefficients of each model, one small convex problem a model:
//
//     (θ, φ, ψ)_m = argmin   Σ rows of m  Σ_k a_k·ℓ(θ + φ·t + ψ·(μ_x + s_x·z_k), y)  +  ½ε·(θ² + φ²)  +  (ψ − ψ̄)²/(2s²)
//
// γ_x is averaged over at the three nodes z = −√3, 0, √3 of Gauss and Hermite, a = 1/6, 2/3, 1/6. Newton's method with step
// halving, one pass over the model's rows a step. The fit comes here some thirty times for every model, so rows are read
// where they lie and nothing is allocated: several times faster than a general solver with its own design matrix.
import type { ModelCoefficients } from "./difficulty-step.js";
import { type JointRows, stretchOf } from "./joint-rows.js";

/** ε keeps coefficients finite where a model always wins or always loses; as weak as the weakest penalty of `score`. */
export const ridgeOfCoefficients = 1e-4;

/** Newton's error is squared from step to step, so what is left after a step this small is rounding. */
const tolerance = 1e-6;
const maxPasses = 60;

/** s: how far models differ in how strongly they follow difficulty. */
export const spreadOfStrengths = 0.4;

/** What is known of every γ (n values each), and of every ψ. */
export interface DifficultyBelief {
  readonly mode: Float64Array;
  readonly spread: Float64Array;
  /** ψ̄. */
  readonly meanStrength: number;
}

/** The coefficients of every model, each from where it stood. */
export function fitModels(
  rows: JointRows,
  belief: DifficultyBelief,
  start: ModelCoefficients,
): ModelCoefficients {
  const fitted = {
    model: Float64Array.from(start.model),
    length: Float64Array.from(start.length),
    difficulty: Float64Array.from(start.difficulty),
  };
  const terms = new Float64Array(10);
  rows.generators.forEach((_, m) => {
    let best = Number.POSITIVE_INFINITY;
    let [a, b, c] = [start.model[m]!, start.length[m]!, start.difficulty[m]!];
    let [da, db, dc] = [0, 0, 0];
    for (let pass = 0; pass < maxPasses; pass++) {
      evaluate(rows, m, belief, [a + da, b + db, c + dc], terms);
      if (terms[0]! <= best * (1 + 1e-13)) {
        best = terms[0]!;
        [a, b, c] = [a + da, b + db, c + dc];
        [da, db, dc] = solveNewtonStep(terms);
      } else [da, db, dc] = [da / 2, db / 2, dc / 2];
      if (Math.max(Math.abs(da), Math.abs(db), Math.abs(dc)) <= tolerance) break;
    }
    fitted.model[m] = a + da;
    fitted.length[m] = b + db;
    fitted.difficulty[m] = c + dc;
  });
  return fitted;
}

const nodes = [-Math.sqrt(3), 0, Math.sqrt(3)] as const;
const shares = [1 / 6, 2 / 3, 1 / 6] as const;

/** Writes the objective, its gradient (3) and the six distinct entries of its Hessian into `terms`. */
function evaluate(
  rows: JointRows,
  m: number,
  { mode, spread, meanStrength }: DifficultyBelief,
  [theta, phi, psi]: readonly [number, number, number],
  terms: Float64Array,
): void {
  const { instruction, length, preference } = rows;
  const [begin, end] = stretchOf(rows, m);
  const e = ridgeOfCoefficients;
  const precision = 1 / spreadOfStrengths ** 2;
  const off = psi - meanStrength;
  let value = 0.5 * (e * (theta * theta + phi * phi) + precision * off * off);
  let [g0, g1, g2] = [e * theta, e * phi, precision * off];
  let [h00, h01, h02, h11, h12, h22] = [e, 0, 0, e, 0, precision];
  for (let i = begin; i < end; i++) {
    const t = length[i]!;
    const x = instruction[i]!;
    const y = preference[i]!;
    for (let k = 0; k < 3; k++) {
      const d = mode[x]! + spread[x]! * nodes[k]!;
      const share = shares[k]!;
      const eta = theta + phi * t + psi * d;
      const odds = Math.exp(-Math.abs(eta));
      const residual = share * ((eta >= 0 ? 1 : odds) / (1 + odds) - y);
      const w = (share * odds) / ((1 + odds) * (1 + odds));
      value += share * (Math.max(eta, 0) + Math.log1p(odds) - y * eta);
      g0 += residual;
      g1 += residual * t;
      g2 += residual * d;
      h00 += w;
      h01 += w * t;
      h02 += w * d;
      h11 += w * t * t;
      h12 += w * t * d;
      h22 += w * d * d;
    }
  }
  terms.set([value, g0, g1, g2, h00, h01, h02, h11, h12, h22]);
}

/** −H⁻¹g by the Cholesky factor of the 3 × 3 matrix; ε keeps it positive definite. */
function solveNewtonStep(terms: Float64Array): [number, number, number] {
  const [, g0, g1, g2, h00, h01, h02, h11, h12, h22] = terms as unknown as readonly number[];
  const l00 = Math.sqrt(h00!);
  const l10 = h01! / l00;
  const l20 = h02! / l00;
  const l11 = Math.sqrt(h11! - l10 * l10);
  const l21 = (h12! - l20 * l10) / l11;
  const l22 = Math.sqrt(h22! - l20 * l20 - l21 * l21);
  const u0 = -g0! / l00;
  const u1 = (-g1! - l10 * u0) / l11;
  const u2 = (-g2! - l20 * u0 - l21 * u1) / l22;
  const dc = u2 / l22;
  const db = (u1 - l21 * dc) / l11;
  return [(u0 - l10 * db - l20 * dc) / l00, db, dc];
}
