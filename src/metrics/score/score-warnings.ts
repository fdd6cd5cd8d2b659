// What is wrong, or odd, about a model's data and its fit: each warning `code: sentence`.

import type { LengthControlledFit } from "../../length-control/fit.js";
import { isBaselineItself, type ModelObservations } from "../../length-control/observation.js";
import { degreesOfFreedom, effectiveClusters } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import { inPercent, percentText } from "../../numerics/percent.js";
import type { WinRate } from "../rates/win-rate.js";
import type { ProgressOfRule } from "../sequential/progress-of-rule.js";
import { type FitHealth, isExtremeChange } from "./fit-health.js";

const percent = (rate: number) => percentText(rate, 2);
const fewOutcomes = 5;
const repeatedShare = 0.1;

/** @param clusters those with a verdict */
export function warnAboutData(model: ModelObservations, winRate: WinRate, clusters: number): string[] {
  const warnings: string[] = [];
  const rarer = clusters * Math.min(winRate.rate, 1 - winRate.rate);
  if (rarer < fewOutcomes && !isBaselineItself(model))
    warnings.push(
      `few-outcomes: n·min(r, 1 − r) is ${rarer.toFixed(1)}, below ${fewOutcomes}: few verdicts decide the rate, and its interval is wide and lopsided for it`,
    );
  const { mostRepeatedOutput: repeated } = model;
  if (repeated && repeated > Math.max(1, repeatedShare * model.rows.length))
    warnings.push(
      `null-model: one output stands on ${repeated} of ${model.rows.length} rows; an answer that ignores the instruction can fool a judge`,
    );
  if (model.assumedOrders)
    warnings.push(
      `assumed-order: ${model.assumedOrders} of ${model.rows.length} rows do not say which answer was shown first; taken from alpaca_eval's rule with seed 0`,
    );
  const unjudged = sum(Object.values(winRate.unjudged));
  if (unjudged > 0)
    warnings.push(
      `unjudged: ${unjudged} of ${model.rows.length} pairs have no verdict (${describeCounts(winRate.unjudged)})`,
    );
  return warnings;
}

/** Why intervals are wider, and the fit is at another strength, than after a run that is looked at once. */
export function warnAboutLooks(
  { rule, look, looks, asked, instructions }: ProgressOfRule,
  { interval }: { readonly interval: string },
): string {
  const left = instructions - asked;
  const what =
    left > 0
      ? `${asked} of ${instructions} instructions were asked`
      : "all instructions were asked in the end";
  return `sequential: the run might stop at ${looks} looks (until ${rule}), ${look} were taken and ${what}: intervals are repeated ones, which hold at all looks together, and C is the weakest penalty's at each${interval === "bootstrap" ? "; the bootstrap knows nothing of looks and is left out" : ""}`;
}

const fewDegreesOfFreedom = 5;

/** @param sizes rows with a verdict in each cluster */
export function warnAboutClusters(sizes: Float64Array): string[] {
  if (hasOneRowOrNone(sizes) || degreesOfFreedom(sizes) >= fewDegreesOfFreedom) return [];
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const share = inPercent(largest) / sum(sizes);
  return [
    `few-clusters: one cluster holds ${share.toFixed(0)} % of the rows, and all say as much as ${effectiveClusters(sizes).toFixed(1)} clusters of one size: the intervals are as wide as so few leave them`,
  ];
}

const hasOneRowOrNone = (sizes: Float64Array): boolean => sizes.every((size) => size <= 1);

export function warnAboutFit(winRate: WinRate, fit: LengthControlledFit, health: FitHealth): string[] {
  const warnings: string[] = [];
  if (isExtremeChange(inPercent(winRate.rate), inPercent(fit.rate)))
    warnings.push(
      `extreme-change: length control moves the rate from ${percent(winRate.rate)} to ${percent(fit.rate)}; look at the answers before believing either`,
    );
  if (!health.isInterpolation)
    warnings.push(
      `extrapolation: in ${percentText(health.nearlyEqualShare, 1)} % of the pairs the answers are about equally long (within a quarter of a standard deviation), the model's is longer in ${percentText(health.longerShare, 1)} %: its rate at equal length lies outside the data`,
    );
  if (fit.path && Math.abs(fit.path.cv.rate - fit.rate) > 0.001)
    warnings.push(
      `strength: the reference's choice of C (${fit.path.cv.C.toPrecision(3)}) would give ${percent(fit.path.cv.rate)}`,
    );
  return warnings;
}

/** `3 refused, 2 timeout`. */
export const describeCounts = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(", ");
