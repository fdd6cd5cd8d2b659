// One model's observations → bootstrap intervals (BCa) of its raw and length-controlled win rates.
//
// Clusters are drawn with replacement; a row weighs as often as its cluster was drawn, and the fit is repeated. BCa's
// acceleration comes from the influence values: a = Σ U³/(6·(Σ U²)^1.5) over the clusters.
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { prepareRefit } from "../../length-control/refit.js";
import { type Clusters, sumByCluster } from "../../numerics/clusters.js";
import { type BootstrapEstimate, type BootstrapSettings, bootstrap } from "./bootstrap.js";
import type { RateInterval } from "./rate-interval.js";

type BootstrapInterval = Pick<RateInterval, "lower" | "upper" | "level" | "method" | "standardError">;

/** An interval, or the sentence that says why there is none. */
export type IntervalOrReason =
  | { readonly interval: BootstrapInterval; readonly reason: null }
  | { readonly interval: null; readonly reason: string };

export interface RatesToBootstrap {
  readonly rows: ObservationColumns;
  readonly clusters: Clusters;
  /** Influence of every row on the raw rate. */
  readonly rawInfluence: Float64Array;
  /** The design and its fit; null for the raw rate alone. */
  readonly fitted: { readonly design: LengthControlledDesign; readonly fit: LengthControlledFit } | null;
}

export function bootstrapRates(
  { rows, clusters, rawInfluence, fitted }: RatesToBootstrap,
  settings: BootstrapSettings,
): { raw: IntervalOrReason; lengthControlled: IntervalOrReason | null } {
  const refit = fitted && prepareRefit(fitted.design, fitted.fit);
  const { preferences } = rows;
  const weights = new Float64Array(rows.length);
  const [raw, controlled] = bootstrap({
    ...settings,
    units: clusters.count,
    statistics(counts) {
      for (let i = 0; i < weights.length; i++) weights[i] = counts[clusters.codes[i]!]!;
      const rawRate = weightedWinRate(preferences, weights);
      return refit ? [rawRate, refit(weights)] : [rawRate];
    },
    influence: [rawInfluence, ...(fitted ? [fitted.fit.influence.values] : [])].map((values) =>
      sumByCluster(values, clusters),
    ),
  });
  return {
    raw: toInterval(raw!, settings.level),
    lengthControlled: controlled ? toInterval(controlled, settings.level) : null,
  };
}

function weightedWinRate(preferences: Float64Array, weights: Float64Array): number {
  let total = 0;
  let won = 0;
  for (let i = 0; i < weights.length; i++) {
    const preference = preferences[i]!;
    if (Number.isNaN(preference)) continue;
    total += weights[i]!;
    won += weights[i]! * preference;
  }
  return total > 0 ? won / total : Number.NaN;
}

/** What solvers leave of a rate that does not vary. */
const noVariation = 1e-7;

function toInterval({ bca, standardError, reason }: BootstrapEstimate, level: number): IntervalOrReason {
  if (bca === null) return { interval: null, reason: reason! };
  if (bca.upper - bca.lower < noVariation)
    return { interval: null, reason: "the bootstrap samples never vary" };
  return { interval: { ...bca, level, method: "bootstrap", standardError: standardError! }, reason: null };
}
