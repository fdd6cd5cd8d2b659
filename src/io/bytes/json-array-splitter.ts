// The bytes of a JSON array to the bytes of its elements, without parsing them: outside strings only brackets and
// commas at depth 1 matter, and inside strings only the next quotation mark that no backslash escapes. Elements are
// then parsed one by one, which costs less than parsing the whole text at once (the strings stay small) and lets
// every broken element be named, in memory bounded by the largest element.
import { CarriedBytes } from "./carried-bytes.js";
import type { RawRow, RowSplitter } from "./raw-row.js";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

type Place =
  | "before the array"
  | "before the first row"
  | "before a row"
  | "in a row"
  | "after a row"
  | "after the array";

export class JsonArraySplitter implements RowSplitter {
  readonly #carried = new CarriedBytes();
  #place: Place = "before the array";
  /** Brackets open inside the element. */
  #depth = 0;
  #isInString = false;
  /** Bytes before those at hand. */
  #offset = 0;
  #problem: string | undefined;
  row = 1;

  get pendingBytes(): number {
    return this.#carried.length;
  }

  *push(piece: Buffer): Generator<RawRow> {
    if (this.#problem) return;
    let at = this.#carried.length;
    const bytes = this.#carried.join(piece);
    let start = 0;
    while (at < bytes.length) {
      if (this.#place !== "in a row") {
        this.#stepBetweenRows(bytes[at]!, at);
        if (this.#problem) return;
        if ((this.#place as Place) !== "in a row") {
          at++;
          continue;
        }
        start = at;
      }
      at = this.#findEnd(bytes, at, start);
      if ((this.#place as Place) === "in a row") break;
      yield { bytes: bytes.subarray(start, at), row: this.row++ };
    }
    const rest = this.#place === "in a row" ? bytes.subarray(start) : bytes.subarray(bytes.length);
    this.#offset += bytes.length - rest.length;
    this.#carried.keep(rest);
  }

  end(): { readonly problem?: string } {
    if (this.#problem) return { problem: this.#problem };
    if (this.#place === "after the array") return {};
    const size = this.#offset + this.#carried.length;
    const where = this.#place === "in a row" ? `inside row ${this.row}` : "before the array is closed";
    return { problem: `is cut off: the JSON ends ${where}, at byte ${size}` };
  }

  /** White space, the brackets of the array and the commas between its elements. */
  #stepBetweenRows(byte: number, at: number): void {
    if (isSpace(byte)) return;
    const place = this.#place;
    if (place === "before the array" && byte === openBracket) this.#place = "before the first row";
    else if ((place === "before the first row" || place === "after a row") && byte === closeBracket) {
      this.#place = "after the array";
    } else if (place === "after a row" && byte === comma) this.#place = "before a row";
    else if (
      (place === "before a row" || place === "before the first row") &&
      byte !== comma &&
      byte !== closeBracket
    ) {
      this.#place = "in a row";
    } else {
      const where = place === "after the array" ? place : `before row ${this.row}`;
      this.#problem = `is not valid JSON: unexpected "${String.fromCharCode(byte)}" ${where}, at byte ${this.#offset + at}`;
    }
  }

  /** The index after the element's last byte, or the number of bytes when it does not end here. */
  #findEnd(bytes: Buffer, from: number, start: number): number {
    let depth = this.#depth;
    let at = from;
    if (this.#isInString) at = this.#skipString(bytes, at);
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte === quote) {
        at = this.#skipString(bytes, at + 1);
        continue;
      }
      if (byte === openBrace || byte === openBracket) depth++;
      else if (byte === closeBrace || byte === closeBracket) {
        if (depth === 0) return this.#endRow(at);
        if (--depth === 0) return this.#endRow(at + 1);
      } else if (depth === 0 && at > start && byte === comma) return this.#endRow(at);
      at++;
    }
    this.#depth = depth;
    return at;
  }

  #endRow(at: number): number {
    this.#depth = 0;
    this.#place = "after a row";
    return at;
  }

  /** From inside a string to the index after its closing quotation mark. */
  #skipString(bytes: Buffer, from: number): number {
    let at = from;
    for (;;) {
      at = bytes.indexOf(quote, at);
      this.#isInString = at < 0;
      if (at < 0) return bytes.length;
      let before = at - 1;
      while (bytes[before] === backslash) before--;
      if ((at - before) % 2 === 1) return at + 1;
      at++;
    }
  }
}
