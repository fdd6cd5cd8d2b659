// Models by what was fitted to them. Length-controlled rates of different recipes, or with different difficulties, are
// answers to different questions.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import type { ScoredModel } from "../score/scored-model.js";
import { readOnce } from "./rows-read-once.js";

/**
 * @param madeAlike what would make them alike, where that is not what it is among a user's own models
 * @throws InputError (exit 3) for length-controlled rates of several recipes, with the models of each
 */
export function checkSameFit(models: readonly ScoredModel[], madeAlike?: string): void {
  const fitted = models.filter(({ rates }) => rates.lengthControlled !== null);
  const groups = [...groupBy(fitted, describeFit)];
  if (groups.length < 2) {
    refuseOtherDifficulties(fitted);
    return;
  }
  const texts = groups.map(([fit, group]) => `${nameSome(group)} by ${fit}`);
  throw new InputError(
    {
      message: `different recipes: scored were ${texts.join("; ")}; their length-controlled rates cannot be compared`,
    },
    { hint: madeAlike ?? hintFor(fitted) },
  );
}

/** Two calibrations may have one name. @throws InputError for instructions that two models have with two difficulties */
function refuseOtherDifficulties(fitted: readonly ScoredModel[]): void {
  const known = new Map<string, { readonly gamma: number; readonly generator: string }>();
  for (const { generator, rows, difficulties, difficultySource } of fitted) {
    if (!difficulties || !rows) continue;
    for (const [row, id] of readOnce(rows).instructionIds.entries()) {
      const gamma = difficulties[row] ?? Number.NaN;
      if (Number.isNaN(gamma)) continue;
      const other = known.get(id);
      if (!other) known.set(id, { gamma, generator });
      else if (Math.abs(other.gamma - gamma) > sameDifficulty)
        throw new InputError(
          {
            message: `different calibrations under one name: by ${difficultySource} an instruction has the difficulty ${gamma.toFixed(3)} for ${generator} and ${other.gamma.toFixed(3)} for ${other.generator}; their length-controlled rates cannot be compared`,
          },
          { hint: hintFor(fitted) },
        );
    }
  }
}

/** What a file's digits leave open. */
const sameDifficulty = 1e-6;

/** Why there is no difficulty makes no other fit. */
const describeFit = ({ recipe, difficultySource }: ScoredModel): string =>
  `${recipe} (difficulty: ${difficultySource.startsWith("none") ? "none" : difficultySource})`;

function hintFor(fitted: readonly ScoredModel[]): string {
  const covariates = new Set(fitted.map(({ recipe }) => recipe.replace(/^length_controlled_[^+-]*/, "")));
  if (covariates.size > 1) return "score all of them with the same --control and --covariates";
  const stuck = fitted.filter(({ whyWhole }) => whyWhole !== undefined);
  if (stuck.length > 0) return stuck.map(({ generator, whyWhole }) => `${generator}: ${whyWhole}`).join("; ");
  return "score all of them with one --recipe and --difficulty; --difficulty none fits all without difficulty, results of score -o too";
}

const mostNames = 3;

/** The first three, and how many more there are. */
export function nameSome(models: readonly Pick<ScoredModel, "generator">[]): string {
  const names = models.slice(0, mostNames).map(({ generator }) => generator);
  const more = models.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
