// Two independent proportions a of n₁ and c of n₂ → their gap, ratio and odds ratio with intervals.
//   gap          p₁ − p₂, Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10)
//   ratio        p₁/p₂, log scale, var = 1/a − 1/n₁ + 1/c − 1/n₂ (Katz et al. 1978)
//   odds ratio   ad/(bc), log scale, var = 1/a + 1/b + 1/c + 1/d (Woolf 1955)
// A zero cell has neither; ½ is then added to all four (Haldane 1956, Anscombe 1956).
import { normalQuantile } from "../../numerics/distributions.js";
import type { Interval } from "../rates/measure.js";
import { wilsonInterval } from "../rates/wilson-interval.js";

export interface Count {
  readonly hits: number;
  /** > 0, at least `hits`. */
  readonly trials: number;
}

export interface IntervalEstimate extends Interval {
  readonly value: number;
}

export interface TwoProportions {
  readonly gap: IntervalEstimate;
  readonly ratio: IntervalEstimate;
  readonly oddsRatio: IntervalEstimate;
  /** Whether ½ was added to the four cells of the ratio and the odds ratio. */
  readonly isCorrected: boolean;
}

/** First against second; rows must be independent (for dependent ones see `compareRates`). */
export function compareProportions(first: Count, second: Count, level = 0.95): TwoProportions {
  const cells = [first.hits, first.trials - first.hits, second.hits, second.trials - second.hits];
  const isCorrected = cells.includes(0);
  const [a, b, c, d] = cells.map((cell) => cell + (isCorrected ? 0.5 : 0)) as [
    number,
    number,
    number,
    number,
  ];
  const onLogScale = (value: number, variance: number): IntervalEstimate => {
    const factor = Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(variance));
    return { value, lower: value / factor, upper: value * factor };
  };
  return {
    gap: newcombeGap(first, second, level),
    ratio: onLogScale(a / (a + b) / (c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)),
    oddsRatio: onLogScale((a * d) / (b * c), 1 / a + 1 / b + 1 / c + 1 / d),
    isCorrected,
  };
}

function newcombeGap(first: Count, second: Count, level: number): IntervalEstimate {
  const [p1, p2] = [first.hits / first.trials, second.hits / second.trials];
  const [w1, w2] = [first, second].map(({ hits, trials }) => wilsonInterval(hits, trials, level));
  return {
    value: p1 - p2,
    lower: p1 - p2 - Math.hypot(p1 - w1!.lower, w2!.upper - p2),
    upper: p1 - p2 + Math.hypot(w1!.upper - p1, p2 - w2!.lower),
  };
}
