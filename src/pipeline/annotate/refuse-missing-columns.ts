// A prompt may ask for any column of the items. One that is not there is told before anything is asked and paid.
import { InputError } from "../../core/errors.js";
import type { Judge } from "../../judge/judge.js";
import type { Pair } from "../../pairs/pair.js";

const shownChars = 60;

interface Lack {
  readonly judge: string;
  readonly column: string;
  readonly first: string;
  pairs: number;
}

export class MissingColumns {
  readonly #lacking = new Map<string, Lack>();
  #pairs = 0;

  see(pair: Pair, judges: ReadonlySet<Judge>): void {
    this.#pairs++;
    for (const judge of judges)
      for (const column of judge.missingColumns(pair)) {
        const key = JSON.stringify([judge.fingerprint, column]);
        const known = this.#lacking.get(key);
        if (known) known.pairs++;
        else this.#lacking.set(key, { judge: judge.name, column, first: pair.instruction.text, pairs: 1 });
      }
  }

  /** @throws InputError naming every column, the judge that asks for it, and the first item without it */
  check(): void {
    if (this.#lacking.size === 0) return;
    const lacking = [...this.#lacking.values()];
    const columns = [...new Set(lacking.map(({ column }) => column))];
    throw new InputError(
      lacking.map(({ judge, column, pairs, first }) => ({
        field: column,
        message: `the prompt of the judge ${judge} asks for {${column}}, and ${pairs} of ${this.#pairs} items do not have that column; the first: ${JSON.stringify(first.slice(0, shownChars))}`,
      })),
      {
        hint: `add the column ${columns.join(", ")} to the baseline's or the model's file, or put <!-- if ${columns[0]} --> … <!-- end --> around it in prompt.md`,
      },
    );
  }
}
