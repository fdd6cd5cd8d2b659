// A table of scores and an outside ranking → how well each score orders the models as the ranking does.
import { InputError, type InputProblem, UsageError } from "../../core/errors.js";
import {
  type CorrelationAnalysis,
  type CorrelationDifference,
  compareCorrelations,
  correlateWithRanking,
  type ScoreCorrelation,
} from "../../metrics/correlation/correlate-ranking.js";
import {
  agreementWithConfidence,
  separabilityWithConfidence,
} from "../../metrics/correlation/separability.js";
import type { BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import { resolveRequest } from "../options/check-request.js";
import { type NamedColumn, readColumn } from "../tables/read-score-column.js";
import { readScoreTable } from "../tables/read-score-table.js";
import { readTable, type Table } from "../tables/read-table.js";
import { type AnalyzeCorrelationRequest, correlationOptions } from "./requests/correlation.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError when a file cannot be read, a column is missing, or fewer than three models have both */
export async function analyzeCorrelation(given: AnalyzeCorrelationRequest): Promise<CorrelationAnalysis> {
  const request = resolveRequest("analyzeCorrelation", correlationOptions, given);
  if (request.scoreColumns.length === 0) throw new UsageError("name at least one column in --score-columns");
  const settings = settleBootstrap(request);
  // Benchmark tables are often put together by hand: a row that cannot be read is named, and costs its model only.
  const unreadableRows: InputProblem[] = [];
  const onProblem = (problem: InputProblem) => void unreadableRows.push(problem);
  const scoreTable = await readScoreTable(request.scores, { onProblem });
  const rankTable =
    request.ranking === request.scores ? scoreTable : await readTable(request.ranking, { onProblem });
  const ranks = readRanks(rankTable, request);
  const columns = request.scoreColumns.map((name) => readColumn(scoreTable, name, request));
  const scores = columns.map((column) => correlateColumn(column, ranks, settings));
  const [first, ...others] = columns;
  return {
    ...settings,
    rankColumn: request.rankColumn,
    scores,
    differences: others.map((second) => compareColumns(first!, second, ranks, settings)),
    unmatched: {
      withoutScore: [...ranks.values.keys()].filter((model) => !first!.values.has(model)),
      withoutRank: [...first!.values.keys()].filter((model) => !ranks.values.has(model)),
    },
    unreadableRows,
  };
}

function readRanks(table: Table, request: AnalyzeCorrelationRequest): NamedColumn {
  const column = readColumn(table, request.rankColumn, request);
  if (!request.isRankAscending) return column;
  const turn = <T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U) =>
    new Map([...map].map(([model, value]) => [model, change(value)] as const));
  return {
    ...column,
    values: turn(column.values, (rank) => -rank),
    intervals:
      column.intervals && turn(column.intervals, ({ lower, upper }) => ({ lower: -upper, upper: -lower })),
  };
}

const fewestModels = 3;

function modelsWith(columns: readonly NamedColumn[]): string[] {
  const [first, ...others] = columns;
  const models = [...first!.values.keys()].filter((model) => others.every(({ values }) => values.has(model)));
  if (models.length >= fewestModels) return models;
  const names = columns.map(({ name }) => `"${name}"`).join(" and ");
  throw new InputError(
    { message: `only ${models.length} models have ${names}; at least ${fewestModels} are needed` },
    { hint: "Models are matched by name; see --model-column." },
  );
}

const pick = ({ values }: NamedColumn, models: readonly string[]) =>
  Float64Array.from(models, (model) => values.get(model)!);

function correlateColumn(
  column: NamedColumn,
  ranks: NamedColumn,
  settings: BootstrapSettings,
): ScoreCorrelation {
  const models = modelsWith([column, ranks]);
  const { intervals } = column;
  const hasAll = intervals !== null && models.every((model) => intervals.has(model));
  const ofScore = hasAll ? models.map((model) => intervals.get(model)!) : null;
  const ofRank = models.map((model) => {
    const value = ranks.values.get(model)!;
    return ranks.intervals?.get(model) ?? { lower: value, upper: value };
  });
  return {
    column: column.name,
    models: models.length,
    correlations: correlateWithRanking(pick(column, models), pick(ranks, models), settings),
    separability: ofScore && separabilityWithConfidence(ofScore),
    agreement: ofScore && agreementWithConfidence(ofScore, ofRank),
  };
}

function compareColumns(
  first: NamedColumn,
  second: NamedColumn,
  ranks: NamedColumn,
  settings: BootstrapSettings,
): CorrelationDifference {
  const models = modelsWith([first, second, ranks]);
  const sides = { first: pick(first, models), second: pick(second, models), ranking: pick(ranks, models) };
  return {
    first: first.name,
    second: second.name,
    models: models.length,
    correlations: compareCorrelations(sides, settings),
  };
}
