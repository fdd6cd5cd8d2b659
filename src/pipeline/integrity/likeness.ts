// The outputs of a model → how many of them begin and end alike: a model that always says the same can fool a judge.
import { growingIntegers } from "../../core/growing-array.js";
import { mixBits } from "../../core/text-hash.js";
import { plainForm } from "../../judge/outputs/plain-form.js";

/** Of the pairs of a model: beyond it outputs that are one, or nearly one, are named. */
export const manyPairs = 0.1;
const nearChars = 80;
const fewChars = 20;

export const isMany = (pairs: number, allPairs: number, share: number) =>
  pairs > Math.max(2, share * allPairs);

/** Counts with a dozen bytes an output. */
export class LikenessCount {
  readonly #hashes = growingIntegers();
  readonly #pairs = growingIntegers();
  outputs = 0;

  /** @param pair what `largest` names it by */
  see(output: string, pair = 0): void {
    this.outputs++;
    const hash = likenessOf(output);
    if (hash === null) return;
    this.#hashes.push(hash);
    this.#pairs.push(pair);
  }

  /** How many outputs are like the one that most are like; 0 where that is a small part of them. */
  most(): number {
    const pairs = this.largest().length;
    return isMany(pairs, this.outputs, manyPairs) ? pairs : 0;
  }

  /** The pairs of the largest group of outputs that are alike. */
  largest(): Int32Array {
    const sorted = Int32Array.from(this.#hashes.values).sort();
    let [most, length] = [0, 0];
    for (let i = 0, start = 0; i < sorted.length; i++) {
      if (sorted[i] !== sorted[start]) start = i;
      if (i - start + 1 > length) [most, length] = [sorted[i]!, i - start + 1];
    }
    return this.#pairs.values.filter((_, i) => length > 0 && this.#hashes.at(i) === most);
  }
}

/**
 * Outputs that begin and end alike but for digits, blanks and case, and are about as long, have one number. An answer of a
 * word may be right many times: null.
 */
function likenessOf(output: string): number | null {
  const tenths = Math.round(10 * Math.log(output.length));
  const start = plainForm(output.slice(0, 2 * nearChars)).toLowerCase();
  const { hash, chars } = hashLetters(start, 1, tenths);
  if (chars < fewChars) return null;
  const end = plainForm(output.slice(-2 * nearChars)).toLowerCase();
  return mixBits(hashLetters(end, -1, hash).hash);
}

/** Of the first characters, or backwards of the last ones, that are no digits, blanks or controls. */
function hashLetters(text: string, step: 1 | -1, seed: number): { hash: number; chars: number } {
  let hash = seed;
  let chars = 0;
  for (let i = step === 1 ? 0 : text.length - 1; i >= 0 && i < text.length && chars < nearChars; i += step) {
    const code = text.charCodeAt(i);
    if (code <= 0x20 || (code >= 0x30 && code <= 0x39)) continue;
    hash = Math.imul(hash ^ code, 0x9e3779b1) ^ (hash >>> 15);
    chars++;
  }
  return { hash, chars };
}
