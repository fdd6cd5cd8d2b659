// The two models of a page → the pairs that changed most between them; null where there are not two that can be compared.
import { InputError } from "../../core/errors.js";
import { compareMany } from "../../metrics/comparison/compare-many.js";
import { compareModels } from "../../metrics/comparison/compare-models.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import { describeMany } from "../../report/compare/compare-many-report.js";
import type { MovedPairs } from "../../report/compare/moved-pairs-section.js";
import type { Section } from "../../report/table-of.js";
import { readMovedPairs } from "../models/read-moved-pairs.js";
import type { ReportRequest } from "./report-request.js";

const listedPairs = 20;

/** Ranks that the rates leave open, and every pair's difference; nothing where the models cannot be compared. */
export function compareOnPage(models: readonly ScoredModel[], level: number): readonly Section[] {
  if (models.length < 2) return [];
  try {
    return describeMany(compareMany(models, level), null).sections;
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

export async function findMovedOnPage(
  models: readonly ScoredModel[],
  request: ReportRequest & { readonly level: number },
): Promise<MovedPairs | null> {
  const [first, second, ...others] = models;
  if (!first || !second || others.length > 0 || request.pairs === 0) return null;
  try {
    return await readMovedPairs(compareModels(first, second, request.level), listedPairs, request);
  } catch (error) {
    // other judges or baselines, or no shared instruction: a page shows each model by itself
    if (error instanceof InputError) return null;
    throw error;
  }
}
