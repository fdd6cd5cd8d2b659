// The pairs chosen for a page, and the texts found for them → what the page shows of each.
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import type { NotablePair, Predictions } from "../../metrics/score/notable-pairs.js";
import type { ShownPair } from "../../report/html/page-data.js";
import { keyOfPair, type PairTexts } from "./read-pair-texts.js";

/** A pair whose texts were not found again is left out. */
export function showPairs(
  model: ModelObservations,
  chosen: readonly NotablePair[],
  { predictions, texts }: { predictions: Predictions | null; texts: ReadonlyMap<string, PairTexts> },
): ShownPair[] {
  return chosen.flatMap(({ row: at, reason }) => {
    const row = model.rows.at(at)!;
    const found = texts.get(keyOfPair({ ...row, generator: model.generator }));
    if (!found) return [];
    return [
      {
        reason,
        instructionId: row.instructionId,
        verdicts: row.judgements ?? [],
        generator: model.generator,
        baseline: model.baseline,
        ...found,
        preference: row.preference,
        unjudgedReason: row.unjudgedReason ?? null,
        predicted: predictions && {
          asObserved: predictions.asObserved[at]!,
          atEqualLength: predictions.atEqualLength[at]!,
        },
        lengthDifference: lengthDifference(row),
      },
    ];
  });
}

const lengthDifference = ({ modelLength, baselineLength }: Observation) =>
  modelLength === null || baselineLength === null ? null : modelLength - baselineLength;

/** How far length moves the prediction, in [0, 1]; 0 without a fit. */
export const movedBy = ({ predicted }: ShownPair) =>
  predicted ? Math.abs(predicted.asObserved - predicted.atEqualLength) : 0;
