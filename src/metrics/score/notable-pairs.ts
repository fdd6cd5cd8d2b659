// One model's rows and predictions → the pairs that a reader should look at, and why.
import type { Observation, Observations } from "../../length-control/observation.js";

export const notableReasons = {
  unjudged: "no verdict",
  "order-flip": "the verdict turns with the order shown",
  "length-flip": "the prediction changes sides at equal length",
  "moved-by-length": "length moves the prediction",
  unmoved: "length hardly moves the prediction",
  "not-fitted": "nothing was fitted",
} as const;

/** Reasons to look at a pair; the last two are none. */
const reasonsAtOnce = Object.keys(notableReasons).length - 2;
/** By less than half a point, length does not move a prediction. */
const leastMove = 0.005;

export type NotableReason = keyof typeof notableReasons;

export interface NotablePair {
  /** Position among the model's rows. */
  readonly row: number;
  readonly reason: NotableReason;
  /** |prediction as observed − prediction at equal length|, in [0, 1]; 0 without a fit. */
  readonly movedBy: number;
}

export interface Predictions {
  readonly asObserved: ArrayLike<number>;
  readonly atEqualLength: ArrayLike<number>;
}

/**
 * At most `limit` pairs, each once, under the first reason that holds. Every reason has an equal share of the places;
 * what one leaves free goes to the pairs that length moves most; without a fit, to the first ones.
 */
export function choosePairs(
  rows: Observations,
  predictions: Predictions | null,
  limit: number,
): NotablePair[] {
  const pairs = rows.map((row, i) => examinePair(row, i, predictions));
  pairs.sort((a, b) => b.movedBy - a.movedBy || a.row - b.row);
  const share = Math.floor(limit / reasonsAtOnce);
  const chosen = new Set<NotablePair>();
  for (const reason of Object.keys(notableReasons).slice(0, reasonsAtOnce)) {
    for (const pair of pairs.filter((pair) => pair.reason === reason).slice(0, share)) chosen.add(pair);
  }
  for (const pair of pairs) if (chosen.size < limit) chosen.add(pair);
  return pairs.filter((pair) => chosen.has(pair));
}

function examinePair(row: Observation, at: number, predictions: Predictions | null): NotablePair {
  const observed = predictions?.asObserved[at] ?? 0.5;
  const equal = predictions?.atEqualLength[at] ?? 0.5;
  const movedBy = Math.abs(observed - equal);
  const reason: NotableReason =
    row.preference === null
      ? "unjudged"
      : turnsWithOrder(row)
        ? "order-flip"
        : (observed - 0.5) * (equal - 0.5) < 0
          ? "length-flip"
          : predictions === null
            ? "not-fitted"
            : movedBy < leastMove
              ? "unmoved"
              : "moved-by-length";
  return { row: at, reason, movedBy };
}

/** Judged in both orders, and the answer that is preferred is another one in each. */
function turnsWithOrder({ judgements = [] }: Observation): boolean {
  const meanIn = (order: string) => {
    const judged = judgements.filter((each) => each.order === order && each.preference !== null);
    return judged.reduce((sum, { preference }) => sum + preference! - 0.5, 0);
  };
  return meanIn("baseline-first") * meanIn("model-first") < 0;
}
