// Scores with confidence intervals → how well a benchmark tells models apart, and whether it agrees with another.
// T. Li et al., From Crowdsourced Data to High-Quality Benchmarks: Arena-Hard and BenchBuilder (2024), section 3:
//   separability with confidence   share of the model pairs whose intervals do not overlap
//   agreement with confidence      over all pairs, the mean of +1 (both benchmarks separate the pair, in one order),
//                                  −1 (both separate it, in opposite orders), 0 (at least one does not separate it)
import { type Interval, type Measure, measured, unmeasurable } from "../rates/measure.js";

/** Share of pairs with disjoint intervals, in [0, 1]. An interval of width 0 stands for a score taken as exact. */
export function separabilityWithConfidence(intervals: readonly Interval[]): Measure {
  return meanOverPairs(intervals.length, (i, j) => Math.abs(separate(intervals[i]!, intervals[j]!)));
}

/** In [−1, 1]; both lists hold the same models in the same order, higher scores being better. */
export function agreementWithConfidence(first: readonly Interval[], second: readonly Interval[]): Measure {
  return meanOverPairs(
    first.length,
    (i, j) => separate(first[i]!, first[j]!) * separate(second[i]!, second[j]!),
  );
}

/** 1 where a lies wholly above b, −1 where wholly below, 0 where they touch or overlap. */
function separate(a: Interval, b: Interval): number {
  return a.lower > b.upper ? 1 : a.upper < b.lower ? -1 : 0;
}

function meanOverPairs(n: number, relationOf: (i: number, j: number) => number): Measure {
  if (n < 2) return unmeasurable("fewer than two models");
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += relationOf(i, j);
  return measured(sum / ((n * (n - 1)) / 2));
}
