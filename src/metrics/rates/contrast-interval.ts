// Several rates, each with what its own intervals are made of → the interval of a weighted sum of them (a difference, a
// trend), and its p-value. By MOVER, the method of variance estimates recovery (Zou & Donner, Statistics in Medicine 27,
// 2008), which borrows the skewness of the single intervals [l, u]:
//
//   D = Σ c·R      e = c·(R − l) where c > 0, else c·(u − R)      L = D − √(Σ_jk ρ_jk·e_j·e_k)      U likewise
//
// For a difference of two, L = D − √((A − l_A)² + (u_B − B)² − 2ρ(A − l_A)(u_B − B)). Away from the edges it is
// D ± t·SE_D; where one of the rates was looked at on the way (rate-interval.ts) it is D ± c·SE_D. The p-value is the largest 1 − level whose interval holds 0, so that tests and intervals agree.
// Far out the single intervals end at 0 and 1, and a handful of pairs that go together would be certain: where the interval
// does not hold 0 at the level asked for, p is not below that of D/SE_D by Student's t, either.
import { normalCdf, studentTTwoSided } from "../../numerics/distributions.js";
import { criticalValues } from "./critical-value.js";
import type { Interval } from "./measure.js";
import { endsOfRate, type RateEvidence } from "./rate-interval.js";

export interface RateContrast {
  readonly rates: readonly RateEvidence[];
  /** One a rate. */
  readonly weights: readonly number[];
  /** ρ of the estimates of two rates. */
  readonly correlation: (j: number, k: number) => number;
}

/** ρ = clamp((SE_A² + SE_B² − SE_D²)/(2·SE_A·SE_B), −1, 1); 0 where a standard error is 0. */
export function correlationOf(first: number, second: number, ofDifference: number): number {
  if (!(first * second > 0)) return 0;
  const rho = (first ** 2 + second ** 2 - ofDifference ** 2) / (2 * first * second);
  return Math.max(-1, Math.min(1, rho));
}

/** First minus second. @param standardError of the difference */
export const differenceOf = (
  first: RateEvidence,
  second: RateEvidence,
  standardError: number,
): RateContrast => {
  const rho = correlationOf(first.standardError, second.standardError, standardError);
  return { rates: [first, second], weights: [1, -1], correlation: () => rho };
};

const weightedSum = ({
  rates,
  weights,
}: Pick<RateContrast, "weights"> & { readonly rates: readonly Pick<RateEvidence, "rate">[] }): number =>
  rates.reduce((sum, { rate }, j) => sum + weights[j]! * rate, 0);

/** In [−1, 1]. */
export const intervalOfContrast = (contrast: RateContrast, level: number): Interval =>
  endsOfContrast(contrast, (1 - level) / 2);

function endsOfContrast(contrast: RateContrast, tail: number): Interval {
  const { rates } = contrast;
  const criticals = rates.filter(({ times }) => times).map((rate) => criticalValues(rate, tail).t);
  const endsOf = ({ rate, standardError }: RateEvidence): Interval => {
    const reach = Math.max(...criticals) * standardError;
    return { lower: rate - reach, upper: rate + reach };
  };
  return recoverEnds(
    contrast,
    rates.map((rate) => (criticals.length > 0 ? endsOf(rate) : endsOfRate(rate, tail))),
  );
}

/** @param ends the interval of every rate */
export function recoverEnds(
  contrast: Omit<RateContrast, "rates"> & { readonly rates: readonly Pick<RateEvidence, "rate">[] },
  ends: readonly Interval[],
): Interval {
  const { rates, weights, correlation } = contrast;
  const value = weightedSum(contrast);
  const reach = (sign: 1 | -1): number => {
    const parts = rates.map(({ rate }, j) => {
      const { lower, upper } = ends[j]!;
      return weights[j]! * (sign * weights[j]! < 0 ? rate - lower : upper - rate);
    });
    let variance = 0;
    for (let j = 0; j < parts.length; j++)
      for (let k = 0; k < parts.length; k++)
        variance += (j === k ? 1 : correlation(j, k)) * parts[j]! * parts[k]!;
    return Math.sqrt(Math.max(0, variance));
  };
  return { lower: Math.max(-1, value - reach(-1)), upper: Math.min(1, value + reach(1)) };
}

const farthest = 37;
const steps = 60;
const precision = 1e-13;

/**
 * Two-sided p-value of "the sum is 0", by inverting the level: the interval's nearer end is 0 at z = Φ⁻¹(1 − p/2), found
 * by the Illinois variant of the false position. 1 at exactly 0; at most 1 − level exactly where the interval at `level`
 * leaves 0 out.
 */
export function pValueOf(contrast: RateContrast, level: number): number {
  const value = weightedSum(contrast);
  if (value === 0) return 1;
  return Math.max(invertLevel(contrast, value), Math.min(1 - level, pValueByT(contrast, value)));
}

function pValueByT({ rates, weights, correlation }: RateContrast, value: number): number {
  let variance = 0;
  rates.forEach(({ standardError }, j) => {
    for (let k = 0; k < rates.length; k++)
      variance +=
        (j === k ? 1 : correlation(j, k)) *
        weights[j]! *
        weights[k]! *
        standardError *
        rates[k]!.standardError;
  });
  const degreesOfFreedom = Math.min(...rates.map((rate) => rate.degreesOfFreedom));
  return variance > 0 ? studentTTwoSided(value / Math.sqrt(variance), degreesOfFreedom) : 0;
}

function invertLevel(contrast: RateContrast, value: number): number {
  const gapAt = (z: number): number => {
    const { lower, upper } = endsOfContrast(contrast, normalCdf(-z));
    return value > 0 ? lower : -upper;
  };
  let [near, far] = [0, 1];
  let gapNear = Math.abs(value);
  let gapFar = gapAt(far);
  while (gapFar > 0) {
    if (far > farthest) return 2 * normalCdf(-farthest);
    [near, gapNear] = [far, gapFar];
    far *= 1.5;
    gapFar = gapAt(far);
  }
  for (let step = 0, side = 0; step < steps && gapFar < -precision; step++) {
    const z = (near * gapFar - far * gapNear) / (gapFar - gapNear);
    const gap = gapAt(z);
    if (gap > precision) {
      if (side === 1) gapFar /= 2;
      [near, gapNear, side] = [z, gap, 1];
    } else {
      if (side === -1) gapNear /= 2;
      [far, gapFar, side] = [z, gap, -1];
    }
  }
  return 2 * normalCdf(-far);
}
