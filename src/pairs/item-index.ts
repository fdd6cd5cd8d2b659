// The rows of one side → what decides with which row of the other they make a pair, in a dozen bytes a row. The texts are
// read again when a pair is asked for.
import type { InputProblem } from "../core/errors.js";
import { growingIntegers } from "../core/growing-array.js";
import { sha256 } from "../core/hash.js";
import { TextTable } from "../core/text-table.js";
import { type ItemReading, type ItemRow, type OutputRow, readItem } from "./read-item.js";

/** Rows that can be read by their number, as often as one likes: a list of them, or a file. */
export interface RowList {
  readonly length: number;
  at(row: number): OutputRow | undefined;
}

/** The numbers of names and ids, one table for all files of a run. */
export class ItemNames {
  /** SHA-256 of items' texts, or what the id column says. */
  readonly keys = new TextTable();
  /** What `furtherFields` says; 0 is that all are empty. */
  readonly further = new TextTable();

  constructor() {
    this.further.findOrAdd("");
  }
}

export class ItemIndex {
  readonly problems: InputProblem[] = [];
  readonly #names: ItemNames;
  readonly #how: ItemReading;
  readonly #keys = growingIntegers();
  readonly #further = growingIntegers();

  constructor(names: ItemNames, how: ItemReading) {
    this.#names = names;
    this.#how = how;
  }

  get length(): number {
    return this.#keys.length;
  }

  /** The number of the row's text or id; −1 for a row that cannot be read. */
  keyOf = (row: number): number => this.#keys.at(row);

  /** The number of what `furtherFields` says of the row; −1 where it says nothing. */
  furtherOf = (row: number): number => this.#further.at(row);

  /** The next row. */
  push(source: OutputRow): void {
    this.#keys.push(-1);
    this.#further.push(-1);
    this.set(this.length - 1, source);
  }

  /** A row of which more is known now. */
  set(row: number, source: OutputRow): void {
    const item = readItem(source, this.#how);
    if (!("instruction" in item)) this.problems.push(...item);
    else {
      this.#keys.set(row, this.#names.keys.findOrAdd(keyTextOf(item, this.#how)));
      if (item.further !== null) this.#further.set(row, this.#names.further.findOrAdd(item.further));
    }
  }

  /** A row that waits for `set`. */
  pushUnread(): void {
    this.#keys.push(-1);
    this.#further.push(-1);
  }

  /** Of some rows only, in that order. */
  pick(rows: readonly number[]): ItemIndex {
    const part = new ItemIndex(this.#names, this.#how);
    part.problems.push(...this.problems);
    for (const row of rows) {
      part.#keys.push(this.keyOf(row));
      part.#further.push(this.furtherOf(row));
    }
    return part;
  }
}

const keyTextOf = ({ instruction }: ItemRow, { idColumn }: ItemReading): string =>
  idColumn === null ? sha256(instruction.text) : instruction.id;
