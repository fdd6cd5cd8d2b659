// Two sides matched by an id column → whether the ids are numbers of rows, which pair other questions.
import type { InputProblem } from "../core/errors.js";
import { sha256 } from "../core/hash.js";
import { quoteValue } from "../core/quote-value.js";
import type { Item } from "./read-item.js";

/** A side's items: the first row of each, and what `matchOutputs` calls it. */
interface Side {
  readonly rows: Iterable<number>;
  idOf(row: number): number;
  /** −1 for an item that the side does not have. */
  rowOf(id: number): number;
  readonly itemAt: (row: number) => Item;
}

/** An id that names one text here and another there, which has the first under another id, is the number of a row. */
export function findRowNumbers(baseline: Side, model: Side): InputProblem[] {
  const idsOfTexts = new Map<string, number>();
  for (const row of baseline.rows)
    idsOfTexts.set(sha256(baseline.itemAt(row).instruction.text), baseline.idOf(row));
  let first: Item | null = null;
  let count = 0;
  for (const row of model.rows) {
    const id = model.idOf(row);
    const other = baseline.rowOf(id);
    if (other < 0) continue;
    const item = model.itemAt(row);
    const { text } = item.instruction;
    const there = idsOfTexts.get(sha256(text));
    if (there === undefined || there === id || baseline.itemAt(other).instruction.text === text) continue;
    first ??= item;
    count++;
  }
  if (first === null) return [];
  const { file, row, instruction } = first;
  const ids =
    count === 1
      ? `the id ${quoteValue(instruction.id)} names`
      : `${count} ids, ${quoteValue(instruction.id)} the first, name`;
  return [
    {
      file,
      row,
      message: `${ids} one instruction here and another in the baseline's file, which has it under another id: are they numbers of rows? Without --id-column pairs are matched by their texts`,
    },
  ];
}
