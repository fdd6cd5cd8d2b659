// A result of `score -o` → the observations that it was made of, as far as a fit needs them, and that fit made anew on some
// of them. Results of 0.1 hold no lengths; a recipe with gamed baselines needs the calibration that holds those.

import type { ScoreResult } from "../../io/wire/score-result-file.js";
import type { Calibration } from "../../length-control/calibration.js";
import { covariateByName } from "../../length-control/covariates/index.js";
import { position } from "../../length-control/covariates/position.js";
import { type JudgeIdentity, namedJudge } from "../../length-control/judge-identity.js";
import { type ModelObservations, type Observation, unasked } from "../../length-control/observation.js";
import { type RecipeName, readLengthScale, recipes } from "../../length-control/recipe.js";
import type { StrengthRule } from "../../length-control/strength.js";
import { rescore } from "../../metrics/score/rescore.js";
import type { ModelScore, Rescoring } from "../../metrics/score/score-model.js";
import { loadCalibration } from "../score/load-calibration.js";

/** How it is made anew, or why it cannot be. */
export type ResultRescoring =
  | {
      readonly rescore: (change: Rescoring) => ModelScore;
      readonly whyWhole?: undefined;
      /** It was scored with difficulty, and is fitted without: its stored figures are not those that were asked for. */
      readonly leavesDifficulty: boolean;
    }
  | { readonly rescore: null; readonly whyWhole: string };

type Influence = NonNullable<ScoreResult["influence"]>;

const whole = (whyWhole: string): ResultRescoring => ({ rescore: null, whyWhole });

/** @param of `difficulty` as it was asked for: a file may hold the calibration of the result, `none` fits it without */
export async function rescoreResult(
  result: ScoreResult,
  { level, difficulty }: { readonly level: number; readonly difficulty: string },
): Promise<ResultRescoring> {
  const { influence } = result;
  if (!influence) return whole("its result holds no influence values (score writes them with -o)");
  if (!influence.baseline_length || !influence.model_length)
    return whole("its result is of an older version, which kept no lengths; score its annotations again");
  const recipe = readRecipe(result.recipe);
  if (!recipe) return whole(`its recipe ${result.recipe} cannot be fitted from a result`);
  const leavesDifficulty = recipe.usesDifficulty && difficulty === "none";
  const usesDifficulty = recipe.usesDifficulty && !leavesDifficulty;
  const calibration = usesDifficulty
    ? await findCalibration(result, influence, { difficulty, recipe: recipe.name })
    : null;
  if (usesDifficulty && calibration === null)
    return whole(
      `the calibration ${result.difficulty_source} that it was scored with is not at hand; give its file: --difficulty FILE`,
    );
  const model = toObservations(result, influence);
  const options = {
    recipe: leavesDifficulty ? "length_controlled_minimal" : recipe.name,
    calibration,
    mode: "required",
    covariateChoice: recipe.choice,
    lengthScale: recipe.lengthScale,
    calibrationNoise: result.calibration_noise ? "include" : "ignore",
    strength: toStrengthRule(result.strength?.rule),
    interval: "sandwich",
    level,
    seed: influence.seed,
  } as const;
  // the source may say more of why there is no difficulty than a fit without it knows
  const stated = leavesDifficulty
    ? {}
    : { recipe: result.recipe, difficultySource: result.difficulty_source };
  return {
    rescore: (change) => ({ ...rescore(model, options, change), ...stated }),
    leavesDifficulty,
  };
}

/** The inverse of the name that `composeRecipe` gives; null for a name or a covariate that a result does not keep. */
function readRecipe(stored: string) {
  const { name: text, lengthScale } = readLengthScale(stored);
  const [base, ...extra] = text.split("+");
  const [, name, minus] = /^(length_controlled_\w+?)(-length)?$/.exec(base!) ?? [];
  if (name === undefined || !(name in recipes)) return null;
  const names = extra.map((each) => each.replace(/^\((.*)\)$/, "$1"));
  if (names.includes(position.name) || !names.every((each) => covariateByName.has(each))) return null;
  return {
    name: name as RecipeName,
    lengthScale,
    usesDifficulty: name !== "length_controlled_minimal",
    choice: {
      control: [...(minus ? [] : ["length"]), ...extra.filter((each) => !each.startsWith("("))],
      keep: names.filter((each) => !extra.includes(each)),
    },
  };
}

/** The calibration at hand where it is the one that was used; else, where no gamed baselines are needed, the stored γ. */
async function findCalibration(
  { difficulty_source: name, baseline, annotator, calibration_noise: noise }: ScoreResult,
  influence: Influence,
  { difficulty, recipe }: { readonly difficulty: string; readonly recipe: RecipeName },
): Promise<Calibration | null> {
  const { difficulty: stored } = influence;
  if (!stored) return null;
  const { calibration } = await loadCalibration(difficulty);
  const ids = influence.text_id ?? influence.instruction_id;
  const knownOf = (row: number) =>
    calibration?.difficulty.get(ids[row]!) ?? calibration?.difficulty.get(influence.instruction_id[row]!);
  const isSame = stored.every((gamma, row) => knownOf(row) === gamma);
  if (calibration?.name === name && isSame) return calibration;
  if (recipes[recipe].usesGamedBaselines) return null;
  const reliability = noise?.reliability ?? 1;
  const known = ids.map((id, row) => [id, stored[row] ?? Number.NaN] as const);
  return {
    name,
    baseline,
    annotator,
    difficulty: new Map(known),
    idByNormalizedId: new Map(),
    reliability,
    gamedRows: [],
  };
}

/** Who judged, as the result says it. */
export const judgeOfResult = ({ annotator, judge }: ScoreResult): JudgeIdentity => ({
  ...namedJudge(annotator),
  ...(judge?.members && { members: judge.members }),
  ...(judge?.order && { orders: judge.order === "both" ? ["baseline-first", "model-first"] : [judge.order] }),
  ...(judge?.served_models && { served: judge.served_models }),
});

function toObservations(result: ScoreResult, influence: Influence): ModelObservations {
  const { generator, baseline, annotator } = result;
  const { instruction_id: ids, cluster, preference, baseline_length, model_length, differences } = influence;
  const { text_id: texts } = influence;
  const isSelf = result.length_controlled_winrate !== null && result.strength === null;
  const names = Object.keys(differences ?? {});
  const rows = ids.map(
    (instructionId, row): Observation => ({
      instructionId,
      ...(texts && { textId: texts[row] }),
      cluster: cluster?.[row] ?? instructionId,
      preference: preference[row] === null ? null : preference[row]! - 1,
      ...(influence.is_unasked?.[row] && { unjudgedReason: unasked }),
      baselineLength: baseline_length![row]!,
      modelLength: model_length![row]!,
      identical: isSelf,
      ...(names.length > 0 && { style: toStyle(names, (name) => differences![name]![row]!) }),
    }),
  );
  const { sequential: until } = result;
  return { generator, baseline, annotator, judge: judgeOfResult(result), rows, ...(until && { until }) };
}

/** Counts whose difference is the stored one. */
const toStyle = (names: readonly string[], differenceOf: (name: string) => number | null) => ({
  baseline: Object.fromEntries(names.map((name) => [name, differenceOf(name) ?? Number.NaN])),
  model: Object.fromEntries(names.map((name) => [name, 0])),
});

const toStrengthRule = (rule = "guarded-cv"): StrengthRule =>
  rule === "guarded-cv" || rule === "cv" ? rule : Number(rule);
