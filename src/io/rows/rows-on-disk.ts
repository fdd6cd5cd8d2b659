// A plain file of JSON lines → its rows once more, by number. Where each lies is kept, not what it holds: a million rows
// take some 20 MB.
import { closeSync, openSync, readSync } from "node:fs";
import { InputError } from "../../core/errors.js";
import { growingIntegers, growingNumbers } from "../../core/growing-array.js";
import type { LocatedRow } from "./located-row.js";
import { parseRowAgain } from "./read-json-rows.js";

/** Read at once where rows follow one another. */
const aheadBytes = 2 ** 18;

export class RowsOnDisk {
  readonly #path: string;
  readonly #file: number;
  readonly #offsets = growingNumbers();
  readonly #bytes = growingIntegers();
  readonly #rows = growingIntegers();
  readonly #ahead = Buffer.allocUnsafeSlow(aheadBytes);
  #from = 0;
  #to = 0;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "r");
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Takes note of a row that has an offset. */
  push({ offset, bytes, row }: LocatedRow): void {
    this.#offsets.push(offset!);
    this.#bytes.push(bytes!);
    this.#rows.push(row);
  }

  /** @throws InputError when the file is no longer what it was */
  at(index: number): LocatedRow {
    const row = this.#rows.at(index);
    try {
      const value = parseRowAgain(this.#read(this.#offsets.at(index), this.#bytes.at(index)));
      return { file: this.#path, row, value };
    } catch (cause) {
      throw changed(this.#path, row, cause);
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(offset: number, length: number): Buffer {
    if (offset < this.#from || offset + length > this.#to) {
      const isNext = offset >= this.#from && offset <= this.#to + length;
      if (length > aheadBytes) {
        const whole = Buffer.allocUnsafe(length);
        return whole.subarray(0, readSync(this.#file, whole, 0, length, offset));
      }
      this.#from = offset;
      this.#to = offset + readSync(this.#file, this.#ahead, 0, isNext ? aheadBytes : length, offset);
    }
    return this.#ahead.subarray(offset - this.#from, offset - this.#from + length);
  }
}

/** What is said of a row that is not what it was. */
export const changed = (file: string, row: number, cause?: unknown) =>
  new InputError(
    { file, row, message: "has changed since the run began" },
    { hint: "leave the file as it is while a run reads it", cause },
  );
