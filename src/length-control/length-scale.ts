// Differences of length Δ → a scale that single runaway answers do not stretch:
//
//     m = median Δ      u = 1.4826·median|Δ − m|      Δ* = clamp(Δ, m ± 6u)      sd* = sd(Δ*)
//
// One answer of 100,000 characters makes sd(Δ) so large that tanh(Δ/sd) is nearly 0 for all others, and length control
// is off. u is the standard deviation of a normal distribution (Hampel, JASA 69, 1974).
import { gather, positionsOfNumbers } from "../numerics/gather.js";
import { standardDeviation } from "../numerics/moments.js";
import { quantile } from "../numerics/quantile.js";

const consistency = 1.4826;
const farthest = 6;

export interface LengthScale {
  /** sd(Δ), with divisor n − 1. */
  readonly standard: number;
  /** sd*; the standard one where u is 0 or sd* no smaller. */
  readonly robust: number;
  /** Positions of the differences beyond m ± 6u. */
  readonly beyond: readonly number[];
}

export function measureLengthScale(differences: Float64Array): LengthScale {
  const known = gather(differences, positionsOfNumbers(differences));
  const standard = standardDeviation(known);
  const middle = quantile(known.toSorted(), 0.5);
  const unit = consistency * quantile(known.map((delta) => Math.abs(delta - middle)).sort(), 0.5);
  if (!(unit > 0)) return { standard, robust: standard, beyond: [] };
  const clamped = known.map((delta) =>
    Math.max(middle - farthest * unit, Math.min(middle + farthest * unit, delta)),
  );
  const beyond: number[] = [];
  differences.forEach((delta, row) => {
    if (Math.abs(delta - middle) > farthest * unit) beyond.push(row);
  });
  return { standard, robust: Math.min(standard, standardDeviation(clamped)), beyond };
}
