// Some judges compare two answers and some see one at a time: what a judge is shown must be what it is for.
import { UsageError } from "../../core/errors.js";
import type { Judge } from "../../judge/judge.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import { noBaseline } from "../../pairs/without-baseline.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";

/** @throws UsageError (exit 2) for a judge that compares where there is no baseline, or is shown one answer of a pair */
export function refuseUnfitJudges(
  judges: readonly Judge[],
  request: ResolvedAnnotateRequest,
  order: OrderPolicy,
): void {
  if (request.baseline === noBaseline) refuseComparisons(judges, request);
  else refuseHalves(judges, order);
}

/** Without a baseline there is nothing to compare with. */
function refuseComparisons(judges: readonly Judge[], { order }: ResolvedAnnotateRequest): void {
  const comparing = judges.find(({ answersShown }) => answersShown === 2);
  if (comparing !== undefined)
    throw new UsageError(`--baseline ${noBaseline}: the judge ${comparing.name} compares two answers`, {
      hint: "name the baseline's file, or a judge whose prompt shows {output} alone",
    });
  if (order !== undefined && order !== "model-first")
    throw new UsageError(`--order ${order}: there is one answer to show with --baseline ${noBaseline}`, {
      hint: "leave --order away",
    });
}

/** A judge that marks one answer at a time must see both. */
function refuseHalves(judges: readonly Judge[], order: OrderPolicy): void {
  const half = judges.find(({ answersShown }) => answersShown === 1);
  if (half === undefined || order === "both") return;
  throw new UsageError(`--order ${order}: the judge ${half.name} sees one answer at a time, and needs both`, {
    hint: "leave --order away",
  });
}
