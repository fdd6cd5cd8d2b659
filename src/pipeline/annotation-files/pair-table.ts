import { EntryTable } from "../../core/entry-table.js";
import { growingIntegers } from "../../core/growing-array.js";
import { mixBits } from "../../core/text-hash.js";

/** What tells a pair from others. */
export interface PairKey {
  readonly instruction: number;
  readonly model: number;
  /** 32 bits of both outputs. */
  readonly outputs: number;
}

/** The line on which a pair was first met. */
export interface FirstLine {
  readonly file: string;
  /** 1-based. */
  readonly row: number;
  /** Which of the ways of asking it answers. */
  readonly asking: number;
}

/** Pairs, numbered in the order in which they are first met, and where that was. Some 40 bytes a pair. */
export class PairTable {
  readonly #pairs = new EntryTable();
  readonly #instructions = growingIntegers();
  readonly #models = growingIntegers();
  readonly #outputs = growingIntegers();
  readonly #rows = growingIntegers();
  readonly #askings = growingIntegers();
  /** Where each file's pairs begin. */
  readonly #files: { readonly file: string; readonly firstPair: number }[] = [];

  get size(): number {
    return this.#pairs.size;
  }

  /** The pair's number: `size` as it was before, where the pair is new; the line then is its first. */
  findOrAdd({ instruction, model, outputs }: PairKey, first: FirstLine): number {
    const known = this.size;
    const pair = this.#pairs.findOrAdd(
      mixBits(outputs + Math.imul(instruction, 31) + Math.imul(model, 0x9e3779b1)),
      (other) =>
        this.#outputs.at(other) === outputs &&
        this.#models.at(other) === model &&
        this.#instructions.at(other) === instruction,
    );
    if (pair === known) {
      this.#instructions.push(instruction);
      this.#models.push(model);
      this.#outputs.push(outputs);
      this.#rows.push(first.row);
      this.#askings.push(first.asking);
      if (this.#files.at(-1)?.file !== first.file) this.#files.push({ file: first.file, firstPair: pair });
    }
    return pair;
  }

  askingOf(pair: number): number {
    return this.#askings.at(pair);
  }

  /** The file and row of its first line. */
  placeOf(pair: number): { readonly file: string; readonly row: number } {
    const { file } = this.#files.findLast(({ firstPair }) => firstPair <= pair)!;
    return { file, row: this.#rows.at(pair) };
  }
}
