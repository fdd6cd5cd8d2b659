// A file with gold labels beside predicted ones, or beside stated probabilities → how good the predictions are.

import { InputError, UsageError } from "../../core/errors.js";
import { type PredictedRow, scorePredictions } from "../../metrics/agreement/score-predictions.js";
import type { ClassificationAnalysis } from "../../report/analyze/classification-report.js";
import { resolveRequest } from "../options/check-request.js";
import { findColumn, readCell, type Table } from "../tables/read-table.js";
import { readClusters, readSelectedTable, readShares, readTexts } from "../tables/select-rows.js";
import { type AnalyzeClassifyRequest, classifyOptions } from "./requests/classify.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError for columns, labels and cells that cannot be read; UsageError when nothing predicted is named */
export async function analyzeClassify(given: AnalyzeClassifyRequest): Promise<ClassificationAnalysis> {
  const request = resolveRequest("analyzeClassify", classifyOptions, given);
  const { predicted, probability, by, cluster, unparsable } = request;
  if (predicted === undefined && probability === undefined)
    throw new UsageError("name what was predicted: --predicted COLUMN, --probability COLUMN, or both");
  const settings = settleBootstrap(request);
  const table = await readSelectedTable(request.file, request.where);
  const gold = readTexts(table, request.gold);
  const predictedColumn = predicted === undefined ? null : findColumn(table, predicted);
  const probabilities = probability === undefined ? null : readShares(table, probability);
  const clusters = readClusters(table, cluster);
  const groups = by === undefined ? null : readTexts(table, by);
  const positive = probability === undefined && by === undefined ? null : findPositive(table, gold, request);
  const rows = table.rows.map(
    ({ value }, i): PredictedRow => ({
      cluster: clusters[i]!,
      gold: gold[i]!,
      predicted: predictedColumn === null ? null : readCell(value[predictedColumn]),
      probability: probabilities?.[i] ?? null,
      group: groups?.[i] ?? null,
    }),
  );
  const scores = scorePredictions(rows, {
    ...settings,
    unparsable,
    hasLabels: predictedColumn !== null,
    hasProbabilities: probabilities !== null,
    positive,
  });
  return {
    ...settings,
    unparsable,
    positive,
    rows: rows.length,
    by: by ?? null,
    cluster: cluster ?? null,
    scores,
  };
}

const likelyPositives = ["yes", "true", "1"];

function findPositive(table: Table, gold: readonly string[], { positive }: AnalyzeClassifyRequest): string {
  const labels = [...new Set(gold)];
  const found =
    positive === undefined
      ? labels.find((label) => likelyPositives.includes(label.toLowerCase()))
      : labels.find((label) => label === positive);
  if (found !== undefined) return found;
  throw new InputError(
    {
      file: table.file,
      message:
        positive === undefined
          ? "it is not clear whose probability is stated"
          : `no gold label is "${positive}"`,
    },
    { hint: `Name the label: --positive ${labels.sort().join("|")}.` },
  );
}
