import { CarriedBytes } from "./carried-bytes.js";
import type { RawRow, RowSplitter } from "./raw-row.js";

const lineFeed = 0x0a;

/**
 * Cuts bytes into lines at 0x0A alone. (Node's `readline` also splits on U+2028 and U+2029, which may stand raw
 * inside a JSON string.) A carriage return stays: JSON reads it as white space.
 */
export class LineSplitter implements RowSplitter {
  readonly #carried = new CarriedBytes();
  row = 1;

  get pendingBytes(): number {
    return this.#carried.length;
  }

  *push(piece: Buffer): Generator<RawRow> {
    const alreadySearched = this.#carried.length;
    const bytes = this.#carried.join(piece);
    let start = 0;
    let end = bytes.indexOf(lineFeed, alreadySearched);
    while (end >= 0) {
      yield { bytes: bytes.subarray(start, end), row: this.row++ };
      start = end + 1;
      end = bytes.indexOf(lineFeed, start);
    }
    this.#carried.keep(bytes.subarray(start));
  }

  end(): { readonly rest?: RawRow } {
    if (this.#carried.length === 0) return {};
    return { rest: { bytes: this.#carried.join(Buffer.alloc(0)), row: this.row } };
  }
}
