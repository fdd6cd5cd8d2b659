// Cells that name a label → labels that can be compared: "1.0" is 1, " Yes" is "Yes", and "yes" where nobody whose
// spelling counts tells the two apart.
import { readNumber } from "../../io/rows/read-number.js";

/** The label in a cell: trimmed, a number in its one form; null where the cell is empty. */
export function toLabel(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  const text = String(cell).trim();
  if (text === "") return null;
  const number = readNumber(text);
  return number !== undefined && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? String(number) : text;
}

/** One spelling for labels that differ in case alone. */
export class LabelSpelling {
  readonly #spellings = new Map<string, string>();
  readonly #toldApart = new Set<string>();

  /**
   * @param sources whose spelling counts: each gold column, each group. Two labels of one of them that differ in case
   *   alone are two labels; across them, they are one, written as it is met first
   */
  constructor(sources: Iterable<Iterable<string | null>>) {
    for (const labels of sources) {
      const own = new Map<string, string>();
      for (const label of new Set(labels)) {
        if (label === null) continue;
        const folded = label.toLowerCase();
        if (own.has(folded)) this.#toldApart.add(folded);
        own.set(folded, label);
        if (!this.#spellings.has(folded)) this.#spellings.set(folded, label);
      }
    }
  }

  /** The spelling that stands for the label; a label that no source has is kept as it is met first. */
  spell(label: string): string {
    const folded = label.toLowerCase();
    if (this.#toldApart.has(folded)) return label;
    const known = this.#spellings.get(folded);
    if (known === undefined) this.#spellings.set(folded, label);
    return known ?? label;
  }

  /** As `spell`, of labels that may be missing. */
  readonly spellAny = (label: string | null): string | null => (label === null ? null : this.spell(label));
}
