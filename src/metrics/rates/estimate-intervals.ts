// A model's two rates → their intervals by the method asked for.
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import type { Clusters } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import type { BootstrapSettings } from "./bootstrap.js";
import { bootstrapRates } from "./bootstrap-rates.js";
import { intervalOfInfluence, type RateInterval } from "./rate-interval.js";

/** `sandwich`: from influence values, on the logit scale. `bootstrap`: BCa from refits. */
export type IntervalMethod = "sandwich" | "bootstrap" | "none";

export interface RatesToEstimate {
  readonly rows: ObservationColumns;
  readonly clusters: Clusters;
  /** Those that hold a verdict. */
  readonly judgedClusters: number;
  /** In [0, 1]. */
  readonly rawRate: number;
  readonly rawInfluence: Float64Array;
  /** Null where nothing was fitted. */
  readonly fitted: { readonly design: LengthControlledDesign; readonly fit: LengthControlledFit } | null;
  /** The model is the baseline: ½, without error. */
  readonly isSelf: boolean;
}

export interface RateIntervals {
  readonly raw: RateInterval | null;
  readonly lengthControlled: RateInterval | null;
  /** Why an interval is missing, each `code: sentence`. */
  readonly warnings: readonly string[];
}

export function estimateIntervals(
  rates: RatesToEstimate,
  settings: BootstrapSettings & { readonly interval: IntervalMethod },
): RateIntervals {
  const { level, interval: method } = settings;
  if (method === "none") return { raw: null, lengthControlled: null, warnings: [] };
  if (rates.isSelf) {
    const exact = { lower: 0.5, upper: 0.5, level, method: "exact", standardError: 0 } as const;
    // a judge may have been asked all the same, and not have seen a tie in every pair
    const isTie = rates.rawRate === 0.5 && rates.rawInfluence.every((value) => value === 0);
    const raw = isTie ? exact : intervalOfInfluence(rates.rawRate, rates.rawInfluence, { ...rates, level });
    return { raw, lengthControlled: exact, warnings: [] };
  }
  if (method === "bootstrap") {
    const { raw, lengthControlled } = bootstrapRates(rates, settings);
    const warnings = [
      ...whyMissing("raw", raw.reason),
      ...whyMissing("length-controlled", lengthControlled?.reason ?? null),
    ];
    return { raw: raw.interval, lengthControlled: lengthControlled?.interval ?? null, warnings };
  }
  const { rawRate, rawInfluence, clusters, judgedClusters, fitted } = rates;
  const about = { rawInfluence, clusters, judgedClusters, level };
  return {
    raw: intervalOfInfluence(rawRate, rawInfluence, about),
    lengthControlled: fitted && intervalOfInfluence(fitted.fit.rate, fitted.fit.influence.values, about),
    warnings: [],
  };
}

/** Clusters that hold a verdict. */
export function countJudgedClusters(preferences: Float64Array, { count, codes }: Clusters): number {
  const isJudged = new Uint8Array(count);
  preferences.forEach((preference, row) => {
    if (!Number.isNaN(preference)) isJudged[codes[row]!] = 1;
  });
  return sum(isJudged);
}

const whyMissing = (rate: string, reason: string | null): string[] =>
  reason === null ? [] : [`no-interval: no bootstrap interval of the ${rate} rate: ${reason}`];
