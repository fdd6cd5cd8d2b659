/** Σ values; 0 for none. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** The arithmetic mean; NaN for no values. */
export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** The share of the values for which a condition holds, in [0, 1]; NaN for no values. */
export function shareOf(values: ArrayLike<number>, holds: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (holds(values[i]!)) count++;
  return count / values.length;
}

/**
 * The sample standard deviation, divisor n − 1 (ddof 1), in two passes; NaN for fewer than two values, and exactly 0
 * for equal ones, whose mean rounding may move away from them.
 *
 * @example standardDeviation([1, 2, 3, 4]) // 1.2909944487358056
 */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  let squares = 0;
  let areEqual = true;
  for (let i = 0; i < values.length; i++) {
    squares += (values[i]! - centre) ** 2;
    areEqual &&= values[i] === values[0];
  }
  return areEqual ? 0 : Math.sqrt(squares / (values.length - 1));
}
