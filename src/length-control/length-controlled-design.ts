// Observations of one model → the matrix that is fitted, and the matrix of the counterfactual question
// "and if both answers had been equally long?".
import type { DesignMatrix } from "../glm/design-matrix.js";
import { gather, positionsOfNumbers } from "../numerics/gather.js";
import { type Calibration, type GamedRow, gamedRowWeight } from "./calibration.js";
import type { ObservationColumns } from "./observation-columns.js";
import type { Recipe } from "./recipe.js";

export interface LengthControlledDesign {
  /** The model's judged rows first, then the gamed baselines'. */
  readonly fitted: DesignMatrix;
  /** Position in the observations of each of the first rows of `fitted`. */
  readonly judged: Uint32Array;
  /** p columns over all N observations, as observed. */
  readonly observed: readonly Float64Array[];
  /** The same with every controlled covariate at 0. */
  readonly counterfactual: readonly Float64Array[];
  /** The instruction's text of a row of `fitted`, as a hash: what folds are made of. */
  readonly textIdAt: (row: number) => string;
}

/**
 * @param rows all paired rows, judged or not; every covariate of the recipe must be known in all of them, and in the
 *   gamed rows where the recipe uses those
 * @param preferences those of the rows, or others in their place; NaN without a verdict
 */
export function buildDesign(
  rows: ObservationColumns,
  { recipe, calibration }: { readonly recipe: Recipe; readonly calibration: Calibration | null },
  preferences = rows.preferences,
): LengthControlledDesign {
  const judged = positionsOfNumbers(preferences);
  const gamed: readonly GamedRow[] = recipe.usesGamedBaselines ? calibration!.gamedRows : [];
  const observed = recipe.covariates.map((covariate) => covariate.values(rows, calibration));
  const gamedWeight = gamed.length && gamedRowWeight(judged.length, gamed.length);

  return {
    fitted: {
      columns: recipe.covariates.map(({ name }) => name),
      X: recipe.covariates.map((covariate, j) =>
        stack(
          judged,
          observed[j]!,
          gamed.map((row) => covariate.gamedValue(row, calibration!)!),
        ),
      ),
      y: stack(
        judged,
        preferences,
        gamed.map(({ preference }) => preference),
      ),
      weights: new Float64Array(judged.length + gamed.length).fill(1).fill(gamedWeight, judged.length),
    },
    judged,
    observed,
    counterfactual: recipe.covariates.map(({ counterfactual }, j) =>
      counterfactual === "zero" ? new Float64Array(rows.length) : observed[j]!,
    ),
    textIdAt: (row) =>
      row < judged.length ? rows.textIdAt(judged[row]!) : gamed[row - judged.length]!.instructionId,
  };
}

/** The judged of a model's values, then those of the gamed rows; the model's own where that is the same. */
function stack(judged: Uint32Array, ofModel: Float64Array, ofGamed: readonly number[]): Float64Array {
  if (judged.length === ofModel.length && ofGamed.length === 0) return ofModel;
  const values = new Float64Array(judged.length + ofGamed.length);
  values.set(gather(ofModel, judged));
  values.set(ofGamed, judged.length);
  return values;
}
