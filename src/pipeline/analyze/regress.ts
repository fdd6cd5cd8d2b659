// A table of scores, and figures of the models in it or counted in their texts → how the score goes with them.
import { InputError, UsageError } from "../../core/errors.js";
import { type RegressAnalysis, regressScores } from "../../metrics/correlation/regress-scores.js";
import { mean } from "../../numerics/moments.js";
import { isTextCount, loadTextCounts } from "../observations/load-covariate-reading.js";
import { readObservations } from "../observations/read-observations.js";
import { resolveRequest } from "../options/check-request.js";
import { readScoreTable } from "../tables/read-score-table.js";
import {
  findColumn,
  findFirstColumn,
  findModelColumn,
  readNumbersByName,
  type Table,
} from "../tables/read-table.js";
import { type AnalyzeRegressRequest, regressOptions } from "./requests/regress.js";

/** @throws InputError for a column that is missing, or fewer than three models that have all of them */
export async function analyzeRegress(given: AnalyzeRegressRequest): Promise<RegressAnalysis> {
  const request = resolveRequest("analyzeRegress", regressOptions, given);
  const { on, outcome = "win_rate", level } = request;
  const table = await readScoreTable(request.scores);
  const names = findModelColumn(table, request.modelColumn);
  const outcomes = readNumbersByName(table, names, findColumn(table, outcome));
  const counted = on.filter((name) => findFirstColumn(table, [name]) === undefined && isTextCount(name));
  const counts = counted.length === 0 ? new Map() : await countTexts(counted, request);
  const columns = on.map(
    (name) => counts.get(name) ?? readNumbersByName(table, names, findColumn(table, name)),
  );
  const models = [...outcomes.keys()].filter((model) => columns.every((column) => column.has(model)));
  requireModels(table, models, [outcome, ...on]);
  const pick = (column: ReadonlyMap<string, number>) => models.map((model) => column.get(model)!);
  const predictors = on.map((name, j) => ({ name, values: pick(columns[j]!) }));
  const y = pick(outcomes);
  return {
    level,
    outcome,
    models: models.map((model, i) => ({
      model,
      outcome: y[i]!,
      predictors: predictors.map(({ values }) => values[i]!),
    })),
    incomplete: [...outcomes.keys()].filter((model) => !models.includes(model)),
    predictors: on,
    alone: predictors.map((predictor) => regressScores(y, [predictor], level)),
    together: predictors.length > 1 ? regressScores(y, predictors, level) : null,
  };
}

/** Mean counts over each model's outputs. */
async function countTexts(
  names: readonly string[],
  request: AnalyzeRegressRequest,
): Promise<Map<string, Map<string, number>>> {
  const { annotations, columns, scale, labels, onWarning } = request;
  if (annotations === undefined)
    throw new UsageError(`${names.join(", ")}: no column of the scores, but a count of texts`, {
      hint: "Name files with the models' texts: --annotations FILE.",
    });
  const textStatistics = await loadTextCounts(names);
  const models = await readObservations(annotations, { columns, scale, labels, textStatistics, onWarning });
  return new Map(
    names.map((name) => [
      name,
      new Map(
        models.flatMap(({ generator, rows }) => {
          const counts = [...rows].flatMap(({ style }) => style?.model[name] ?? []);
          return counts.length === 0 ? [] : [[generator, mean(counts)] as const];
        }),
      ),
    ]),
  );
}

const fewestModels = 3;

function requireModels(table: Table, models: readonly string[], columns: readonly string[]): void {
  if (models.length >= fewestModels) return;
  throw new InputError(
    {
      file: table.file,
      message: `only ${models.length} models have all of ${columns.join(", ")}; at least ${fewestModels} are needed`,
    },
    { hint: "Models are matched by name; see --model-column." },
  );
}
