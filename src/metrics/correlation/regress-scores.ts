// Models' scores and figures of theirs → least-squares slopes with Student's t intervals, each predictor alone and all
// together. Predictors are standardised first (ml-regression solves normal equations) and scaled back.
//   y = a + Σ b_j·x_j + e;   b_j ± t_{n−p−1}·SE(b_j)      R² = 1 − Σê²/Σ(y − ȳ)²
import { MultivariateLinearRegression } from "ml-regression";
import { studentTQuantile, studentTTwoSided } from "../../numerics/distributions.js";
import { mean, standardDeviation } from "../../numerics/moments.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";
import { measureCollinearity } from "../score/collinearity.js";

export interface RegressAnalysis {
  readonly level: number;
  readonly outcome: string;
  readonly predictors: readonly string[];
  readonly models: readonly {
    readonly model: string;
    readonly outcome: number;
    readonly predictors: readonly number[];
  }[];
  /** Models with a score but without one of the predictors. */
  readonly incomplete: readonly string[];
  /** Each predictor by itself, in order. */
  readonly alone: readonly Regression[];
  /** All in one regression; null for a single predictor. */
  readonly together: Regression | null;
}

export interface Slope {
  readonly predictor: string;
  /** In units of the outcome for one unit more of the predictor. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** For one standard deviation more. */
  readonly perStandardDeviation: number;
  readonly pValue: number;
  /** ≥ 1: how much wider the interval is, squared, because predictors go together; null where it cannot be had. */
  readonly varianceInflation: number | null;
}

export interface Regression {
  readonly n: number;
  readonly slopes: readonly Slope[];
  readonly rSquared: Measure;
  /** Why there are no slopes; null where there are. */
  readonly reason: string | null;
}

export interface Predictor {
  readonly name: string;
  readonly values: readonly number[];
}

/** @param outcome n values; @param predictors p of n values each */
export function regressScores(
  outcome: readonly number[],
  predictors: readonly Predictor[],
  level: number,
): Regression {
  const n = outcome.length;
  const none = (reason: string): Regression => ({ n, slopes: [], rSquared: unmeasurable(reason), reason });
  const degreesOfFreedom = n - predictors.length - 1;
  if (degreesOfFreedom < 1) return none(`${n} models are too few for ${predictors.length} predictors`);
  const constant = predictors.find(({ values }) => !(standardDeviation(values) > 0));
  if (constant) return none(`${constant.name} is the same for all models`);
  const scaled = predictors.map(({ values }) => {
    const [centre, scale] = [mean(values), standardDeviation(values)];
    return { scale, values: Float64Array.from(values, (value) => (value - centre) / scale) };
  });
  const { conditionNumber, varianceInflation } = measureCollinearity(scaled.map(({ values }) => values));
  if (conditionNumber === null) return none("the predictors are exactly dependent");
  const fit = new MultivariateLinearRegression(
    outcome.map((_, i) => scaled.map(({ values }) => values[i]!)),
    outcome.map((value) => [value]),
  );
  const t = studentTQuantile((1 + level) / 2, degreesOfFreedom);
  return {
    n,
    reason: null,
    rSquared: determination(outcome, fit.stdError ** 2 * degreesOfFreedom),
    slopes: predictors.map(({ name }, j): Slope => {
      const { scale } = scaled[j]!;
      const [slope, error] = [fit.weights[j]![0]!, fit.stdErrors[j]!];
      return {
        predictor: name,
        value: slope / scale,
        lower: (slope - t * error) / scale,
        upper: (slope + t * error) / scale,
        perStandardDeviation: slope,
        pValue: error > 0 ? studentTTwoSided(slope / error, degreesOfFreedom) : slope === 0 ? 1 : 0,
        varianceInflation: varianceInflation[j]!,
      };
    }),
  };
}

function determination(outcome: readonly number[], residualSquares: number): Measure {
  const squares = standardDeviation(outcome) ** 2 * (outcome.length - 1);
  return squares > 0 ? measured(1 - residualSquares / squares) : unmeasurable("the outcome never varies");
}
