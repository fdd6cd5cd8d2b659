// A file with gold labels beside predicted ones, or beside stated probabilities → how good the predictions are.
import { InputError, UsageError } from "../../core/errors.js";
import {
  type PredictedRow,
  type PredictionOptions,
  scorePredictions,
} from "../../metrics/agreement/score-predictions.js";
import type { ClassificationAnalysis } from "../../report/analyze/classification-report.js";
import { findColumn, readCell, type Table } from "../tables/read-table.js";
import type { Condition } from "../tables/row-condition.js";
import { readClusters, readSelectedTable, readShares, readTexts } from "../tables/select-rows.js";
import { type BootstrapOptions, settleBootstrap } from "./settle-bootstrap.js";

export interface AnalyzeClassifyRequest extends BootstrapOptions {
  /** A file with a row a prediction. */
  readonly file: string;
  /** `--gold`: the column of right labels. */
  readonly gold: string;
  /** `--predicted`: the column of predicted labels; an empty cell could not be read. */
  readonly predicted?: string | undefined;
  /** `--probability`: the column of P(the positive label), in [0, 1]. */
  readonly probability?: string | undefined;
  /** `--positive`; `yes`, `true` or `1` where gold has it when absent. */
  readonly positive?: string | undefined;
  /** `--by`: observed and predicted shares are compared over its values (questions). */
  readonly by?: string | undefined;
  readonly cluster?: string | undefined;
  readonly unparsable?: PredictionOptions["unparsable"] | undefined;
  readonly where?: readonly Condition[] | undefined;
}

const analyzeClassifyDefaults = { unparsable: "miss" } as const;

/** @throws InputError for columns, labels and cells that cannot be read; UsageError when nothing predicted is named */
export async function analyzeClassify(request: AnalyzeClassifyRequest): Promise<ClassificationAnalysis> {
  const { predicted, probability, by, cluster } = request;
  if (predicted === undefined && probability === undefined)
    throw new UsageError("name what was predicted: --predicted COLUMN, --probability COLUMN, or both");
  const settings = settleBootstrap(request);
  const unparsable = request.unparsable ?? analyzeClassifyDefaults.unparsable;
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
