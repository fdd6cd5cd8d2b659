// A model's two rates → their intervals by the method asked for.
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { type Clusters, sumByCluster } from "../../numerics/clusters.js";
import type { BootstrapSettings } from "./bootstrap.js";
import { bootstrapRates, type IntervalOrReason } from "./bootstrap-rates.js";
import type { FittedRows } from "./fit-evidence.js";
import type { MeasuredRate } from "./rate-evidence.js";
import { intervalOfRate, type RateInterval } from "./rate-interval.js";

/** `sandwich`: from influence values. `bootstrap`: BCa from refits. */
export type IntervalMethod = "sandwich" | "bootstrap" | "none";

export interface RatesToEstimate {
  readonly rows: ObservationColumns;
  readonly clusters: Clusters;
  readonly raw: MeasuredRate;
  /** Null where there is no such rate. */
  readonly lengthControlled: MeasuredRate | null;
  /** Null where nothing was fitted. */
  readonly fitted: FittedRows | null;
}

export interface RateIntervals {
  readonly raw: RateInterval | null;
  readonly lengthControlled: RateInterval | null;
  /** Why an interval is missing, each `code: sentence`. */
  readonly warnings: readonly string[];
}

export function estimateIntervals(
  { rows, clusters, raw, lengthControlled, fitted }: RatesToEstimate,
  settings: BootstrapSettings & { readonly interval: IntervalMethod },
): RateIntervals {
  const { level, interval: method } = settings;
  if (method === "none") return { raw: null, lengthControlled: null, warnings: [] };
  const sandwich = (measured: MeasuredRate): RateInterval => {
    const interval = intervalOfRate(measured.evidence, level);
    return interval.jumpUp === 0 && interval.jumpDown === 0 ? { ...interval, method: "exact" } : interval;
  };
  // a model that is the baseline has nothing to refit
  if (method === "sandwich" || (lengthControlled && !fitted))
    return {
      raw: sandwich(raw),
      lengthControlled: lengthControlled && sandwich(lengthControlled),
      warnings: [],
    };
  const drawn = bootstrapRates({ rows, clusters, rawInfluence: raw.influence, fitted }, settings);
  const ofLengthControlled =
    drawn.lengthControlled && lengthControlled && fromBootstrap(lengthControlled, drawn.lengthControlled);
  return {
    raw: fromBootstrap(raw, drawn.raw),
    lengthControlled: ofLengthControlled,
    warnings: [
      ...whyMissing("raw", drawn.raw.reason),
      ...whyMissing("length-controlled", drawn.lengthControlled?.reason ?? null),
    ],
  };
}

function fromBootstrap({ evidence }: MeasuredRate, { interval }: IntervalOrReason): RateInterval | null {
  if (interval === null) return null;
  const { rate: _, ...about } = evidence;
  return { ...about, ...interval };
}

/** Rows with a verdict in each cluster. */
export const sizesOfJudged = (preferences: Float64Array, clusters: Clusters): Float64Array =>
  sumByCluster(
    preferences.map((preference) => Number(!Number.isNaN(preference))),
    clusters,
  );

const whyMissing = (rate: string, reason: string | null): string[] =>
  reason === null ? [] : [`no-interval: no bootstrap interval of the ${rate} rate: ${reason}`];
