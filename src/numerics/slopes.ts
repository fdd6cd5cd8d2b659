// Pairs (x, y) whose x vary → the slope of a line through them.
import { mean } from "./moments.js";

/** Of the least-squares line. */
export function leastSquaresSlope(x: Float64Array, y: Float64Array): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  let products = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    products += (x[i]! - centreX) * (y[i]! - centreY);
    squares += (x[i]! - centreX) ** 2;
  }
  return products / squares;
}

/** The median of the slopes between all pairs, the lower one of two in the middle (Theil 1950, Sen 1968); O(n²). */
export function theilSenSlope(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) if (x[i] !== x[j]) slopes[count++] = (y[j]! - y[i]!) / (x[j]! - x[i]!);
  return select(slopes.subarray(0, count), (count - 1) >> 1);
}

/** The value that would stand at a rank were the values sorted, which it reorders (Hoare 1961). */
function select(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const swapped = values[low]!;
      values[low++] = values[high]!;
      values[high--] = swapped;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank]!;
}
