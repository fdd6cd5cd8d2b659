import { linearPredictor } from "../glm/design-matrix.js";
import { logistic } from "../numerics/logistic.js";

/** σ(Xβ): the predicted P(model beats baseline) of every row, in [0, 1]. */
export function predictPreferences(X: readonly Float64Array[], beta: ArrayLike<number>): Float64Array {
  const preferences = linearPredictor(X, beta);
  for (let row = 0; row < preferences.length; row++) preferences[row] = logistic(preferences[row]!);
  return preferences;
}

/** The win rate that a fit predicts over the rows of X: mean of σ(Xβ), in [0, 1]. */
export function predictWinRate(X: readonly Float64Array[], beta: ArrayLike<number>): number {
  const rows = X[0]!.length;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let eta = 0;
    for (let j = 0; j < X.length; j++) eta += X[j]![row]! * beta[j]!;
    sum += logistic(eta);
  }
  return sum / rows;
}
