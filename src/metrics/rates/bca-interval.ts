// Bootstrap replicates and jackknife values → Efron's bias-corrected and accelerated interval:
//   z₀ = Φ⁻¹(share of replicates below the estimate, ties half)      a = Σ d³ / (6·(Σ d²)^1.5),  d = θ̄₍.₎ − θ₍ᵢ₎
//   the ends are the replicates' quantiles at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z = ∓z₁₋α/₂
// Efron, Better bootstrap confidence intervals, JASA 82 (1987).
import { normalCdf, normalQuantile } from "../../numerics/distributions.js";
import { mean } from "../../numerics/moments.js";
import { quantile } from "../../numerics/quantile.js";
import type { Interval } from "./measure.js";

export interface BcaRequest {
  readonly estimate: number;
  /** The statistic of every bootstrap sample, ascending. */
  readonly sorted: Float64Array;
  /** The statistic with each unit left out once; any smooth approximation up to a shift and a positive factor serves. */
  readonly jackknife: Float64Array;
  /** In (0, 1). */
  readonly level: number;
}

/** The interval, or the reason why there is none: replicates that never vary, or a correction beyond its range. */
export function bcaInterval(
  request: BcaRequest,
): { interval: Interval; reason: null } | { interval: null; reason: string } {
  const { estimate, sorted, jackknife, level } = request;
  if (sorted.length === 0 || sorted[0] === sorted.at(-1))
    return { interval: null, reason: "the bootstrap samples never vary" };
  const bias = biasCorrection(estimate, sorted);
  const acceleration = accelerationOf(jackknife);
  const z = normalQuantile((1 + level) / 2);
  const [lower, upper] = [-z, z].map((deviate) => {
    const shifted = bias + deviate;
    const stretch = 1 - acceleration * shifted;
    return stretch > 0 ? quantile(sorted, normalCdf(bias + shifted / stretch)) : null;
  });
  if (lower == null || upper == null)
    return { interval: null, reason: "BCa's correction leaves its range: a few units decide the statistic" };
  return { interval: { lower, upper }, reason: null };
}

/** The same mean summed in another order differs by rounding, and is a tie all the same. */
const rounding = 1e-12;

/** z₀; the share is kept off 0 and 1 by half a replicate, where it would be infinite. */
function biasCorrection(estimate: number, sorted: Float64Array): number {
  const margin = rounding * Math.max(1, Math.abs(estimate));
  let below = 0;
  for (const value of sorted) below += value < estimate - margin ? 1 : value <= estimate + margin ? 0.5 : 0;
  const half = 0.5 / sorted.length;
  return normalQuantile(Math.max(half, Math.min(1 - half, below / sorted.length)));
}

function accelerationOf(jackknife: Float64Array): number {
  const centre = mean(jackknife);
  let squares = 0;
  let cubes = 0;
  for (const value of jackknife) {
    const distance = centre - value;
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}
