// Files of annotations, results written with `score -o` → models that can be ranked, each with the record that
// `score --format json` gives of it.
import { definedMembers } from "../../core/defined-members.js";
import { InputError } from "../../core/errors.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { isScoreResultFile, type ScoreResult } from "../../io/wire/score-result-file.js";
import {
  acrossJudges,
  type ComparableModel,
  toComparableModel,
} from "../../metrics/comparison/comparable-model.js";
import type { LeaderboardModel } from "../../metrics/leaderboard/leaderboard.js";
import { baselineStrength, type ModelStrength, reachOf } from "../../metrics/leaderboard/rate-between.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { toScoreRecord } from "../../report/score/score-record.js";
import { expandModelPaths, patternOf, refuseSameFiles } from "../annotation-files/model-paths.js";
import { requireFits, scoreFiles } from "../score/score.js";
import { type ScoreRequest, scoreDefaults } from "../score/score-request.js";
import { intervalsOfResult, toComparableResult } from "./load-comparable-models.js";
import { readNamedResults } from "./read-named-results.js";
import { rescoreResult } from "./rescore-result.js";

/** A model as it is ranked, and as it is reported. */
export interface RecordedModel {
  readonly model: LeaderboardModel;
  readonly record: Readonly<Record<string, unknown>>;
  /** The same on some of its instructions; null where it cannot be fitted anew. */
  readonly cut: ((keep: ReadonlySet<string>) => RecordedModel) | null;
}

/** @throws InputError for a model that several files hold */
export async function loadLeaderboardModels(
  paths: readonly RowInput[],
  request: Omit<ScoreRequest, "annotations">,
): Promise<RecordedModel[]> {
  const annotations: RowInput[] = [];
  const found: RecordedModel[] = [];
  const modelPaths = await expandModelPaths(paths);
  await refuseSameFiles(modelPaths);
  for (const modelPath of modelPaths) {
    if (modelPath.rows || !(await isScoreResultFile(modelPath.path)))
      annotations.push(modelPath.rows ?? patternOf(modelPath));
    else
      for (const result of await readNamedResults(modelPath)) found.push(await fromResult(result, request));
  }
  if (annotations.length > 0)
    found.push(...requireFits(await scoreFiles({ ...request, annotations })).map(fromScore));
  const names = found.map(({ model }) => model.generator);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  if (twice.length > 0)
    throw new InputError(
      twice.map((name) => ({ message: `several files hold results of ${name}` })),
      { hint: "name the models: NAME=FILE" },
    );
  return request.acrossJudges ? found.map(recordAcrossJudges) : found;
}

const recordAcrossJudges = ({ record, model, cut }: RecordedModel): RecordedModel => ({
  record,
  model: { ...model, ...acrossJudges(model) },
  cut: cut && ((keep) => recordAcrossJudges(cut(keep))),
});

function fromScore(score: ModelScore): RecordedModel {
  const { lengthControlled: controlled, influence, rescore } = score;
  const record = { ...toScoreRecord(score) };
  const comparable = toComparableModel(score);
  return {
    record,
    cut: rescore ? (keep) => fromScore(rescore({ keep })) : null,
    model: {
      ...comparable,
      origin: "scored",
      intervals: { raw: score.winRateInterval, lengthControlled: controlled?.interval ?? null },
      strength:
        controlled &&
        toStrength(
          comparable,
          controlled.coefficients,
          influence.coefficients && isMeasured(comparable)
            ? {
                ...comparable.rows!,
                model: influence.coefficients.model!,
                difficulty: influence.coefficients.difficulty ?? null,
              }
            : null,
        ),
    },
  };
}

async function fromResult(
  result: ScoreResult,
  request: Omit<ScoreRequest, "annotations">,
): Promise<RecordedModel> {
  const { influence, ...record } = result;
  const { level, difficulty } = { ...scoreDefaults, ...definedMembers(request) };
  const rescoring = await rescoreResult(result, { level, difficulty });
  const { rescore } = rescoring;
  if (rescore && rescoring.leavesDifficulty) return fromScore({ ...rescore({}), rescore });
  const comparable = toComparableResult(result, rescoring);
  const moved = influence?.coefficients;
  return {
    record,
    cut: rescore && ((keep) => fromScore(rescore({ keep }))),
    model: {
      ...comparable,
      origin: "scored",
      intervals: intervalsOfResult(result),
      strength:
        result.coefficients &&
        toStrength(
          comparable,
          result.coefficients,
          moved?.model && comparable.rows && isMeasured(comparable)
            ? {
                ...comparable.rows,
                model: Float64Array.from(moved.model),
                difficulty: moved.difficulty ? Float64Array.from(moved.difficulty) : null,
              }
            : null,
        ),
    },
  };
}

/** Verdicts that never vary bound no coefficient: what error a fit states for it depends on the penalty alone. */
const isMeasured = ({ rates }: ComparableModel): boolean => rates.raw!.standardError > 0;

/** Null where coefficients alone do not give the rate: a covariate is kept as observed. */
function toStrength(
  { recipe, rates }: ComparableModel,
  coefficients: Readonly<Record<string, number | null>>,
  influence: ModelStrength["influence"],
): ModelStrength | null {
  if (recipe.includes("(")) return null;
  if (Object.keys(coefficients).length === 0) return baselineStrength;
  return {
    model: coefficients.model ?? 0,
    difficulty: coefficients.difficulty ?? 0,
    influence,
    ...(rates.lengthControlled && { reach: reachOf(rates.lengthControlled) }),
  };
}
