// Which recipe a model's rows can be scored with, given what is known of the difficulty of its instructions.
// Difficulty joins by instruction, never by position.
import { InputError } from "../core/errors.js";
import { positionsOfNumbers } from "../numerics/gather.js";
import type { Calibration } from "./calibration.js";
import { warnAboutFewModels } from "./calibration-noise.js";
import { difficulty } from "./covariates/difficulty.js";
import { position } from "./covariates/position.js";
import { describeNearMisses } from "./near-misses.js";
import type { ModelObservations } from "./observation.js";
import { ObservationColumns } from "./observation-columns.js";
import {
  type CovariateChoice,
  composeRecipe,
  controlLengthOnly,
  type Recipe,
  type RecipeName,
  recipes,
  withRobustLength,
} from "./recipe.js";

export interface CalibrationChoice {
  readonly recipe: Recipe;
  readonly calibration: Calibration | null;
  /** Where difficulty comes from, or why it is not used; for reports. */
  readonly difficultySource: string;
  /** Warnings, each `code: sentence`. */
  readonly warnings: readonly string[];
}

export interface CalibrationRequest {
  /** Undefined lets the data decide: the reference's recipe where difficulty is known, else the minimal one. */
  readonly recipe?: RecipeName | undefined;
  /** What to look difficulties up in; null for `--difficulty none`. */
  readonly calibration: Calibration | null;
  /** `auto`: instructions of which under 10 % are known, and none nearly, are another data set. `required`: an error. */
  readonly mode: "auto" | "required";
  /** What is controlled, and what is added; length alone where undefined. */
  readonly covariateChoice?: CovariateChoice | undefined;
  /** `robust`: single runaway answers do not stretch the scale of length. */
  readonly lengthScale?: "standard" | "robust" | undefined;
}

/** A smaller share of known instructions is chance: short questions are asked in many data sets. */
const ofAnotherDataSet = 0.1;

/**
 * @throws InputError when only some instructions are known (with near misses named), or when the recipe asked for
 *   needs difficulties that are not there
 */
export function resolveCalibration(model: ModelObservations, request: CalibrationRequest): CalibrationChoice {
  const choice = resolveStandard(model, request);
  return request.lengthScale === "robust" ? { ...choice, recipe: withRobustLength(choice.recipe) } : choice;
}

function resolveStandard(
  model: ModelObservations,
  { recipe, calibration, mode, covariateChoice = controlLengthOnly }: CalibrationRequest,
): CalibrationChoice {
  const minimal = composeRecipe(recipes.length_controlled_minimal, covariateChoice);
  const withoutDifficulty = (difficultySource: string, ...warnings: string[]): CalibrationChoice => ({
    recipe: minimal,
    calibration: null,
    difficultySource,
    warnings,
  });
  const needsDifficulty = recipe !== undefined && recipe !== "length_controlled_minimal";
  if (calibration === null || recipe === "length_controlled_minimal") {
    if (needsDifficulty)
      throw new InputError({ message: `recipe ${recipe} needs instruction difficulty, and there is none` });
    return withoutDifficulty("none");
  }
  const hasPosition = minimal.covariates.some(({ name }) => name === position.name);
  const rows = ObservationColumns.of(model.rows);
  const unknown = rows.length - positionsOfNumbers(difficulty.values(rows, calibration)).length;
  const nearMisses = unknown > 0 ? describeNearMisses(model.unknownTexts ?? [], calibration) : null;
  const known = 1 - unknown / model.rows.length;
  if (known < ofAnotherDataSet && nearMisses === null && mode === "auto" && !needsDifficulty) {
    const few = known === 0 ? "no instruction is" : "under 10 % of the instructions are";
    return withoutDifficulty(
      `none: ${few} among the ${calibration.difficulty.size} of ${calibration.name}`,
      `no-difficulty: ${few} known to ${calibration.name}; scored without instruction difficulty (make your own with \`lceval calibrate\`)`,
    );
  }
  if (hasPosition && !needsDifficulty) {
    return withoutDifficulty(
      "none: it would carry the order in which its judge was shown the answers",
      `position: scored without instruction difficulty, for ${calibration.name} was estimated from judgements in one order an instruction and carries what that order did; --recipe length_controlled_v1 uses it all the same`,
    );
  }
  if (unknown > 0) throw partlyKnown(model, calibration, unknown, nearMisses);
  const chosen = withGamedBaselines(recipe, calibration, covariateChoice);
  const { models, reliability = 1 } = calibration;
  const warnings = [
    ...chosen.warnings,
    ...foreignWarnings(model, calibration),
    ...(models === undefined ? [] : warnAboutFewModels(models, reliability)),
  ];
  if (hasPosition)
    warnings.push(
      `position: difficulty in ${calibration.name} carries what the order of presentation did, so the coefficient of position cannot be told from it`,
    );
  return { recipe: chosen.recipe, calibration, difficultySource: calibration.name, warnings };
}

/** The recipe with gamed baselines where the calibration has them and knows all of its covariates on them. */
function withGamedBaselines(
  asked: RecipeName | undefined,
  calibration: Calibration,
  covariateChoice: CovariateChoice,
): { recipe: Recipe; warnings: string[] } {
  const { gamedRows, name } = calibration;
  const base = asked ?? (gamedRows.length > 0 ? "length_controlled_v1" : "length_controlled_noreg");
  const recipe = composeRecipe(recipes[base], covariateChoice);
  if (!recipe.usesGamedBaselines) return { recipe, warnings: [] };
  if (gamedRows.length === 0)
    throw new InputError({ message: `recipe ${base} needs gamed baselines, and ${name} has none` });
  const missing = recipe.covariates.filter((covariate) =>
    gamedRows.some((row) => covariate.gamedValue(row, calibration) === null),
  );
  if (missing.length === 0) return { recipe, warnings: [] };
  const what = missing.map((covariate) => covariate.name).join(", ");
  return {
    recipe: composeRecipe(recipes.length_controlled_noreg, covariateChoice),
    warnings: [
      `no-gamed-baselines: ${name} does not hold ${what} of the gamed baselines, so the fit goes without them`,
    ],
  };
}

function partlyKnown(
  { generator, rows }: ModelObservations,
  calibration: Calibration,
  unknown: number,
  nearMisses: string | null,
): InputError {
  return new InputError(
    {
      message: `${generator}: ${rows.length - unknown} of ${rows.length} instructions are known to ${calibration.name}, ${unknown} are not${nearMisses === null ? "" : `; ${nearMisses}`}`,
    },
    { hint: "restore the instructions' exact text, or score without difficulty: --difficulty none" },
  );
}

function foreignWarnings(model: ModelObservations, calibration: Calibration): string[] {
  const warnings: string[] = [];
  if (model.baseline !== calibration.baseline)
    warnings.push(
      `foreign-baseline: difficulty in ${calibration.name} was estimated against ${calibration.baseline}, these rows are against ${model.baseline}`,
    );
  if (calibration.annotator !== null && model.annotator !== calibration.annotator)
    warnings.push(
      `foreign-judge: difficulty in ${calibration.name} was estimated from the judge ${calibration.annotator}, these rows are by ${model.annotator ?? "an unnamed judge"}`,
    );
  return warnings;
}
