// How strongly to shrink difficulty: λ by cross-validation over models, with the one-standard-error rule.
//
//   1. deal the models into folds by the hash of their names;
//   2. for each λ, estimate γ without a fold's models, give each of them its own three coefficients on that γ, and
//      take its mean loss;
//   3. of all λ whose mean loss over models is within one standard error of the best one's, the largest: the
//      simplest difficulty that cannot be told from the best.
//
// The rule: Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3; the standard error is that of
// the models' paired differences from the best λ, for models differ far more from each other than any λ makes.
import { logisticLoss } from "../../glm/loss.js";
import { mean, standardDeviation } from "../../numerics/moments.js";
import { dealFolds } from "../folds.js";
import { fitJointly } from "./fit-jointly.js";
import { type JointRows, selectModels, stretchOf } from "./joint-rows.js";
import { fitModels } from "./model-step.js";

export const ridgeGrid: readonly number[] = [0.03, 0.1, 0.3, 1, 3, 10, 30];

export interface RidgeCandidate {
  readonly ridge: number;
  /** Mean over models of the mean loss of a model's rows, with γ from other models. */
  readonly loss: number;
  /** Standard error of the difference to the best candidate's loss; 0 for the best. */
  readonly differenceError: number;
}

export interface RidgeChoice {
  readonly ridge: number;
  readonly candidates: readonly RidgeCandidate[];
}

const maxFolds = 10;
/** Losses are compared in their fourth digit; γ need not be known better. */
const enough = { tolerance: 1e-3 };

/** @param rows of at least three models */
export function chooseRidge(rows: JointRows, seed: number): RidgeChoice {
  const models = rows.generators.length;
  const options = { folds: Math.min(maxFolds, models), seed };
  const folds = dealFolds(models, (m) => rows.generators[m]!, options); // 1
  const losses = ridgeGrid.map((ridge) => measureHeldOutLosses(rows, folds, ridge)); // 2
  const means = losses.map(mean);
  const best = means.indexOf(Math.min(...means));
  const candidates = ridgeGrid.map((ridge, k): RidgeCandidate => {
    const differences = losses[k]!.map((loss, m) => loss - losses[best]![m]!);
    return { ridge, loss: means[k]!, differenceError: standardDeviation(differences) / Math.sqrt(models) };
  });
  const { ridge } = candidates.findLast(
    ({ loss, differenceError }) => loss - means[best]! <= differenceError, // 3
  )!;
  return { ridge, candidates };
}

/** Mean loss of every model's rows, with γ estimated without the models of its fold. */
function measureHeldOutLosses(rows: JointRows, folds: Uint8Array, ridge: number): Float64Array {
  const losses = new Float64Array(rows.generators.length);
  const { gamma: start } = fitJointly(rows, ridge, enough);
  for (const fold of new Set(folds)) {
    const training = selectModels(rows, (m) => folds[m] !== fold);
    const { gamma } = fitJointly(training, ridge, { ...enough, start });
    const held = selectModels(rows, (m) => folds[m] === fold);
    const zeros = new Float64Array(held.generators.length);
    const coefficients = fitModels(held, gamma, { model: zeros, length: zeros, difficulty: zeros });
    let at = 0;
    folds.forEach((ofModel, m) => {
      if (ofModel === fold) losses[m] = meanLoss(held, at++);
    });

    function meanLoss(of: JointRows, m: number): number {
      const [begin, end] = stretchOf(of, m);
      let total = 0;
      for (let i = begin; i < end; i++) {
        const eta =
          coefficients.model[m]! +
          coefficients.length[m]! * of.length[i]! +
          coefficients.difficulty[m]! * gamma[of.instruction[i]!]!;
        total += logisticLoss.ofRow(eta, of.preference[i]!);
      }
      return total / (end - begin);
    }
  }
  return losses;
}
