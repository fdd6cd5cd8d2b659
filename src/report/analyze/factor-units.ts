import type { Interval } from "../../metrics/rates/measure.js";
import { fixed, range } from "../figure-text.js";

/** From where to where an outcome's own scale goes. */
export interface OutcomeRange {
  readonly min: number;
  readonly max: number;
}

/** Shares in [0, 1] and their differences → the outcome's own units, or percent. */
export function unitsOf(marks: OutcomeRange | null) {
  const { min, max } = marks ?? { min: 0, max: 100 };
  const digits = marks ? 2 : 1;
  const mark = (share: number) => min + share * (max - min);
  const difference = (share: number) => share * (max - min);
  const cells =
    (convert: (share: number) => number) =>
    (value: number | null, interval: Interval | null): [string, string] => [
      fixed(value === null ? null : convert(value), digits),
      range(interval && { lower: convert(interval.lower), upper: convert(interval.upper) }, digits),
    ];
  return {
    mark,
    difference,
    markCells: cells(mark),
    differenceCells: cells(difference),
    meanTitle: marks ? `mean (${min} to ${max})` : "mean %",
  };
}
