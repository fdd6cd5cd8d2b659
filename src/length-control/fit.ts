// One model's observations → its fit: the strength chosen, the coefficients, and the rate they predict.
import { crossValidate } from "../glm/cross-validate.js";
import type { DesignMatrix } from "../glm/design-matrix.js";
import { groupRows } from "../glm/group-rows.js";
import { logisticLoss } from "../glm/loss.js";
import { l1Penalty } from "../glm/penalty.js";
import {
  type Diagnostics,
  makeWorkspace,
  type Solution,
  type SolverOptions,
  solveProximalNewton,
} from "../glm/proximal-newton.js";
import { type Clusters, clusteredStandardError } from "../numerics/clusters.js";
import { dealFolds } from "./folds.js";
import { computeInfluence, type Influence } from "./influence.js";
import type { LengthControlledDesign } from "./length-controlled-design.js";
import { predictWinRate } from "./predict.js";
import {
  chooseStrength,
  measureSensitivity,
  type StrengthCandidate,
  type StrengthRule,
  type StrengthSensitivity,
  strengthGrid,
} from "./strength.js";

export interface FitOptions {
  readonly strength: StrengthRule;
  /** Seed of the folds. */
  readonly seed: number;
}

export const foldCount = 5;

export interface LengthControlledFit {
  readonly C: number;
  /** p coefficients, in the order of the recipe's covariates. */
  readonly beta: Float64Array;
  readonly diagnostics: Diagnostics;
  /** The length-controlled win rate, in [0, 1]. */
  readonly rate: number;
  readonly influence: Influence;
  /** The cross-validation, by ascending C; null where C was given. */
  readonly path: {
    readonly candidates: readonly StrengthCandidate[];
    readonly sensitivity: StrengthSensitivity;
    /** What `cv`, the reference's rule, would have chosen and said. */
    readonly cv: { readonly C: number; readonly rate: number };
  } | null;
}

/** Fits a design at the strength that the rule chooses. Never throws: see `diagnostics.converged`. */
export function fitLengthControlled(
  design: LengthControlledDesign,
  clusters: Clusters,
  { strength, seed }: FitOptions,
): LengthControlledFit {
  const groups = groupRows(design.fitted);
  const toFit = groups?.grouped ?? design.fitted;
  if (typeof strength === "number")
    return { ...finish(design, fitAt(toFit, strength), strength), path: null };

  const workspace = makeWorkspace(toFit.y.length);
  const solutions: Solution[] = [];
  for (const C of strengthGrid)
    solutions.push(fitAt(toFit, C, { start: solutions.at(-1)?.beta ?? [], workspace }));
  const fold = dealFolds(design.fitted.y.length, design.textIdAt, { folds: foldCount, seed });
  const path = strengthGrid.map((C, at) => ({ C, beta: solutions[at]!.beta }));
  const { points, differences } = crossValidate(design.fitted, logisticLoss, fold, {
    path,
    workspace,
    groups,
  });
  const scratch = new Float64Array(design.counterfactual[0]!.length);
  const candidates = points.map((point, at) => ({
    ...point,
    rate: predictWinRate(design.counterfactual, solutions[at]!.beta, scratch),
  }));
  const finishAt = (at: number) => finish(design, solutions[at]!, strengthGrid[at]!);
  const weakest = finishAt(strengthGrid.length - 1);
  const standardError = clusteredStandardError(weakest.influence.values, clusters);
  const chosen = chooseStrength(strength, candidates, standardError);
  const cv = candidates[chooseStrength("cv", candidates, standardError)]!;
  return {
    ...(strengthGrid[chosen] === weakest.C ? weakest : finishAt(chosen)),
    path: {
      candidates,
      sensitivity: measureSensitivity(candidates, differences, chosen),
      cv: { C: cv.C, rate: cv.rate },
    },
  };
}

function fitAt(fitted: DesignMatrix, C: number, options: SolverOptions = {}): Solution {
  return solveProximalNewton(fitted, logisticLoss, l1Penalty(1 / C), options);
}

/** The rate alone of a fit at a fixed strength, in [0, 1]. */
export function rateAt({ fitted, counterfactual }: LengthControlledDesign, C: number): number {
  return predictWinRate(counterfactual, fitAt(groupRows(fitted)?.grouped ?? fitted, C).beta);
}

function finish(design: LengthControlledDesign, { beta, diagnostics }: Solution, C: number) {
  const rate = predictWinRate(design.counterfactual, beta);
  return { C, beta, diagnostics, rate, influence: computeInfluence(design, beta) };
}
