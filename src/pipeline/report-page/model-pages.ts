// The models of a report, scored → what a page shows of each. In two steps, because the categories and the texts of the
// chosen pairs are read in between.
import { toScoreRecord } from "../../io/wire/score-result/to-score-record.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { resolveCalibration } from "../../length-control/resolve-calibration.js";
import { rateCategories } from "../../metrics/rates/category-rates.js";
import { describeLengthEffect } from "../../metrics/score/length-effect.js";
import { choosePairs, type NotablePair } from "../../metrics/score/notable-pairs.js";
import { confidenceOf, type ModelScore } from "../../metrics/score/score-model.js";
import type { ModelEvidence, ModelPage } from "../../report/html/page-data.js";
import type { ModelsToScore } from "../score/score.js";

/** A score with what it was made of. */
export interface ModelToShow {
  readonly model: ModelObservations;
  readonly score: ModelScore;
  readonly options: ModelsToScore["options"];
}

/** A model without its categories, and the pairs of it that are to be shown. */
export interface ModelDraft {
  readonly source: ModelToShow;
  readonly evidence: Omit<ModelEvidence, "categories">;
  readonly chosen: readonly NotablePair[];
}

/** @param pairs how many are to be shown, 0 for none */
export function draftModel(source: ModelToShow, pairs: number): ModelDraft {
  const { model, score, options } = source;
  const rows = ObservationColumns.of(model.rows);
  const fit = score.lengthControlled?.fit ?? null;
  const { calibration, recipe } = resolveCalibration(model, options);
  // the rows are the cheap judge's, and a sample that is drawn by what it tells shows no picture of a model's parts
  const effect =
    fit === null || score.escalation
      ? null
      : describeLengthEffect({ rows, recipe, calibration, fit }, confidenceOf(score.until, options.level));
  return {
    source,
    evidence: {
      preferences: rows.preferences,
      fit,
      effect,
      whyNotControlled: score.whyNotControlled,
    },
    chosen: pairs === 0 ? [] : choosePairs(rows, effect, pairs),
  };
}

export function finishModel(
  { source, evidence }: ModelDraft,
  categories: ReadonlyMap<string, string>,
): ModelPage {
  const { model, score, options } = source;
  const rows = ObservationColumns.of(model.rows);
  const divided = rateCategories(rows, {
    categoryOf: (row) => (score.escalation ? null : (categories.get(rows.instructionIdAt(row)) ?? null)),
    fitted: null,
    confidence: confidenceOf(score.until, options.level),
  });
  return { record: toScoreRecord(score), evidence: { ...evidence, categories: divided } };
}
