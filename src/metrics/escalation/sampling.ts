// What a cheap judge said of all pairs → with which chance each goes to the strong one: more where the cheap one is unsure,
// and where a verdict moves the length-controlled rate.
//
//   soft verdicts: s = min(½, √(0.01 + √(f(1 − f))))      hard ones: 1 where f is not the more frequent verdict, else ⅓
//   d = |x'v| of the cheap judge's own fit, at least a tenth of its mean; 1 without a fit
//   π = clip(κ·s·d, 0.05, 1) with κ such that Σπ is the budget
import { mean, sum } from "../../numerics/moments.js";

const leastChance = 0.05;
const leastDirection = 0.1;
const steps = 100;

/** @param cheap preferences in [0, 1] */
export function spreadOfStrong(cheap: Float64Array): Float64Array {
  const isHard = cheap.every((f) => f === 0 || f === 0.5 || f === 1);
  if (!isHard) return cheap.map((f) => Math.min(0.5, Math.sqrt(0.01 + Math.sqrt(f * (1 - f)))));
  const wins = cheap.filter((f) => f === 1).length;
  const losses = cheap.filter((f) => f === 0).length;
  const majority = wins > losses ? 1 : 0;
  return cheap.map((f) => (f === majority ? 1 / 3 : 1));
}

/**
 * @param directions x'v of each row; null where nothing was fitted
 * @param budget expected number of rows, at least 0.05 of all
 */
export function chancesOf(
  cheap: Float64Array,
  directions: Float64Array | null,
  budget: number,
): Float64Array {
  const d = (directions ?? new Float64Array(cheap.length).fill(1)).map(Math.abs);
  const floor = leastDirection * mean(d);
  const size = spreadOfStrong(cheap).map((s, i) => s * Math.max(d[i]!, floor));
  const at = (kappa: number) => size.map((value) => Math.min(1, Math.max(leastChance, kappa * value)));
  let [low, high] = [0, 1 / Math.max(Number.MIN_VALUE, Math.min(...size))];
  for (let step = 0; step < steps; step++) {
    const kappa = (low + high) / 2;
    if (sum(at(kappa)) < budget) low = kappa;
    else high = kappa;
  }
  return at(high);
}
