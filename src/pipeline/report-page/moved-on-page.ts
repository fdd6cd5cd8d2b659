// The two models of a page → the pairs that changed most between them; null where there are not two that can be compared.
import { InputError } from "../../core/errors.js";
import { compareModels } from "../../metrics/comparison/compare-models.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import type { MovedPairs } from "../../report/compare/moved-pairs-section.js";
import { readMovedPairs } from "../models/read-moved-pairs.js";
import type { ReportRequest } from "./report-request.js";

const listedPairs = 20;

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
