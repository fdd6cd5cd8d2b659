// A file with gold labels beside predicted ones, or beside stated probabilities → how good the predictions are.
import { InputError, UsageError } from "../../core/errors.js";
import { isNoVerdict } from "../../io/wire/annotation-values.js";
import { compareLabelSets, tallyLabels } from "../../metrics/agreement/label-sets.js";
import {
  type ClassifyAnalysis,
  type PredictedRow,
  scorePredictions,
} from "../../metrics/agreement/score-predictions.js";
import type { BootstrapHooks } from "../../metrics/rates/bootstrap.js";
import { mean } from "../../numerics/moments.js";
import { listLabels } from "../../report/analyze/label-warnings.js";
import { resolveRequest } from "../options/check-request.js";
import { LabelSpelling, toLabel } from "../tables/label-spelling.js";
import { findColumn, type Table } from "../tables/read-table.js";
import {
  readClusters,
  readLabels,
  readPositives,
  readSelectedTable,
  readShares,
} from "../tables/select-rows.js";
import { type AnalyzeClassifyRequest, classifyOptions } from "./requests/classify.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError for columns, labels and cells that cannot be read; UsageError when nothing predicted is named */
export async function analyzeClassify(
  given: AnalyzeClassifyRequest,
  hooks: BootstrapHooks = {},
): Promise<ClassifyAnalysis> {
  const request = resolveRequest("analyzeClassify", classifyOptions, given);
  const { predicted, probability, by = [], cluster, unparsable } = request;
  if (predicted === undefined && probability === undefined)
    throw new UsageError("name what was predicted: --predicted COLUMN, --probability COLUMN, or both");
  const settings = settleBootstrap(request);
  const table = await readSelectedTable(request.file, request);
  const written = readLabels(table, request.gold);
  const spelling = new LabelSpelling([written]);
  const gold = written.map((label) => spelling.spell(label));
  const predictions = predicted === undefined ? null : readPredictions(table, predicted, gold, spelling);
  const probabilities = probability === undefined ? null : readShares(table, probability);
  const clusters = readClusters(table, cluster);
  const groups = by.map((column) => readLabels(table, column));
  const weights = readWeights(table, request.weight);
  const positive =
    probability === undefined && by.length === 0 ? null : findPositive(table, gold, spelling, request);
  const rows = table.rows.map(
    (_, i): PredictedRow => ({
      cluster: clusters[i]!,
      gold: gold[i]!,
      predicted: predictions?.labels[i] ?? null,
      probability: probabilities?.[i] ?? null,
      group: groups.length > 0 ? groups.map((values) => values[i]!) : null,
      weight: weights[i]!,
    }),
  );
  const scores = scorePredictions(rows, {
    ...settings,
    ...hooks,
    unparsable,
    hasLabels: predictions !== null,
    hasProbabilities: probabilities !== null,
    positive,
  });
  return {
    ...settings,
    unparsable,
    positive,
    rows: rows.length,
    by,
    weight: request.weight ?? null,
    cluster: cluster ?? null,
    scores,
    labelSets: predictions?.labelSets ?? null,
    unread: predictions?.unread ?? [],
  };
}

/**
 * Predicted labels as gold spells them. What stands for no value (`nan`, `None`) is no label, unless gold has it as one.
 * @throws InputError where no predicted label is a gold one
 */
function readPredictions(table: Table, name: string, gold: readonly string[], spelling: LabelSpelling) {
  const column = findColumn(table, name);
  const ofGold = new Set(gold);
  const unread: string[] = [];
  const labels = table.rows.map(({ value }) => {
    const label = spelling.spellAny(toLabel(value[column]));
    if (label === null || ofGold.has(label) || !isNoVerdict(label)) return label;
    unread.push(label);
    return null;
  });
  const labelSets = compareLabelSets(gold, labels);
  if (labelSets.onlyGold.length < labelSets.gold.length)
    return { labels, labelSets, unread: tallyLabels(unread) };
  const sides = `predicted are ${listLabels([...labelSets.judged, ...tallyLabels(unread)])}; gold are ${listLabels(labelSets.gold)}`;
  throw new InputError(
    { file: table.file, field: column, message: `no label in common: ${sides}` },
    { hint: "Name two columns that hold the same words, or rewrite one of them." },
  );
}

/** Of mean 1, so that their sum is the number of rows. @throws InputError for what is no number above 0 */
function readWeights(table: Table, column: string | undefined): Float64Array {
  if (column === undefined) return new Float64Array(table.rows.length).fill(1);
  const weights = Float64Array.from(readPositives(table, column));
  const scale = mean(weights);
  return weights.map((weight) => weight / scale);
}

const likelyPositives = ["yes", "true", "1"];

function findPositive(
  table: Table,
  gold: readonly string[],
  spelling: LabelSpelling,
  { positive, probability }: AnalyzeClassifyRequest,
): string | null {
  const labels = [...new Set(gold)];
  const found =
    positive === undefined
      ? labels.find((label) => likelyPositives.includes(label.toLowerCase()))
      : labels.find((label) => label === spelling.spell(toLabel(positive) ?? positive));
  if (found !== undefined) return found;
  if (positive === undefined && probability === undefined) return null;
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
