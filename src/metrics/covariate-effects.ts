// A fit → what each of its covariates does: its coefficient with an interval, what controlling it is worth, and
// whether "as if both answers were equal in it" is a question that the data can answer.
import { computeCoefficientInfluence } from "../length-control/coefficient-influence.js";
import type { LengthControlledFit } from "../length-control/fit.js";
import type { LengthControlledDesign } from "../length-control/length-controlled-design.js";
import { predictWinRate } from "../length-control/predict.js";
import type { Recipe } from "../length-control/recipe.js";
import { type Clusters, clusteredStandardError } from "../numerics/clusters.js";
import { studentTQuantile } from "../numerics/distributions.js";
import { shareOf } from "../numerics/moments.js";
import { measureCollinearity } from "./collinearity.js";

export interface CovariateEffect {
  readonly name: string;
  readonly isControlled: boolean;
  /** On the logit scale, a unit of the scaled covariate; null for one that never varies. */
  readonly coefficient: number | null;
  /** Sandwich, clustered, Student's t; null without a coefficient, or for a single cluster. */
  readonly interval: CoefficientInterval | null;
  /** Rate with it controlled − rate with it kept as observed, all else as in the recipe; null for difficulty and model. */
  readonly worth: number | null;
  /** Shares of the pairs where the covariate is below, at and above 0 (equality), in [0, 1]. */
  readonly below: number;
  readonly equal: number;
  readonly above: number;
  /** Whether equality lies inside the data: at least 2.5 % of the pairs on either side of it, or at it. */
  readonly isInterpolation: boolean;
  /** ≥ 1; null where it cannot be had. */
  readonly varianceInflation: number | null;
}

export interface CoefficientInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly standardError: number;
}

export interface CovariateEffects {
  readonly effects: readonly CovariateEffect[];
  /** Of all columns; null where they are exactly dependent. */
  readonly conditionNumber: number | null;
  /** How each of the N rows moves the coefficients, by covariate name. */
  readonly influence: Readonly<Record<string, Float64Array>>;
}

const extrapolationShare = 0.025;

export function examineCovariates(
  { recipe, design, fit }: { recipe: Recipe; design: LengthControlledDesign; fit: LengthControlledFit },
  clusters: Clusters,
  level: number,
): CovariateEffects {
  const { observed, counterfactual, judged, fitted } = design;
  const influence = computeCoefficientInfluence(design, fit);
  const t = clusters.count > 1 ? studentTQuantile((1 + level) / 2, clusters.count - 1) : Number.NaN;
  const { conditionNumber, varianceInflation } = measureCollinearity(
    fitted.X.map((column) => column.subarray(0, judged.length)),
  );
  const rateWith = (j: number, column: Float64Array) =>
    predictWinRate(
      counterfactual.map((as, k) => (k === j ? column : as)),
      fit.beta,
    );
  const effects = recipe.covariates.map((covariate, j): CovariateEffect => {
    const values = observed[j]!;
    const isControlled = covariate.counterfactual === "zero";
    const below = shareOf(values, (value) => value < 0);
    const equal = shareOf(values, (value) => value === 0);
    const above = shareOf(values, (value) => value > 0);
    const varies = fitted.X[j]!.some((value) => value !== 0);
    const coefficient = fit.beta[j]!;
    const standardError = clusteredStandardError(influence[j]!, clusters);
    return {
      name: covariate.name,
      isControlled,
      coefficient: varies ? coefficient : null,
      interval:
        varies && Number.isFinite(standardError)
          ? {
              lower: coefficient - t * standardError,
              upper: coefficient + t * standardError,
              level,
              standardError,
            }
          : null,
      worth: isChoosable(covariate.name)
        ? isControlled
          ? fit.rate - rateWith(j, values)
          : rateWith(j, new Float64Array(values.length)) - fit.rate
        : null,
      below,
      equal,
      above,
      isInterpolation: Math.min(below, above) + equal >= extrapolationShare,
      varianceInflation: varianceInflation[j]!,
    };
  });
  return {
    effects,
    conditionNumber,
    influence: Object.fromEntries(recipe.covariates.map(({ name }, j) => [name, influence[j]!])),
  };
}

/** What is measured itself, and difficulty, are no differences between two answers: nobody controls them. */
const isChoosable = (name: string) => name !== "model" && name !== "difficulty";

const highCondition = 30;
const highInflation = 10;

/** Warnings, each `code: sentence`; of length's own extrapolation `warnAboutFit` speaks. */
export function warnAboutCovariates({ effects, conditionNumber }: CovariateEffects): string[] {
  const warnings: string[] = [];
  for (const { name, isControlled, isInterpolation, above, below, varianceInflation } of effects) {
    if (isControlled && name !== "length" && !isInterpolation)
      warnings.push(
        `extrapolation: ${name} differs in the same direction in ${(100 * Math.max(above, below)).toFixed(1)} % of the pairs, so the rate at equal ${name} lies outside the data`,
      );
    if (varianceInflation !== null && varianceInflation > highInflation)
      warnings.push(
        `collinear: ${name} is nearly a sum of the other covariates (variance inflation ${varianceInflation.toFixed(1)}), so what is its own cannot be told`,
      );
  }
  if (conditionNumber === null)
    warnings.push("collinear: covariates are exactly dependent, so their coefficients mean nothing singly");
  else if (conditionNumber > highCondition)
    warnings.push(
      `collinear: the condition number of the covariates is ${conditionNumber.toFixed(0)}, above ${highCondition}: their coefficients share their errors`,
    );
  return warnings;
}
