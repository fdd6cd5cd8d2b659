// What is known of a rate → an interval that stays inside [0, 1] and covers where outcomes are few, too.
//
//   V = (T − 1)·SE²      A = 1 + z²/T      κ(J) = (J² − V)/(T·J)
//   dist(J) = [z²κ + √((z²κ)² + 4A·t²·SE²)]/(2A), 0 where J ≤ 0
//   lower = max(0, R − dist(J⁻))      upper = min(1, R + dist(J⁺))
//
// A rate further up is a mixture of what was seen with full wins, each of which moves it by J⁺/T; the end is where such a
// mixture would no longer give the R that was seen. For verdicts of 0 and 1 that is, up to T − 1 in the place of T,
// Wilson's score interval (JASA 22, 1927): exactly so where nothing varies. Checked by simulation: bench/coverage.mjs.
//
// A rate that was looked at on the way, and might have been stopped at, has the repeated interval, which holds at all looks
// together (Jennison & Turnbull, JRSS B 51, 1989): expit(logit R ± c·SE/(R(1 − R))), c from critical-value.ts. Where that
// has no meaning (SE = 0, R at an edge) it is the interval above with the look's quantiles in the place of z and t.
import { logistic, logit } from "../../numerics/logistic.js";
import { criticalValues } from "./critical-value.js";
import type { Interval } from "./measure.js";

/** A rate and what its intervals, at any level, are made of. */
export interface RateEvidence {
  /** In [0, 1]. */
  readonly rate: number;
  /** In units of the rate (0 … 1); 0 where nothing varies, NaN where it is not known: there is no interval then. */
  readonly standardError: number;
  /** T ≥ 1: independent verdicts that would say as much; the rows themselves where each is a cluster of its own. */
  readonly trials: number;
  /** Of the standard error, ≥ 1. */
  readonly degreesOfFreedom: number;
  /** J⁺ and J⁻: how far the rate would move were all verdicts wins, or losses; both 0 for a rate without error. */
  readonly jumpUp: number;
  readonly jumpDown: number;
  /** Where it was looked at on the way: the share of all instructions judged by each look so far, ascending to now's. */
  readonly times?: readonly number[] | undefined;
  /** The interval is on the logit scale: of an estimate from a sample. */
  readonly isLogit?: boolean | undefined;
}

export interface RateInterval extends Omit<RateEvidence, "rate"> {
  /** In [0, 1]. */
  readonly lower: number;
  readonly upper: number;
  /** Confidence level, in (0, 1). */
  readonly level: number;
  readonly method: "sandwich" | "bootstrap" | "exact" | "repeated";
}

/** A rate in [0, 1], and its interval. */
export interface RateEstimate {
  readonly rate: number;
  readonly interval: RateInterval;
}

/** A confidence level in (0, 1), for one look or, with the `times` of a run's, for all of them together. */
export type Confidence = number | { readonly level: number; readonly times: readonly number[] };

/** The two-sided interval; NaN at both ends where the standard error is not known. */
export function intervalOfRate({ rate, ...given }: RateEvidence, confidence: Confidence): RateInterval {
  const { level, ...looked } = typeof confidence === "number" ? { level: confidence } : confidence;
  const about = { ...given, ...looked };
  const ends = endsOfRate({ rate, ...about }, (1 - level) / 2);
  return { ...about, ...ends, level, method: about.times ? "repeated" : "sandwich" };
}

/** The same by the probability that is left on either side, in (0, ½): it keeps its digits where a level does not. */
export function endsOfRate(evidence: RateEvidence, tail: number): Interval {
  const { rate, standardError, trials, jumpUp, jumpDown, times, isLogit } = evidence;
  const { z, t } = criticalValues(evidence, tail);
  if ((times || isLogit) && standardError > 0 && rate > 0 && rate < 1) {
    const half = (t * standardError) / (rate * (1 - rate));
    return { lower: logistic(logit(rate) - half), upper: logistic(logit(rate) + half) };
  }
  const zSquared = z ** 2;
  const reach = standardError === 0 ? 0 : t * standardError;
  const variance = (trials - 1) * standardError ** 2;
  const scale = 1 + zSquared / trials;
  const distance = (jump: number): number => {
    if (jump <= 0) return 0;
    const shift = (zSquared * (jump * jump - variance)) / (trials * jump);
    return (shift + Math.hypot(shift, 2 * Math.sqrt(scale) * reach)) / (2 * scale);
  };
  return { lower: Math.max(0, rate - distance(jumpDown)), upper: Math.min(1, rate + distance(jumpUp)) };
}

/** A rate without error: its interval is itself. */
export const exactRate = (rate: number): RateEvidence => ({
  rate,
  standardError: 0,
  trials: 1,
  degreesOfFreedom: 1,
  jumpUp: 0,
  jumpDown: 0,
});
