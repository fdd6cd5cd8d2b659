// Files of annotations, or of results written with `score -o` → models that can be compared, in the order of the files.
import { definedMembers } from "../../core/defined-members.js";
import { InputError } from "../../core/errors.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { isScoreResultFile, readScoreResultFile, type ScoreResult } from "../../io/wire/score-result-file.js";
import {
  acrossJudges,
  type ComparableModel,
  type ComparableRate,
  plainRate,
  type RateName,
  rescoreComparably,
  toComparableModel,
} from "../../metrics/comparison/comparable-model.js";
import { exactRate, type RateInterval } from "../../metrics/rates/rate-interval.js";
import { clusterBy, clusteredStandardError } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import {
  expandModelPaths,
  type ModelPath,
  patternOf,
  refuseSameFiles,
} from "../annotation-files/model-paths.js";
import { requireFits, scoreFiles } from "../score/score.js";
import { type ScoreRequest, scoreDefaults } from "../score/score-request.js";
import { readNamedResults } from "./read-named-results.js";
import { judgeOfResult, type ResultRescoring, rescoreResult } from "./rescore-result.js";

/** Annotations are scored by `request`; results are taken as they are, but fitted anew where they are to be without difficulty. */
export async function loadComparableModels(
  paths: readonly RowInput[],
  request: Omit<ScoreRequest, "annotations">,
): Promise<ComparableModel[]> {
  const models: ComparableModel[] = [];
  const found = await expandModelPaths(paths);
  await refuseSameFiles(found);
  for (const modelPath of found) {
    const { path } = modelPath;
    if (!modelPath.rows && (await isScoreResultFile(path)))
      models.push(...(await readComparableResults(modelPath, request)));
    else {
      const annotations = [modelPath.rows ?? patternOf(modelPath)];
      models.push(
        ...requireFits(await scoreFiles({ ...request, annotations })).map((score) => ({
          ...toComparableModel(score),
          files: annotations.filter((input) => typeof input === "string"),
        })),
      );
    }
  }
  return request.acrossJudges ? models.map(acrossJudges) : models;
}

type ResultRequest = Pick<ScoreRequest, "level" | "difficulty">;

/** The models of a result file. */
export async function readComparableResults(
  modelPath: ModelPath,
  request: ResultRequest,
): Promise<ComparableModel[]> {
  const models: ComparableModel[] = [];
  for (const result of await readNamedResults(modelPath)) models.push(await fromScoreResult(result, request));
  return models;
}

/**
 * The one model of a result file; where it holds several, the one of that name.
 *
 * @throws InputError when that leaves none
 */
export async function loadReference(
  path: string,
  generator: string,
  request: ResultRequest,
): Promise<ComparableModel> {
  const results = await readScoreResultFile(path);
  const found = results.length === 1 ? results[0] : results.find((result) => result.generator === generator);
  if (found) return fromScoreResult(found, request);
  throw new InputError({
    file: path,
    message: `holds ${results.length} models and none named ${generator}: ${results.map((result) => result.generator).join(", ")}`,
  });
}

async function fromScoreResult(result: ScoreResult, request: ResultRequest): Promise<ComparableModel> {
  const { level, difficulty } = { ...scoreDefaults, ...definedMembers(request) };
  const rescoring = await rescoreResult(result, { level, difficulty });
  return rescoring.rescore && rescoring.leavesDifficulty
    ? rescoreComparably(rescoring.rescore)({})
    : toComparableResult(result, rescoring);
}

