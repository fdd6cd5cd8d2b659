// Models by what was fitted to them. Length-controlled rates of different recipes, or with different difficulties, are
// answers to different questions.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import type { ComparableModel } from "./comparable-model.js";

/**
 * @param madeAlike what would make them alike, where that is not what it is among a user's own models
 * @throws InputError (exit 3) for length-controlled rates of several recipes, with the models of each
 */
export function checkSameFit(models: readonly ComparableModel[], madeAlike?: string): void {
  const fitted = models.filter(({ rates }) => rates.lengthControlled !== null);
  const groups = [...groupBy(fitted, describeFit)];
  if (groups.length < 2) return;
  const texts = groups.map(([fit, group]) => `${nameSome(group)} by ${fit}`);
  throw new InputError(
    {
      message: `different recipes: scored were ${texts.join("; ")}; their length-controlled rates cannot be compared`,
    },
    { hint: madeAlike ?? hintFor(fitted) },
  );
}

/** Why there is no difficulty makes no other fit. */
const describeFit = ({ recipe, difficultySource }: ComparableModel): string =>
  `${recipe} (difficulty: ${difficultySource.startsWith("none") ? "none" : difficultySource})`;

function hintFor(fitted: readonly ComparableModel[]): string {
  const covariates = new Set(fitted.map(({ recipe }) => recipe.replace(/^length_controlled_[^+-]*/, "")));
  if (covariates.size > 1) return "score all of them with the same --control and --covariates";
  const stuck = fitted.filter(({ whyWhole }) => whyWhole !== undefined);
  if (stuck.length > 0) return stuck.map(({ generator, whyWhole }) => `${generator}: ${whyWhole}`).join("; ");
  return "score all of them with one --recipe and --difficulty; --difficulty none fits all without difficulty, results of score -o too";
}

const mostNames = 3;

/** The first three, and how many more there are. */
export function nameSome(models: readonly Pick<ComparableModel, "generator">[]): string {
  const names = models.slice(0, mostNames).map(({ generator }) => generator);
  const more = models.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
