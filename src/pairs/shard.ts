// Which part of a run a machine does: chosen by the hash of the instruction, so that all judgements of an instruction are in
// one shard, shards are about equal, and every machine agrees on them without a word.
import { sha256OfParts } from "../core/hash.js";

export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

const digits = 12; // as many as a number holds exactly

export const isInShard = (instructionId: string, { index, count }: Shard): boolean =>
  Number.parseInt(sha256OfParts(["shard", instructionId]).slice(0, digits), 16) % count === index - 1;

/** "2/8" → a shard; null where that is none. */
export function readShard(text: string): Shard | null {
  const [, index, count] = (/^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? []).map(Number);
  return index !== undefined && count !== undefined && index <= count ? { index, count } : null;
}
