// One model's rows and a recipe → the fit, or the sentence that says why there can be none.
import { fitLengthControlled, foldCount, type LengthControlledFit } from "../../length-control/fit.js";
import { buildDesign, type LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import type { Recipe } from "../../length-control/recipe.js";
import type { CalibrationChoice } from "../../length-control/resolve-calibration.js";
import type { StrengthRule } from "../../length-control/strength.js";
import type { Clusters } from "../../numerics/clusters.js";

export interface FittedModel {
  readonly recipe: Recipe;
  readonly design: LengthControlledDesign;
  /** The design of the same rows with these preferences in the place of theirs. */
  readonly build: (preferences: Float64Array) => LengthControlledDesign;
  readonly fit: LengthControlledFit;
}

/** The fit, or the warning (`code: sentence`) that stands in its place; `hasFailed` where one was tried. */
export type FitOrReason =
  | { readonly fitted: FittedModel; readonly reason: null; readonly hasFailed: false }
  | { readonly fitted: null; readonly reason: string; readonly hasFailed: boolean };

export function fitModel(
  rows: ObservationColumns,
  choice: Pick<CalibrationChoice, "recipe" | "calibration">,
  clusters: Clusters,
  options: { readonly strength: StrengthRule; readonly seed: number },
): FitOrReason {
  const build = (preferences: Float64Array) => buildDesign(rows, choice, preferences);
  const design = build(rows.preferences);
  const reason =
    describeUnknown(design, choice.recipe) ?? describeTooFew(design, choice.calibration !== null, options);
  if (reason !== null) return { fitted: null, reason, hasFailed: false };
  const fit = fitLengthControlled(design, clusters, options);
  if (!fit.diagnostics.converged || !Number.isFinite(fit.rate))
    return { fitted: null, reason: describeFailure(fit), hasFailed: true };
  return { fitted: { recipe: choice.recipe, design, build, fit }, reason: null, hasFailed: false };
}

/** A rate that is not the solution of its own equations is nobody's number: it is not shown. */
const describeFailure = ({ C, diagnostics: { iterations, violation } }: LengthControlledFit): string =>
  `fit-failed: the fit at C = ${C.toPrecision(3)} did not converge in ${iterations} iterations (violation ${violation.toExponential(1)}), so there is no length-controlled rate; another --strength or --difficulty none may do`;

function describeUnknown({ observed }: LengthControlledDesign, { covariates }: Recipe): string | null {
  for (const [j, { name, needs }] of covariates.entries()) {
    const values = observed[j]!;
    const unknown = values.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
    if (unknown > 0)
      return `no-control: ${unknown} of ${values.length} rows do not have ${needs}, so ${name} cannot be controlled`;
  }
  return null;
}

function describeTooFew(
  { judged, textIdAt }: LengthControlledDesign,
  hasDifficulty: boolean,
  { strength }: { readonly strength: StrengthRule },
): string | null {
  if (typeof strength === "number") return null;
  const instructions = new Set<string>();
  for (let row = 0; row < judged.length && instructions.size < foldCount; row++)
    instructions.add(textIdAt(row));
  if (instructions.size >= foldCount) return null;
  return `too-few: ${instructions.size} judged instructions are too few to choose a strength by ${foldCount}-fold cross-validation${hasDifficulty ? "" : "; give one with --strength"}`;
}
