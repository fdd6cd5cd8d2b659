// A judge's preferences and several humans' → agreement in the reference's sense: 1 − mean |judge − mode of the humans|
// (alpaca_eval, analyze.py, scoring rule "absolute": 0.5 earns half). Where several values share the first place the
// reference draws one of them; here their mean distance is taken, which is what that draw gives on average.
import { type Measure, measured, unmeasurable } from "../rates/measure.js";
import { modesOf } from "./gold-labels.js";

/**
 * 1 − mean distance of one item, in [0, 1]; null without a judge's or any human's preference.
 * @param judge P(model beats baseline), in [0, 1]; null for no verdict
 * @param humans the same, one a human
 */
export function agreementWithMode(judge: number | null, humans: readonly (number | null)[]): number | null {
  const modes = modesOf(humans);
  if (judge === null || modes.length === 0) return null;
  return 1 - modes.reduce((sum, mode) => sum + Math.abs(judge - mode), 0) / modes.length;
}

/** The weighted mean of items' agreements, nulls left out. */
export function meanAgreement(
  agreements: readonly (number | null)[],
  weightOf: (item: number) => number = () => 1,
): Measure {
  let sum = 0;
  let weight = 0;
  agreements.forEach((agreement, i) => {
    if (agreement === null) return;
    sum += weightOf(i) * agreement;
    weight += weightOf(i);
  });
  return weight > 0 ? measured(sum / weight) : unmeasurable("no item has both a verdict and a human label");
}
