import { sha256OfParts } from "./hash.js";

/**
 * Ids once each, in an order that depends on nothing but themselves and the seed: by the hash of both. Its beginnings are the
 * samples of `--max-instances`, and what the looks of a run that may stop early see.
 */
export const hashedOrder = (ids: Iterable<string>, seed: number): string[] =>
  [...new Set(ids)]
    .map((id) => ({ id, rank: sha256OfParts(["sample", String(seed), id]) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ id }) => id);
