// Files of annotations, or of results written with `score -o` → models that can be compared, in the order of the files.
import { definedMembers } from "../../core/defined-members.js";
import { InputError } from "../../core/errors.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { isScoreResultFile, readScoreResultFile, type ScoreResult } from "../../io/wire/score-result-file.js";
import {
  type ComparableModel,
  comparableRates,
  rescoreComparably,
  toComparableModel,
} from "../../metrics/comparison/comparable-model.js";
import { sum } from "../../numerics/moments.js";
import { requireFits, scoreFiles } from "../score/score.js";
import { type ScoreRequest, scoreDefaults } from "../score/score-request.js";
import { type ResultRescoring, rescoreResult } from "./rescore-result.js";

/** Annotations are scored by `request`; results are taken as they are. */
export async function loadComparableModels(
  paths: readonly string[],
  request: Omit<ScoreRequest, "annotations">,
): Promise<ComparableModel[]> {
  const models: ComparableModel[] = [];
  // One by one: a file that is named twice is compared with itself.
  for (const path of (await Promise.all(paths.map((path) => expandPaths([path])))).flat()) {
    if (await isScoreResultFile(path)) models.push(...(await readComparableResults(path, request)));
    else
      models.push(
        ...requireFits(await scoreFiles({ ...request, annotations: [path] })).map(toComparableModel),
      );
  }
  return models;
}

type ResultRequest = Pick<ScoreRequest, "level" | "difficulty">;

/** The models of a result file. */
export async function readComparableResults(
  path: string,
  request: ResultRequest,
): Promise<ComparableModel[]> {
  const models: ComparableModel[] = [];
  for (const result of await readScoreResultFile(path)) models.push(await fromScoreResult(result, request));
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
  return toComparableResult(result, await rescoreResult(result, { level, difficulty }));
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
    recipe: result.recipe,
    difficultySource: result.difficulty_source,
    warnings: result.warnings,
    clusters: result.coverage.clusters,
    unjudged: sum(Object.values(result.n_unjudged)),
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
  const fraction = (values: readonly number[]) => Float64Array.from(values, (value) => value / 100);
  const rows = {
    instructionIds: influence.instruction_id,
    clusters: influence.cluster ?? influence.instruction_id,
    preferences: influence.preference.map((preference) => (preference === null ? null : preference - 1)),
  };
  const controlled = result.length_controlled_winrate;
  const rates = comparableRates({
    rows,
    raw: { rate: result.win_rate / 100, influence: fraction(influence.win_rate) },
    lengthControlled:
      controlled === null || influence.length_controlled_winrate === null
        ? null
        : { rate: controlled / 100, influence: fraction(influence.length_controlled_winrate) },
    isSelf: controlled !== null && result.strength === null,
  });
  return { rows, rates };
}

function withoutInfluence(result: ScoreResult): Rates {
  const rate = (value: number | null, interval: ScoreResult["win_rate_interval"]) =>
    value === null
      ? null
      : {
          rate: value / 100,
          standardError: interval && interval.standard_error / 100,
          influence: null,
          unseenError: 0,
        };
  return {
    rows: null,
    rates: {
      raw: rate(result.win_rate, result.win_rate_interval),
      lengthControlled: rate(result.length_controlled_winrate, result.length_controlled_interval),
    },
  };
}
