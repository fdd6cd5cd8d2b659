// Times at which a test is looked at → how far from nothing the statistic must be at each, so that all looks together
// err with probability α on one side. By then α·t² of it is spent (t the share of all data; Kim & DeMets, Biometrika 74,
// 1987, ρ = 2); scores S = √t·Z are a Brownian motion, whose density past the earlier looks is integrated on a grid
// (Armitage, McPherson & Rowe, JRSS A 132, 1969; Jennison & Turnbull, Group Sequential Methods, 2000, chapter 19):
//
//   S₁ = √t₁·Φ⁻¹(1 − α(t₁))      g₁(s) = φ(s/√t₁)/√t₁ below S₁
//   ∫ g(x)·Φ̄((S − x)/δ) dx = α(t) − α(earlier)      gives S, with δ = √(t − t earlier)
//   g(s) ← ∫ g(x)·φ((s − x)/δ)/δ dx below S      z = S/√t
import { normalCdf, normalDensity, normalQuantile } from "./distributions.js";

/** Simpson's rule on so many points errs by less than 1e-5. */
const points = 801;
const reach = 9;
const steps = 60;
const precision = 1e-12;

/** The density of the scores that no look has decided, on equal steps from `from`. */
interface Undecided {
  readonly from: number;
  readonly step: number;
  /** Times Simpson's weights. */
  readonly mass: Float64Array;
}

/**
 * @param times ascending, in (0, 1]
 * @param alpha on one side, in (0, ½)
 * @param spent how much of it may have been spent by a time
 * @returns z at each time, on one side
 */
export function sequentialBoundaries(
  times: readonly number[],
  alpha: number,
  spent: (time: number) => number = (time) => alpha * time ** 2,
): number[] {
  const bounds: number[] = [];
  let undecided: Undecided | null = null;
  let earlier = { time: 0, spent: 0 };
  for (const time of times) {
    const spend = Math.max(Number.MIN_VALUE, spent(time) - earlier.spent);
    const scale = Math.sqrt(time);
    const delta = Math.sqrt(time - earlier.time);
    const density: Undecided | null = undecided;
    const score: number = density === null ? -scale * normalQuantile(spend) : solve(density, delta, spend);
    bounds.push(score / scale);
    if (bounds.length === times.length) break;
    undecided = spread(scale, score, (s) =>
      density === null ? normalDensity(s / scale) / scale : densityAt(density, s, delta),
    );
    earlier = { time, spent: spent(time) };
  }
  return bounds;
}

function spread(scale: number, end: number, density: (score: number) => number): Undecided {
  const from = -reach * scale;
  const step = (end - from) / (points - 1);
  const mass = Float64Array.from({ length: points }, (_, i) => {
    const weight = i === 0 || i === points - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    return (density(from + i * step) * weight * step) / 3;
  });
  return { from, step, mass };
}

function densityAt({ from, step, mass }: Undecided, score: number, delta: number): number {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    const z = (score - from - i * step) / delta;
    sum += mass[i]! * Math.exp(-0.5 * z * z);
  }
  return sum / (delta * Math.sqrt(2 * Math.PI));
}

/** The score that is passed with probability `spend`: by Newton's steps, kept within what they have shown. */
function solve(density: Undecided, delta: number, spend: number): number {
  const { from, step, mass } = density;
  let low = from;
  let high = from + step * (points - 1) + reach * delta;
  let score = from + step * (points - 1);
  for (let i = 0; i < steps && high - low > precision; i++) {
    let passed = 0;
    for (let k = 0; k < mass.length; k++) passed += mass[k]! * normalCdf((from + k * step - score) / delta);
    const excess = passed - spend;
    if (excess > 0) low = score;
    else high = score;
    const next = score + excess / densityAt(density, score, delta);
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - score) < precision) return moved;
    score = moved;
  }
  return score;
}
