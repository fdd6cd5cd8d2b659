import { CarriedBytes } from "./carried-bytes.js";
import type { RawRow, RowSplitter } from "./raw-row.js";

const lineFeed = 0x0a;

/**
 * Cuts bytes into lines at 0x0A alone. (Node's `readline` also splits on U+2028 and U+2029, which may stand raw
 * inside a JSON string.) A carriage return stays: JSON reads it as white space.
 */
export class LineSplitter implements RowSplitter {
  readonly #carried = new CarriedBytes();
  /** Bytes before those at hand. */
  #offset = 0;
  row = 1;

  get pendingBytes(): number {
    return this.#carried.length;
  }

  *push(piece: Buffer): Generator<RawRow> {
    let start = 0;
    let end = piece.indexOf(lineFeed);
    if (this.#carried.length > 0 && end >= 0) {
      // only the line that the last piece cut is put together
      const bytes = this.#carried.join(piece.subarray(0, end));
      yield { bytes, row: this.row++, offset: this.#offset };
      this.#offset += bytes.length + 1;
      this.#carried.clear();
      start = end + 1;
      end = piece.indexOf(lineFeed, start);
    }
    const before = this.#offset - start;
    while (end >= 0) {
      yield { bytes: piece.subarray(start, end), row: this.row++, offset: before + start };
      start = end + 1;
      end = piece.indexOf(lineFeed, start);
    }
    this.#offset = before + start;
    this.#carried.append(piece.subarray(start));
  }

  end(): { readonly rest?: RawRow } {
    if (this.#carried.length === 0) return {};
    return { rest: { bytes: this.#carried.join(Buffer.alloc(0)), row: this.row, offset: this.#offset } };
  }
}
