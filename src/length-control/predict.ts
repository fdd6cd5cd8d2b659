import { linearPredictor } from "../glm/design-matrix.js";
import { logistic } from "../numerics/logistic.js";
import { sum } from "../numerics/moments.js";

/** σ(Xβ): the predicted P(model beats baseline) of every row, in [0, 1]. Writes into `into` when given. */
export function predictPreferences(
  X: readonly Float64Array[],
  beta: ArrayLike<number>,
  into?: Float64Array,
): Float64Array {
  const preferences = linearPredictor(X, beta, into);
  for (let row = 0; row < preferences.length; row++) preferences[row] = logistic(preferences[row]!);
  return preferences;
}

/** The win rate that a fit predicts over the rows of X: mean of σ(Xβ), in [0, 1]. @param scratch as long as X has rows */
export const predictWinRate = (
  X: readonly Float64Array[],
  beta: ArrayLike<number>,
  scratch?: Float64Array,
): number => sum(predictPreferences(X, beta, scratch)) / X[0]!.length;
