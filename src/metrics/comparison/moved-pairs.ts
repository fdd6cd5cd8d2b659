// Two compared models → the instructions on which they differ most: what is asked first after a gate has failed.
import { type ModelComparison, meanVerdicts } from "./compare-models.js";

/** Mean preference of each model on an instruction, in [0, 1]. */
export interface MovedPair {
  readonly instructionId: string;
  readonly first: number;
  readonly second: number;
}

/**
 * Of the instructions with verdicts on both, at most `count`, by falling |first − second|; of equal ones losses of the first
 * before gains, and with `lossesFirst` all of them.
 */
export function findMovedPairs(
  { first, second }: ModelComparison,
  count: number,
  lossesFirst = false,
): MovedPair[] {
  const ofSecond = meanVerdicts(second);
  const moved = [...meanVerdicts(first)].flatMap(([instructionId, y]): MovedPair[] => {
    const other = ofSecond.get(instructionId);
    return other === undefined || Number.isNaN(y - other) || other === y
      ? []
      : [{ instructionId, first: y, second: other }];
  });
  const change = ({ first: y, second: other }: MovedPair) => y - other;
  moved.sort(
    (a, b) =>
      (lossesFirst ? Math.sign(change(a)) - Math.sign(change(b)) : 0) ||
      Math.abs(change(b)) - Math.abs(change(a)) ||
      change(a) - change(b) ||
      (a.instructionId < b.instructionId ? -1 : 1),
  );
  return moved.slice(0, count);
}
