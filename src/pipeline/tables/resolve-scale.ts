// The stated scale and the values of a file of verdicts → the scale on which they are read.
import { InputError } from "../../core/errors.js";
import { readNumber } from "../../io/rows/read-number.js";
import type { LabelReading } from "./read-label.js";

interface StatedScale extends Omit<LabelReading, "scale"> {
  readonly scale?: LabelReading["scale"] | "labels" | undefined;
}

/** More fractions than this are no labels. */
const mostFractionalLabels = 5;

/**
 * The stated scale; where none is stated, fractions tell preferences from labels: taken as labels, every verdict of a
 * log-probability judge would be a class of its own.
 * @throws InputError for many fractions that do not lie between 1 and 2
 */
export function resolveScale(
  { scale, labels, chances }: StatedScale,
  cells: readonly string[],
): LabelReading["scale"] {
  if (scale !== undefined) return scale === "labels" ? undefined : scale;
  const numbers = [...new Set(cells)]
    .filter((cell) => !chances?.has(cell) && !labels?.some(({ value }) => value === cell))
    .map((cell) => readNumber(cell));
  const fractions = numbers.filter((number) => number !== undefined && !Number.isInteger(number));
  if (fractions.length === 0) return undefined;
  if (numbers.every((number) => number === 0 || (number !== undefined && number >= 1 && number <= 2)))
    return "1..2";
  if (fractions.length <= mostFractionalLabels) return undefined;
  throw new InputError(
    { message: `the verdicts hold ${fractions.length} different fractions, which are no labels` },
    {
      hint: "State what they mean: --scale LOW..HIGH (1..2, 0..1); --scale labels where each is a label. With both --scale and --labels, the labels are the humans'.",
    },
  );
}
