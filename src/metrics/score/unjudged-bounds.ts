// Pairs without a verdict → the lowest and highest rate that their verdicts could have given.
//
// What lacks one order counts as all that its mean could be. Raw: all of them losses, or all of them wins. Length-controlled: a verdict raises the rate where xᵢ'v > 0 (v as in
// influence.ts), so the bounds are refits at the same C with yᵢ = 1{xᵢ'v > 0} for the unjudged, and its complement. Where
// that C holds θ at 0 it may do so whatever the verdicts, and the bounds would say that missing ones do not matter: the
// refits then are at the weakest penalty, and the rate itself lies within the bounds too.
// Manski, Nonparametric bounds on treatment effects, American Economic Review 80 (1990).
import { fitLengthControlled } from "../../length-control/fit.js";
import { unasked } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { strengthOfRefits } from "../../length-control/strength.js";
import type { Clusters } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import type { WinRate } from "../rates/win-rate.js";
import type { FittedModel } from "./fit-model.js";

/** In [0, 1]. */
export interface UnjudgedBounds {
  readonly lower: number;
  readonly upper: number;
}

/** Null where every pair has all its verdicts. */
export function boundWinRate(
  { rate, judged, unjudged }: WinRate,
  { preferences, details }: ObservationColumns,
): UnjudgedBounds | null {
  const missing = sum(Object.values(unjudged));
  let [down, up] = [0, 0];
  for (const [row, { possible }] of details) {
    if (!possible) continue;
    down += preferences[row]! - possible.lower;
    up += possible.upper - preferences[row]!;
  }
  if (missing + down + up === 0) return null;
  const all = judged + missing;
  return { lower: (rate * judged - down) / all, upper: (rate * judged + missing + up) / all };
}

/** Null where every pair has all its verdicts. */
export function boundLengthControlled(
  { preferences, details }: ObservationColumns,
  { design, fit: { C, beta, influence, rate }, build }: FittedModel,
  clusters: Clusters,
): UnjudgedBounds | null {
  const isMissing = (y: number, row: number) =>
    Number.isNaN(y) && details.get(row)?.unjudgedReason !== unasked;
  const hasOpen = [...details.values()].some(({ possible }) => possible);
  if (!hasOpen && !preferences.some(isMissing)) return null;
  const strength = strengthOfRefits(C, beta[design.fitted.columns.indexOf("model")]!);
  const rateIf = (isWin: (row: number) => boolean) => {
    const imputed = preferences.map((y, row) =>
      isMissing(y, row)
        ? Number(isWin(row))
        : (details.get(row)?.possible?.[isWin(row) ? "upper" : "lower"] ?? y),
    );
    return fitLengthControlled(build(imputed), clusters, { strength, seed: 0 }).rate;
  };
  const favourable = rateIf((i) => influence.direction[i]! > 0);
  const adverse = rateIf((i) => !(influence.direction[i]! > 0));
  const rates = strength === C ? [favourable, adverse] : [favourable, adverse, rate];
  return { lower: Math.min(...rates), upper: Math.max(...rates) };
}
