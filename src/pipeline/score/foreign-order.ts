// Judgements shown in another order than the reference's, scored with difficulty that the package brings: that difficulty
// carries what the reference's one order an instruction did to its judge (recipe.md: mean γ −0.74 where the model was first,
// +0.63 where second), which such judgements do not have.
import { sha256 } from "../../core/hash.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { ordersOfPresentation } from "../../pairs/order-of-presentation.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";

export interface OrderWatch {
  /** Takes note of a row. */
  readonly see: (judged: Pick<JudgedRow, "row" | "generator">) => void;
  /** Of the model: one `code: sentence` where some of its judgements were shown in another order. */
  readonly warnings: (generator: string) => readonly string[];
}

/** @param isKnown whether the difficulty knows the instruction with this text hash: others are not looked at */
export function watchForForeignOrder(isKnown: (textId: string) => boolean): OrderWatch {
  const counts = new Map<string, { foreign: number; known: number }>();
  // an instruction comes again with every model; those that are known are few
  const expected = new Map<string, AnnotationRow["order"]>();
  const expectedOf = (instruction: string): AnnotationRow["order"] => {
    const known = expected.get(instruction);
    if (known !== undefined) return known;
    if (!isKnown(sha256(instruction))) return null;
    const [order] = ordersOfPresentation("random", instruction, 0);
    expected.set(instruction, order!);
    return order!;
  };
  return {
    see({ row: { instruction, order, answersShown }, generator }) {
      if (order === null || instruction === null || answersShown !== 2) return;
      const should = expectedOf(instruction);
      if (should === null) return;
      const count = counts.get(generator) ?? { foreign: 0, known: 0 };
      counts.set(generator, count);
      count.known++;
      count.foreign += Number(order !== should);
    },
    warnings(generator) {
      const { foreign, known } = counts.get(generator) ?? { foreign: 0, known: 0 };
      if (foreign === 0) return [];
      return [
        `foreign-order: ${foreign} of ${known} judgements were shown in another order than alpaca_eval's rule with seed 0, whose effect on its judge the published difficulty carries; --difficulty none leaves it out`,
      ];
    },
  };
}
