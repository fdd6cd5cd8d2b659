// Scores of positives and negatives → area under the ROC curve = P(a positive scores above a negative), equal scores
// counting ½ (the Mann–Whitney statistic over n₊n₋; Hanley & McNeil, Radiology 143, 1982).
import { type Measure, measured, unmeasurable } from "../rates/measure.js";

/** Scores in ascending order, prepared once and weighed often. */
export interface RankedScores {
  readonly order: Uint32Array;
  readonly scores: ArrayLike<number>;
  readonly isPositive: (row: number) => boolean;
}

export function rankScores(scores: ArrayLike<number>, isPositive: (row: number) => boolean): RankedScores {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  return { order, scores, isPositive };
}

/** The area, in [0, 1]; unmeasurable when positives or negatives are missing. */
export function areaUnderCurve(
  { order, scores, isPositive }: RankedScores,
  weightOf: (row: number) => number = () => 1,
): Measure {
  let wins = 0;
  let positives = 0;
  let negatives = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const row = order[end]!;
      if (isPositive(row)) tiedPositives += weightOf(row);
      else tiedNegatives += weightOf(row);
    }
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  if (positives === 0) return unmeasurable("no positive row");
  if (negatives === 0) return unmeasurable("no negative row");
  return measured(wins / (positives * negatives));
}
