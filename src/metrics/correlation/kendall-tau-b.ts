// Paired values → Kendall's tau-b, (concordant − discordant)/√((P − ties in x)(P − ties in y)), P = n(n − 1)/2 pairs
// (M. G. Kendall, The treatment of ties in ranking problems, Biometrika 33, 1945). Counted in O(n log n) by
// W. R. Knight's method (JASA 61, 1966): sort by x, then y; the exchanges of a merge sort by y are the discordances.
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

/** Kendall's tau-b of n pairs, in [−1, 1]; unmeasurable for fewer than two pairs or where one side is all ties. */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): Measure {
  const n = x.length;
  if (n < 2) return unmeasurable("fewer than two pairs");
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const sortedX = Float64Array.from(order, (i) => x[i]!);
  const sortedY = Float64Array.from(order, (i) => y[i]!);
  const tiesX = countTiedPairs(n, (i) => sortedX[i] === sortedX[i - 1]);
  const tiesBoth = countTiedPairs(n, (i) => sortedX[i] === sortedX[i - 1] && sortedY[i] === sortedY[i - 1]);
  const discordant = sortCountingExchanges(sortedY, new Float64Array(n), 0, n);
  const tiesY = countTiedPairs(n, (i) => sortedY[i] === sortedY[i - 1]);
  const pairs = (n * (n - 1)) / 2;
  if (tiesX === pairs || tiesY === pairs) return unmeasurable("one of the two never varies");
  const balance = pairs - tiesX - tiesY + tiesBoth - 2 * discordant;
  return measured(balance / Math.sqrt(pairs - tiesX) / Math.sqrt(pairs - tiesY));
}

function countTiedPairs(n: number, isAsBefore: (i: number) => boolean): number {
  let tied = 0;
  for (let i = 1, run = 0; i < n; i++) {
    run = isAsBefore(i) ? run + 1 : 0;
    tied += run;
  }
  return tied;
}

/** Sorts values[from … to − 1] in place and returns how many pairs stood strictly in the wrong order. */
function sortCountingExchanges(values: Float64Array, spare: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const middle = (from + to) >> 1;
  let exchanges =
    sortCountingExchanges(values, spare, from, middle) + sortCountingExchanges(values, spare, middle, to);
  for (let left = from, right = middle, k = from; k < to; k++) {
    const takeRight = left === middle || (right < to && values[right]! < values[left]!);
    if (takeRight) exchanges += middle - left;
    spare[k] = takeRight ? values[right++]! : values[left++]!;
  }
  values.set(spare.subarray(from, to), from);
  return exchanges;
}
