// A fit → what each of its covariates does: its coefficient with an interval, what controlling it is worth, and
// whether "as if both answers were equal in it" is a question that the data can answer.

import { clusterCoefficientInfluence } from "../../length-control/cluster-influence.js";
import { computeCoefficientInfluence } from "../../length-control/coefficient-influence.js";
import { position } from "../../length-control/covariates/position.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import { predictWinRate } from "../../length-control/predict.js";
import type { Recipe } from "../../length-control/recipe.js";
import { isSeparated } from "../../length-control/separation.js";
import {
  type Clusters,
  clusteredStandardError,
  degreesOfFreedom,
  sumByCluster,
} from "../../numerics/clusters.js";
import { studentTQuantile } from "../../numerics/distributions.js";
import { percentText } from "../../numerics/percent.js";
import { informativeRows } from "../rates/fit-evidence.js";
import { isConfounded, measureCollinearity } from "./collinearity.js";
import { isEqualityInside, sharesAroundZero } from "./fit-health.js";

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
  /** Whether equality lies inside the data. */
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

interface FittedCovariates {
  readonly recipe: Recipe;
  readonly design: LengthControlledDesign;
  readonly fit: LengthControlledFit;
}

/** @param level of the coefficients' intervals, in (0, 1) */
export function examineCovariates(
  fitted: FittedCovariates,
  clusters: Clusters,
  level: number,
): CovariateEffects {
  const { recipe, design, fit } = fitted;
  const influence = computeCoefficientInfluence(design, fit);
  const ofClusters = clusterCoefficientInfluence(design, fit.influence, clusters);
  const isJudged = new Float64Array(clusters.codes.length);
  for (const row of design.judged) isJudged[row] = 1;
  const t = studentTQuantile((1 + level) / 2, degreesOfFreedom(sumByCluster(isJudged, clusters)));
  const { conditionNumber, varianceInflation } = measureCollinearity(
    design.fitted.X.map((column) => column.subarray(0, design.judged.length)),
  );
  const effects = recipe.covariates.map(({ name, counterfactual }, j): CovariateEffect => {
    const varies = design.fitted.X[j]!.some((value) => value !== 0);
    const shares = sharesAroundZero(design.observed[j]!);
    return {
      name,
      isControlled: counterfactual === "zero",
      coefficient: varies ? fit.beta[j]! : null,
      interval: varies ? intervalOfCoefficient(fit.beta[j]!, ofClusters[j]!, { t, level }) : null,
      worth: isChoosable(name) ? worthOfControl(fitted, j) : null,
      ...shares,
      isInterpolation: name === position.name ? hasBothPlaces(shares) : isEqualityInside(design.observed[j]!),
      varianceInflation: varianceInflation[j]!,
    };
  });
  return {
    effects,
    conditionNumber,
    influence: Object.fromEntries(recipe.covariates.map(({ name }, j) => [name, influence[j]!])),
  };
}

function intervalOfCoefficient(
  coefficient: number,
  ofClusters: Float64Array,
  { t, level }: { readonly t: number; readonly level: number },
): CoefficientInterval | null {
  const each: Clusters = {
    count: ofClusters.length,
    codes: new Uint32Array(ofClusters.length).map((_, c) => c),
  };
  const standardError = clusteredStandardError(ofClusters, each);
  if (!Number.isFinite(standardError)) return null;
  const halfWidth = t * standardError;
  return { lower: coefficient - halfWidth, upper: coefficient + halfWidth, level, standardError };
}

/** Rate with the covariate controlled − rate with it kept, all else as in the recipe. */
function worthOfControl({ recipe, design, fit }: FittedCovariates, j: number): number {
  const { observed, counterfactual } = design;
  const rateWith = (column: Float64Array) =>
    predictWinRate(
      counterfactual.map((as, k) => (k === j ? column : as)),
      fit.beta,
    );
  const values = observed[j]!;
  return recipe.covariates[j]!.counterfactual === "zero"
    ? fit.rate - rateWith(values)
    : rateWith(new Float64Array(values.length)) - fit.rate;
}

const fewestElsewhere = 0.025;

/** A place has no middle to be dense at: a judge that favours none is what lies between both. */
const hasBothPlaces = ({ below, equal, above }: ReturnType<typeof sharesAroundZero>): boolean =>
  Math.min(below, above) + equal >= fewestElsewhere;

/** What is measured itself, and difficulty, are no differences between two answers: nobody controls them. */
const isChoosable = (name: string) => name !== "model" && name !== "difficulty";

const decidesNothing = "has no interval, and decides no gate and no rank";

/** Nothing in [0, 1] has a larger standard deviation (Popoviciu 1935). */
const largestError = 0.5;

/** Of the rate, were the verdicts drawn anew with the fitted probabilities: √(v'Hv). */
const modelError = ({ design, fit: { influence } }: Omit<FittedCovariates, "recipe">): number =>
  Math.sqrt(
    influence.fitted.reduce(
      (sum, p, at) => sum + p * (1 - p) * influence.direction[design.judged[at]!]! ** 2,
      0,
    ),
  );

/** Why the rate rests on the penalty and the gamed rows, each `code: sentence`; none where verdicts decide it. */
export function warnAboutUndecided({ recipe, design, fit }: FittedCovariates): string[] {
  const controlled = recipe.covariates.filter(({ counterfactual }) => counterfactual === "zero");
  const confounded = recipe.covariates.filter(
    (covariate, j) =>
      controlled.includes(covariate) && isConfounded(design.fitted.X[j]!.subarray(0, design.judged.length)),
  );
  const separated = () =>
    isSeparated(design, fit)
      ? `a sum of ${recipe.covariates.map(({ name }) => name).join(", ")} tells wins from losses without fail, so nothing but the penalty bounds the coefficients`
      : modelError({ design, fit }) > largestError &&
        "the fit leaves the rate an error of more than 50 points, which none can have";
  const why = informativeRows(design) > 0 && separated();
  return [
    ...confounded.map(
      ({ name }) =>
        `confounded: the pairs differ so much alike in ${name} that its effect cannot be told from the model's (1 − R² below 2 %): the rate at equal ${name} ${decidesNothing}`,
    ),
    ...(why
      ? [
          `separated: ${why}: the rate at equal ${controlled.map(({ name }) => name).join(", ")} ${decidesNothing}`,
        ]
      : []),
  ];
}

const highCondition = 30;
const highInflation = 10;

/** Warnings, each `code: sentence`; of length's own extrapolation `warnAboutFit` speaks. */
export function warnAboutCovariates({ effects, conditionNumber }: CovariateEffects): string[] {
  const warnings: string[] = [];
  for (const { name, isControlled, isInterpolation, above, below, varianceInflation } of effects) {
    if (isControlled && name !== "length" && !isInterpolation)
      warnings.push(
        `extrapolation: hardly any pair is about equal in ${name} (${percentText(Math.max(above, below), 1)} % differ in the same direction), so the rate at equal ${name} lies outside the data`,
      );
    if (varianceInflation !== null && varianceInflation > highInflation)
      warnings.push(
        `collinear: ${name} is nearly a sum of the other covariates (variance inflation ${varianceInflation.toFixed(1)}), so what is its own cannot be told`,
      );
  }
  if (conditionNumber === null)
    warnings.push(
      "collinear: covariates are exactly dependent, so the data cannot tell their effects apart: their coefficients, and a rate that controls one of them, rest on the penalty alone",
    );
  else if (conditionNumber > highCondition)
    warnings.push(
      `collinear: the condition number of the covariates is ${conditionNumber.toFixed(0)}, above ${highCondition}: their coefficients share their errors`,
    );
  return warnings;
}
