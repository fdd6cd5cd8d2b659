import { EntryTable } from "./entry-table.js";
import { growingIntegers } from "./growing-array.js";
import { hashText, mixBits } from "./text-hash.js";

/** The first so many texts stay strings: whoever asks for one again gets the same. */
const mostStrings = 50_000;
/** SHA-256 in hexadecimal digits, as ids mostly are: half the bytes hold it. */
function isDigest(text: string): boolean {
  let at = text.length === 2 * digestBytes ? 0 : text.length + 1;
  for (let code: number; at < text.length; at++) {
    code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) break;
  }
  return at === text.length;
}
const digestBytes = 32;

/**
 * Distinct texts, numbered from 0 in the order in which they are first met. Where there are many they lie as bytes
 * outside the heap, an id in 32 of them: a million strings would take a hundred megabytes and the collector's time.
 */
export class TextTable {
  readonly #entries = new EntryTable();
  readonly #strings: string[] = [];
  #bytes = Buffer.alloc(0);
  /** Of the texts that are bytes: where each ends. */
  readonly #ends = growingIntegers();
  #last = { text: "", number: -1 };

  get size(): number {
    return this.#entries.size;
  }

  /** The text's number: the next free one where it is new. */
  findOrAdd(text: string): number {
    if (text === this.#last.text && this.#last.number >= 0) return this.#last.number;
    const known = this.size;
    const number = this.#entries.findOrAdd(hashOf(text), (other) => this.at(other) === text);
    if (number === known) this.#append(text);
    this.#last = { text, number };
    return number;
  }

  /** The text's number; −1 where it is not here. */
  find(text: string): number {
    return this.#entries.find(hashOf(text), (other) => this.at(other) === text);
  }

  at(number: number): string {
    const asBytes = number - mostStrings;
    return asBytes < 0 ? this.#strings[number]! : decode(this.#bytes.subarray(...this.#stretchOf(asBytes)));
  }

  #append(text: string): void {
    if (this.#strings.length < mostStrings) {
      this.#strings.push(text);
      return;
    }
    const asDigest = isDigest(text);
    const start = this.#end;
    const end = start + (asDigest ? digestBytes : 2 * text.length + 1);
    if (end > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(2 * end, 2 ** 20));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    this.#bytes.write(text, start, asDigest ? "hex" : "utf16le");
    this.#ends.push(end);
  }

  get #end(): number {
    return this.#ends.length === 0 ? 0 : this.#ends.at(this.#ends.length - 1);
  }

  #stretchOf(index: number): [number, number] {
    return [index === 0 ? 0 : this.#ends.at(index - 1), this.#ends.at(index)];
  }
}

/** Of a digest a part is as good as the whole. */
function hashOf(text: string): number {
  if (!isDigest(text)) return hashText(text);
  let hash = 0;
  for (let i = 0; i < 12; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  return mixBits(hash);
}

/** A digest's 32 bytes; of other texts the UTF-16 and one byte more, which makes their number odd. */
const decode = (bytes: Buffer): string =>
  bytes.length === digestBytes ? bytes.toString("hex") : bytes.toString("utf16le", 0, bytes.length - 1);
