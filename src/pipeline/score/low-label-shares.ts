// Judgements → by model, a warning where the labels held little of the probability: the judge may have said something else.
// Only lceval's own lines state the share; verdicts of others stay as they are.
import { countOf } from "../../core/count-of.js";
import { lowLabelShare } from "../../judge/reading.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";

/** Counts judgements by the `label_share` (0…1) of their lines. */
export class LabelShareWatch {
  readonly #counts = new Map<string, { low: number; all: number }>();

  see({ row, generator }: JudgedRow): void {
    const share = row.located.value.label_share;
    if (typeof share !== "number" || row.preference === null) return;
    const counts = this.#counts.get(generator) ?? { low: 0, all: 0 };
    this.#counts.set(generator, counts);
    counts.all++;
    if (share < lowLabelShare) counts.low++;
  }

  /** Each `code: sentence`. */
  warnings(generator: string): string[] {
    const { low, all } = this.#counts.get(generator) ?? { low: 0, all: 0 };
    if (low === 0) return [];
    const judgements = countOf(all, "judgement");
    return [
      `label-share: in ${low} of ${judgements} the labels held less than half of the probability; the judge may not have followed its prompt`,
    ];
  }
}
