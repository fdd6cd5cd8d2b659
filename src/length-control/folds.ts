import { hash } from "node:crypto";

/** Every model of a data set has the same instructions, each in several rows: the last seed's keys are kept, up to so many. */
const known = { seed: Number.NaN, keys: new Map<string, number>() };
const maxKeys = 50_000;

/** An instruction's key: 52 bits of the SHA-256 of seed and instruction. */
function keysOf(seed: number): (textId: string) => number {
  if (known.seed !== seed) {
    known.seed = seed;
    known.keys.clear();
  }
  const { keys } = known;
  return (textId) => {
    let key = keys.get(textId);
    if (key === undefined) {
      const digest = hash("sha256", `${seed}:${textId}`, "binary");
      key = 0;
      for (let byte = 0; byte < 6; byte++) key = 256 * key + digest.charCodeAt(byte);
      key = 16 * key + (digest.charCodeAt(6) >> 4);
      if (keys.size < maxKeys) keys.set(textId, key);
    }
    return key;
  };
}

/**
 * Deals instructions into folds of equal size by the rank of their hash: the same instruction is always in the same
 * fold, whatever the order of the rows, and all rows of an instruction (a gamed baseline's too) stay together.
 * @param textIdAt of each of `rows` rows
 * @returns one fold number (0 … folds − 1) a row
 */
export function dealFolds(
  rows: number,
  textIdAt: (row: number) => string,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): Uint8Array {
  const keyOf = keysOf(seed);
  const keyed = new Float64Array(rows);
  for (let row = 0; row < rows; row++) keyed[row] = keyOf(textIdAt(row));
  const ranked = distinct(keyed.slice().sort());
  const dealt = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) dealt[row] = rankOf(keyed[row]!, ranked) % folds;
  return dealt;
}

function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  for (const key of sorted) if (count === 0 || key !== sorted[count - 1]) sorted[count++] = key;
  return sorted.subarray(0, count);
}

/** Position of a key among sorted keys that hold it. */
function rankOf(key: number, sorted: Float64Array): number {
  let from = 0;
  let to = sorted.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