/** Percent and 1…2 become rates and probabilities. */
export function toComparableResult(
  result: ScoreResult,
  { rescore, whyWhole }: ResultRescoring,
): ComparableModel {
  const { influence } = result;
  const toBounds = (bounds: ScoreResult["win_rate_bounds"]) =>
    bounds && { lower: bounds.lower / 100, upper: bounds.upper / 100 };
  return {
    generator: result.generator,
    baseline: result.baseline,
    annotator: result.annotator,
    judgedBy: judgeOfResult(result),
    recipe: result.recipe,
    difficultySource: result.difficulty_source,
    warnings: result.warnings,
    clusters: result.coverage.clusters,
    unjudged: sum(Object.values(result.n_unjudged)),
    unasked: new Set(influence?.instruction_id.filter((_, row) => influence.is_unasked?.[row])),
    bounds: {
      raw: toBounds(result.win_rate_bounds),
      lengthControlled: toBounds(result.length_controlled_bounds),
    },
    rescore: rescore && rescoreComparably(rescore),
    whyWhole,
    ...(influence ? withInfluence(result, influence) : withoutInfluence(result)),
  };
}

type Rates = Pick<ComparableModel, "rates" | "rows">;

function withInfluence(result: ScoreResult, influence: NonNullable<ScoreResult["influence"]>): Rates {
  const rows = {
    instructionIds: influence.instruction_id,
    clusters: influence.cluster ?? influence.instruction_id,
    preferences: influence.preference.map((preference) => (preference === null ? null : preference - 1)),
    difficulties: influence.difficulty ?? null,
  };
  const clusters = clusterBy(rows.clusters, (name) => name);
  const rates = ratesOf(result);
  const moved = (rate: ComparableRate | null, percent: readonly number[] | null): ComparableRate | null => {
    if (rate === null || percent === null) return rate;
    const values = Float64Array.from(percent, (value) => value / 100);
    const standardError = Math.hypot(clusteredStandardError(values, clusters) || 0, rate.shift ?? 0);
    return { ...rate, standardError, influence: values };
  };
  return {
    rows,
    rates: {
      raw: moved(rates.raw, influence.win_rate),
      lengthControlled: moved(rates.lengthControlled, influence.length_controlled_winrate),
    },
  };
}

const withoutInfluence = (result: ScoreResult): Rates => ({ rows: null, rates: ratesOf(result) });

function ratesOf(result: ScoreResult): Rates["rates"] {
  const { raw, lengthControlled } = intervalsOfResult(result);
  const known = (percent: number | null, interval: RateInterval | null): ComparableRate | null => {
    if (percent === null) return null;
    const rate = percent / 100;
    return interval === null
      ? plainRate(rate, { standardError: null, clusters: result.coverage.clusters })
      : { ...interval, rate, influence: null };
  };
  const isSelf = result.length_controlled_winrate !== null && result.strength === null;
  return {
    raw: known(result.win_rate, raw),
    lengthControlled: isSelf
      ? { ...exactRate(0.5), influence: null }
      : withShift(known(result.length_controlled_winrate, lengthControlled), result),
  };
}

const withShift = (rate: ComparableRate | null, { calibration_noise: noise }: ScoreResult) =>
  rate && noise ? { ...rate, shift: noise.shift / 100 } : rate;

/** Results of 0.1 do not say what their intervals are made of: full wins and losses are taken as possible. */
export function intervalsOfResult(result: ScoreResult): Record<RateName, RateInterval | null> {
  const read = (rate: number | null, interval: ScoreResult["win_rate_interval"]): RateInterval | null => {
    if (rate === null || interval === null) return null;
    const { level, method } = interval;
    const standardError = interval.standard_error / 100;
    const { clusters } = result.coverage;
    const { rate: _, influence, ...plain } = plainRate(rate / 100, { standardError, clusters });
    return {
      ...plain,
      ...(interval.trials !== undefined && { trials: interval.trials }),
      ...(interval.degrees_of_freedom !== undefined && { degreesOfFreedom: interval.degrees_of_freedom }),
      ...(interval.jump_up !== undefined && { jumpUp: interval.jump_up / 100 }),
      ...(interval.jump_down !== undefined && { jumpDown: interval.jump_down / 100 }),
      ...(result.sequential && { times: result.sequential.times }),
      lower: interval.lower / 100,
      upper: interval.upper / 100,
      level,
      method: method as RateInterval["method"],
    };
  };
  return {
    raw: read(result.win_rate, result.win_rate_interval),
    lengthControlled: read(result.length_controlled_winrate, result.length_controlled_interval),
  };
}
