import { standardDeviation } from "../../numerics/moments.js";

/**
 * tanh(Δ/sd(Δ)) for differences baseline − model: sd with divisor n − 1, Δ not centred, so that 0 stays equality. The
 * reference's scale of length (Dubois et al. 2024, "Length-Controlled AlpacaEval", section 3). The sign where all
 * differences are the same.
 */
export function scaleDifference(
  difference: Float64Array,
  scale = standardDeviation(difference),
): Float64Array {
  return difference.map((delta) => (scale > 0 ? Math.tanh(delta / scale) : Math.sign(delta)));
}
