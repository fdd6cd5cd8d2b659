// Which strength of the L1 penalty (C, its inverse) to fit with. The best C by cross-validation is often a near-tie,
// and between equally good values a strong penalty shrinks the model's coefficient, and the rate, towards 50.
import type { CrossValidationPoint } from "../glm/cross-validate.js";
import type { PairedDifferences } from "../glm/paired-differences.js";

/** Ten values, 10⁻⁴ … 10⁴, equally spaced in the exponent, as in the reference. */
export const strengthGrid: readonly number[] = Array.from({ length: 10 }, (_, i) => 10 ** (-4 + (8 * i) / 9));

/**
 * - `guarded-cv` (ours, the default): from the weakest penalty downwards while the rate stays within 0.1 standard
 *   errors of the weakest penalty's; the best cross-validated score among those.
 * - `cv`: the best score of all, as the reference chooses.
 * - a number: that C.
 */
export type StrengthRule = "guarded-cv" | "cv" | number;

/** A candidate strength with its cross-validation score and what fitting with it would say. */
export interface StrengthCandidate extends CrossValidationPoint {
  /** The length-controlled win rate at this C, in [0, 1]. */
  readonly rate: number;
}

const guardInStandardErrors = 0.1;

/**
 * @param candidates the whole grid, by ascending C
 * @param standardError of the rate at the weakest penalty (the largest C)
 * @returns position of the chosen candidate
 */
export function chooseStrength(
  rule: "guarded-cv" | "cv",
  candidates: readonly StrengthCandidate[],
  standardError: number,
): number {
  const weakest = candidates.at(-1)!;
  let first = 0;
  if (rule === "guarded-cv") {
    first = candidates.length - 1;
    const isClose = (at: number) =>
      Math.abs(candidates[at]!.rate - weakest.rate) <= guardInStandardErrors * standardError;
    while (first > 0 && isClose(first - 1)) first--;
  }
  let best = first;
  for (let at = first; at < candidates.length; at++) {
    if (candidates[at]!.score > candidates[best]!.score) best = at;
  }
  return best;
}

/**
 * C for refits to other verdicts than those that chose it. Where its penalty holds the model's coefficient at 0 it may do
 * so whatever the verdicts, and the refits would never differ: the weakest of the grid takes its place.
 */
export const strengthOfRefits = (C: number, modelCoefficient: number): number =>
  modelCoefficient === 0 ? strengthGrid.at(-1)! : C;

/** How much hangs on the choice of C. */
export interface StrengthSensitivity {
  /** The smallest and largest rate over `strengths` and the chosen C, in [0, 1]. */
  readonly lowest: number;
  readonly highest: number;
  /** The values of C, ascending, whose score cannot be told from the best one's; `guarded-cv` may choose another. */
  readonly strengths: readonly number[];
}

/**
 * "Cannot be told": the mean paired difference of row losses is within one standard error of itself.
 * @param differences between the candidates' losses
 * @param chosen position of the chosen candidate
 */
export function measureSensitivity(
  candidates: readonly StrengthCandidate[],
  differences: PairedDifferences,
  chosen: number,
): StrengthSensitivity {
  const best = candidates.reduce((best, { score }, at) => (score > candidates[best]!.score ? at : best), 0);
  const close = candidates.filter((_, at) => {
    const { mean, standardError } = differences.compare(at, best);
    return mean <= standardError;
  });
  const rates = [...close, candidates[chosen]!].map(({ rate }) => rate);
  return { lowest: Math.min(...rates), highest: Math.max(...rates), strengths: close.map(({ C }) => C) };
}
