// Files of annotations or results → models compared through their shared baseline.
import { UsageError } from "../core/errors.js";
import { compareMany } from "../metrics/comparison/compare-many.js";
import { compareModels } from "../metrics/comparison/compare-models.js";
import { compareOver } from "../metrics/comparison/compare-over.js";
import { compareSeries } from "../metrics/comparison/compare-series.js";
import { type Gate, holdAgainst } from "../metrics/comparison/non-inferiority.js";
import type { RowsToCompare } from "../metrics/comparison/share-rows.js";
import type { ScoredModel } from "../metrics/score/scored-model.js";
import type { CompareResult } from "../report/compare/compare-report.js";
import type { MovedPairs } from "../report/compare/moved-pairs-section.js";
import { type CompareRequest, compareOptions } from "./compare-request.js";
import { loadReference, loadScoredModels } from "./models/load-scored-models.js";
import { readMovedPairs } from "./models/read-moved-pairs.js";
import { type OrJudgements, takeJudgements } from "./options/judgements-at-hand.js";

type FilesToCompare = ReturnType<typeof takeJudgements<CompareRequest, typeof compareOptions, "models">>;

/**
 * @throws InputError (exit 3) when baselines or judges differ, or a file cannot be used
 * @throws UsageError (exit 2) when there are too few models for what is asked
 */
export async function compare(given: OrJudgements<CompareRequest, "models">): Promise<CompareResult> {
  const request = takeJudgements("compare", compareOptions, given, "models");
  const found = await compareFiles(request);
  if (!request.list) return found;
  const comparisons =
    found.kind === "pair" ? [found.comparison] : found.gates.map(({ comparison }) => comparison);
  if (comparisons.length === 0)
    throw new UsageError("--list names pairs that changed between two models; give two");
  const moved: MovedPairs[] = [];
  for (const comparison of comparisons) moved.push(await readMovedPairs(comparison, request.list, request));
  return { ...found, moved };
}

async function compareFiles(request: FilesToCompare): Promise<CompareResult> {
  const { series = false, against, margin, level, rows = "shared" } = request;
  const isGated = against !== undefined || margin !== undefined;
  // one name on several benchmarks is one model
  const naming = request.over === undefined ? "apart" : "each";
  const models = await loadScoredModels(request.models, { ...request, isGated }, naming);
  const how = { level, series, rows };
  if (request.over !== undefined) {
    if (series || against !== undefined || margin !== undefined)
      throw new UsageError("--over is a table of its own, without --series, --against and --margin");
    return { kind: "over", over: compareOver(models, request.over, how), gates: [] };
  }
  if (against !== undefined) {
    const gates: Gate[] = [];
    for (const model of models) {
      const reference = await loadReference(against, model.ownName ?? model.generator, request);
      gates.push(holdAgainst(model, reference, { margin: margin ?? 0, level, rows }));
    }
    return models.length === 1 ? { kind: "gates", gates } : { ...compareAll(models, how), gates };
  }
  if (models.length < 2)
    throw new UsageError(`two models are needed for a comparison, and the files hold ${models.length}`);
  if (margin === undefined) return { ...compareAll(models, how), gates: [] };
  const [first, second, ...others] = models as readonly ScoredModel[] as readonly [ScoredModel, ScoredModel];
  if (others.length > 0 || series)
    throw new UsageError("--margin needs two models, or --against to say what each is held against");
  return { ...compareAll(models, how), gates: [holdAgainst(first, second, { margin, level, rows })] };
}

function compareAll(
  models: readonly ScoredModel[],
  { level, series, rows }: { level: number; series: boolean; rows: RowsToCompare },
) {
  if (series) return { kind: "series", series: compareSeries(models, level, rows) } as const;
  if (models.length > 2) return { kind: "many", comparisons: compareMany(models, level, rows) } as const;
  return { kind: "pair", comparison: compareModels(models[0]!, models[1]!, level, rows) } as const;
}
