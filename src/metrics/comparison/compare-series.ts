// Models in an order, such as the checkpoints of a training run → the change at each step, and the trend:
//   Σ c_k·R^k,  c_k = (k − k̄)/Σ(k − k̄)², the least-squares slope per step, with influence Σ c_k·U^k
import { adjustKnown } from "../../numerics/holm.js";
import { byRate, type RateName, type ScoredModel } from "../score/scored-model.js";
import { checkComparable, compareModels, type ModelComparison } from "./compare-models.js";
import { contrastRates, type RateDifference } from "./rate-difference.js";
import { type RelativeGain, relativeGain } from "./relative-gain.js";
import { type RowsToCompare, shareRows } from "./share-rows.js";

/** One a comparison, by rate. */
export type AdjustedPValues = Readonly<Record<RateName, readonly (number | null)[]>>;

export interface SeriesComparison {
  readonly models: readonly ScoredModel[];
  /** Each model against the one before it (later minus earlier). */
  readonly steps: readonly ModelComparison[];
  /** p-values of the steps, those of one rate adjusted together by Holm's method; null for a step without one. */
  readonly adjusted: AdjustedPValues;
  /** Change per step; null where a model has no such rate. */
  readonly trend: Readonly<Record<RateName, RateDifference | null>>;
  /** Of every model after the first over the first; null where it has none. */
  readonly gains: Readonly<Record<RateName, readonly (RelativeGain | null)[]>>;
  readonly warnings: readonly string[];
}

/**
 * @param given at least two, in order
 * @param rows `shared`: over the instructions that all of the models have; `own` leaves each whole
 * @throws InputError when baselines or judges differ, or no instruction is shared
 */
export function compareSeries(
  given: readonly ScoredModel[],
  level: number,
  rows: RowsToCompare = "shared",
): SeriesComparison {
  const warnings = checkComparable(given);
  const { models, warnings: ofRows } = rows === "shared" ? shareRows(given) : { models: given, warnings: [] };
  const steps = models.slice(1).map((model, at) => compareModels(model, models[at]!, level, rows));
  const middle = (models.length - 1) / 2;
  const spread = models.reduce((sum, _, k) => sum + (k - middle) ** 2, 0);
  const weights = models.map((_, k) => (k - middle) / spread);
  return {
    models,
    steps,
    adjusted: byRate((name) => adjustKnown(steps.map((step) => step.differences[name]?.pValue ?? null))),
    trend: byRate((name) => contrastRates(models, name, { weights, level })),
    gains: byRate((name) => models.slice(1).map((model) => relativeGain(models[0]!, model, { name, level }))),
    warnings: [...new Set([...warnings, ...ofRows, ...steps.flatMap((step) => step.warnings)])],
  };
}
