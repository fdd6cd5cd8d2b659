// Preferences → coefficients of a logistic model with errors that hold for dependent rows of one cluster: the sandwich
// H⁻¹·(G/(G − 1)·Σ s_c s_c')·H⁻¹ (White 1980, Liang & Zeger 1986), each row's score over 1 − h, its leverage (HC3, MacKinnon &
// White 1985): with few rows a coefficient the errors are too small without.
import { type DesignMatrix, gramMatrix, linearPredictor } from "../../glm/design-matrix.js";
import { logisticLoss } from "../../glm/loss.js";
import { l1Penalty } from "../../glm/penalty.js";
import { solveProximalNewton } from "../../glm/proximal-newton.js";
import { invertInformation } from "../../length-control/influence.js";
import { type Clusters, clusteredStandardError } from "../../numerics/clusters.js";
import { logistic } from "../../numerics/logistic.js";

export interface ClusteredLogistic {
  /** By column of the design; errors are 0 where a coefficient is settled exactly. */
  readonly beta: Float64Array;
  readonly standardErrors: readonly number[];
  readonly converged: boolean;
}

/** @param penalty weight of Σ|β|: above 0 it keeps what has no failure, or no success, from running off */
export function fitClusteredLogistic(
  design: DesignMatrix,
  clusters: Clusters,
  penalty = 0,
): ClusteredLogistic {
  const { X, y } = design;
  const { beta, diagnostics } = solveProximalNewton(design, logisticLoss, l1Penalty(penalty));
  const fitted = linearPredictor(X, beta).map(logistic);
  const curvature = fitted.map((p) => p * (1 - p));
  const along = invertInformation(gramMatrix(X, curvature)).map((row) => linearPredictor(X, row));
  const residuals = y.map((value, i) => {
    const leverage = curvature[i]! * along.reduce((sum, of, j) => sum + of[i]! * X[j]![i]!, 0);
    return (value - fitted[i]!) / Math.max(1 - leverage, Number.EPSILON);
  });
  return {
    beta,
    standardErrors: along.map((of) =>
      clusteredStandardError(
        of.map((value, i) => value * residuals[i]!),
        clusters,
      ),
    ),
    converged: diagnostics.converged,
  };
}
