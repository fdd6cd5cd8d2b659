// Python's `random.Random(text)`, exactly: the text seeds MT19937 (Matsumoto & Nishimura 1998, init_by_array)
// through SHA-512, as CPython's version-2 string seeding does. The reference draws its order of presentation from
// it, and every seeded choice of lceval uses the same generator.
import { hash } from "node:crypto";

const stateWords = 624;
const shiftWords = 397;

/** A stream of pseudo-random numbers; equal seeds give equal streams on every machine. */
export interface RandomStream {
  /** The next double in [0, 1), built from 27 + 26 bits. */
  random(): number;
  /** An integer in [0, n), n ≤ 2³²; by multiplication, so its bias is below n / 2⁵³. */
  integer(n: number): number;
}

/**
 * The generator that Python's `random.Random(seed)` gives for a text seed.
 *
 * @example pythonRandom("is_switched_outputsq00").random() // 0.3788722624726565
 */
export function pythonRandom(seed: string): RandomStream {
  const state = seedByArray(wordsOfText(seed));
  let at = -1;
  const next32 = (): number => {
    at = at === stateWords - 1 ? 0 : at + 1;
    twistWord(state, at);
    return temper(state[at]!);
  };
  const random = () => {
    const high = next32() >>> 5;
    const low = next32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  return { random, integer: (n) => Math.floor(random() * n) };
}

/** The seed as one big integer (text bytes, then their SHA-512), cut into 32-bit words, low word first. */
function wordsOfText(text: string): Uint32Array {
  const bytes = Buffer.from(text, "utf8");
  const number = Buffer.concat([bytes, hash("sha512", bytes, "buffer")]).reverse();
  const words = new Uint32Array(Math.ceil(number.length / 4));
  for (let i = 0; i < number.length; i++) words[i >> 2]! |= number[i]! << (8 * (i & 3));
  let used = words.length;
  while (used > 1 && words[used - 1] === 0) used--;
  return words.subarray(0, used);
}

/** The state that every seed by an array begins with. */
const firstState = seedByNumber(19650218);

function seedByNumber(seed: number): Int32Array {
  const state = new Int32Array(stateWords);
  state[0] = seed;
  for (let i = 1; i < stateWords; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  return state;
}

function seedByArray(key: Uint32Array): Int32Array {
  const state = firstState.slice();
  let i = 1;
  let previous = state[0]!;
  for (let k = Math.max(stateWords, key.length), j = 0; k > 0; k--) {
    previous = ((state[i]! ^ Math.imul(previous ^ (previous >>> 30), 1664525)) + key[j]! + j) | 0;
    state[i] = previous;
    if (++i === stateWords) {
      state[0] = previous;
      i = 1;
    }
    if (++j === key.length) j = 0;
  }
  for (let k = stateWords - 1; k > 0; k--) {
    previous = ((state[i]! ^ Math.imul(previous ^ (previous >>> 30), 1566083941)) - i) | 0;
    state[i] = previous;
    if (++i === stateWords) {
      state[0] = previous;
      i = 1;
    }
  }
  state[0] = 0x80000000;
  return state;
}

/** The next generation of one word; those before it are of that generation, those after it of the one before. */
function twistWord(state: Int32Array, i: number): void {
  const next = i === stateWords - 1 ? 0 : i + 1;
  const far = i + shiftWords < stateWords ? i + shiftWords : i + shiftWords - stateWords;
  const joined = (state[i]! & 0x80000000) | (state[next]! & 0x7fffffff);
  state[i] = state[far]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
}

function temper(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}
