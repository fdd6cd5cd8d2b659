// A record of `score -o` → the model, with its fit made anew on some of its rows, as far as the record holds what a fit needs.
// Results of 0.1 hold no lengths; a recipe with gamed baselines needs the calibration that holds those.
import { definedMembers } from "../../core/present.js";
import { fromScoreRecord } from "../../io/wire/score-result/from-score-record.js";
import type { InfluenceRecord, ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { toScoreRecord } from "../../io/wire/score-result/to-score-record.js";
import type { Calibration } from "../../length-control/calibration.js";
import { covariateByName } from "../../length-control/covariates/index.js";
import { position } from "../../length-control/covariates/position.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { type RecipeName, readLengthScale, recipes } from "../../length-control/recipe.js";
import type { StrengthRule } from "../../length-control/strength.js";
import { repeatably, rescore } from "../../metrics/score/rescore.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import type { Rescoring, ScoredModel } from "../../metrics/score/scored-model.js";
import { loadCalibration } from "../score/load-calibration.js";
import { type ScoreRequest, scoreDefaults } from "../score/score-request.js";

/** A model whose figures stand in a file. */
export interface StoredModel extends ScoredModel {
  readonly record: ScoreRecord;
  readonly rescore: ((change: Rescoring) => ModelScore) | null;
}

export type LoadedModel = ModelScore | StoredModel;

/** What `score --format json` gives of it. */
export const recordOf = (model: LoadedModel): ScoreRecord =>
  "record" in model ? model.record : toScoreRecord(model);

export type ResultRequest = Pick<ScoreRequest, "level" | "difficulty">;

/** Its stored figures; those of a new fit where it was scored with difficulty and is to be without. */
export async function storedModel(record: ScoreRecord, request: ResultRequest): Promise<LoadedModel> {
  const { level, difficulty } = { ...scoreDefaults, ...definedMembers(request) };
  const model = fromScoreRecord(record);
  const found = await findRescoring(record, model, { level, difficulty });
  if ("whyWhole" in found) return { ...model, record, rescore: null, whyWhole: found.whyWhole };
  const again = repeatably(found.rescore);
  return found.leavesDifficulty ? again({}) : { ...model, record, rescore: again };
}

/** How it is made anew, or why it cannot be. */
type FoundRescoring =
  | {
      readonly rescore: (change: Rescoring) => ModelScore;
      /** Its stored figures are not those that were asked for. */
      readonly leavesDifficulty: boolean;
    }
  | { readonly whyWhole: string };

const whole = (whyWhole: string): FoundRescoring => ({ whyWhole });

/** @param of `difficulty` as it was asked for: a file may hold the calibration of the result, `none` fits it without */
async function findRescoring(
  record: ScoreRecord,
  { rows, judgedBy }: ScoredModel,
  { level, difficulty }: { readonly level: number; readonly difficulty: string },
): Promise<FoundRescoring> {
  const { influence } = record;
  if (record.escalation) return whole("its rates are of two judges; give its annotations");
  if (!influence || !rows) return whole("its result holds no influence values (score writes them with -o)");
  if (!influence.baseline_length || !influence.model_length)
    return whole("its result is of an older version, which kept no lengths; score its annotations again");
  const recipe = readRecipe(record.recipe);
  if (!recipe) return whole(`its recipe ${record.recipe} cannot be fitted from a result`);
  const leavesDifficulty = recipe.usesDifficulty && difficulty === "none";
  const usesDifficulty = recipe.usesDifficulty && !leavesDifficulty;
  const calibration = usesDifficulty
    ? await findCalibration(record, influence, { difficulty, recipe: recipe.name })
    : null;
  if (usesDifficulty && calibration === null)
    return whole(
      `the calibration ${record.difficulty_source} that it was scored with is not at hand; give its file: --difficulty FILE`,
    );
  const { generator, baseline, annotator } = record;
  const until = record.sequential;
  const about = { generator, baseline, annotator, judge: judgedBy, rows };
  const model: ModelObservations = { ...about, ...(until && { until }) };
  const options = {
    recipe: leavesDifficulty ? "length_controlled_minimal" : recipe.name,
    calibration,
    mode: "required",
    covariateChoice: recipe.choice,
    lengthScale: recipe.lengthScale,
    calibrationNoise: record.calibration_noise ? "include" : "ignore",
    strength: toStrengthRule(record.strength?.rule),
    interval: "sandwich",
    level,
    seed: influence.seed,
  } as const;
  // the source may say more of why there is no difficulty than a fit without it knows
  const stated = leavesDifficulty
    ? {}
    : { recipe: record.recipe, difficultySource: record.difficulty_source };
  return { rescore: (change) => ({ ...rescore(model, options, change), ...stated }), leavesDifficulty };
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
  { difficulty_source: name, baseline, annotator, calibration_noise: noise }: ScoreRecord,
  influence: InfluenceRecord,
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

const toStrengthRule = (rule = "guarded-cv"): StrengthRule =>
  rule === "guarded-cv" || rule === "cv" ? rule : Number(rule);
