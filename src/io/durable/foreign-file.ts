// A file that a run would append to → whether it is a journal at all: a crash tears a line here and there, and no more.
import { InputError } from "../../core/errors.js";
import type { JournalEntry } from "./journal.js";

const fewLines = 3;

export class ForeignFileWatch {
  #lines = 0;
  readonly #torn: number[] = [];
  readonly #foreign: number[] = [];

  /** Lines that are skipped: torn by a crash, or no journal's. */
  get fragments(): readonly number[] {
    return [...this.#torn, ...this.#foreign].sort((a, b) => a - b);
  }

  /** Takes note of an entry; true for one to be read. */
  isLine(entry: JournalEntry): entry is JournalEntry & { kind: "line" } {
    if (entry.kind === "line") this.#lines++;
    else (entry.isTorn ? this.#torn : this.#foreign).push(entry.row);
    return entry.kind === "line";
  }

  /** @throws InputError (exit 3) where more than a few lines are no journal's, or nothing else is there */
  check(path: string): void {
    const foreign = this.#foreign.length;
    const fragments = foreign + this.#torn.length;
    const isForeign =
      foreign > fewLines ||
      (foreign > 0 && this.#lines === 0) ||
      (fragments > fewLines && fragments > this.#lines);
    if (!isForeign) return;
    throw new InputError(
      {
        file: path,
        row: this.fragments[0],
        message: `is no journal: ${fragments} of ${fragments + this.#lines} lines are none that lceval wrote`,
      },
      { hint: "name a new file with -o (of run: --annotations); this one is left as it is" },
    );
  }
}
