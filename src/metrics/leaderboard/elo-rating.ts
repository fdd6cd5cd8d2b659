// Strengths → ratings on the Elo scale: rating = anchor + (400 / ln 10)·(θ − θ_anchor), so that 400 points are odds of
// ten to one on an instruction of mean difficulty, at equal style (Elo 1978; the scale of Chatbot Arena).
//
// What they do not equal: Arena's ratings (other prompts, people as judges, no controlled style), ratings made of raw
// win rates, and, where models follow difficulty differently, the pairwise length-controlled rates: 1/(1 + 10^(−Δ/400))
// is off by up to a few points, and `largestGap` says by how many here.
import { logistic } from "../../numerics/logistic.js";
import { sum } from "../../numerics/moments.js";
import { type Difficulties, type ModelStrength, rateBetween } from "./rate-between.js";

export interface EloRating {
  readonly rating: number;
  /** Sandwich, clustered; null where influence is not known, and for a single cluster. */
  readonly standardError: number | null;
}

const pointsPerLogit = 400 / Math.LN10;

export function rateOnEloScale(
  { model, influence }: ModelStrength,
  anchor: { readonly strength: ModelStrength; readonly rating: number },
): EloRating {
  const rating = anchor.rating + pointsPerLogit * (model - anchor.strength.model);
  if (!influence || !anchor.strength.influence) return { rating, standardError: null };
  const moved = new Map<string, number>();
  for (const [of, sign] of [
    [influence, 1],
    [anchor.strength.influence, -1],
  ] as const) {
    of.clusters.forEach((cluster, row) => {
      moved.set(cluster, (moved.get(cluster) ?? 0) + sign * of.model[row]!);
    });
  }
  const G = moved.size;
  const mean = sum([...moved.values()]) / Math.max(1, G);
  const squares = [...moved.values()].reduce((total, value) => total + (value - mean) ** 2, 0);
  if (G === 1) return { rating, standardError: null };
  return { rating, standardError: G === 0 ? 0 : pointsPerLogit * Math.sqrt((G / (G - 1)) * squares) };
}

/** The largest |σ(θ_a − θ_b) − rate of a against b| over all pairs, in [0, 1]: how far ratings are from the rates. */
export function largestGap(strengths: readonly ModelStrength[], difficulties: Difficulties): number {
  let largest = 0;
  strengths.forEach((a, j) => {
    for (const b of strengths.slice(j + 1)) {
      const gap = Math.abs(logistic(a.model - b.model) - rateBetween(a, b, difficulties).rate);
      largest = Math.max(largest, gap);
    }
  });
  return largest;
}
