import { hashedOrder } from "../core/hashed-order.js";

/**
 * A sample of instructions that depends on nothing but their ids and the seed: the `count` ids with the smallest
 * hash. Row order and the model at hand change nothing, and a larger sample contains the smaller ones.
 */
export const sampleInstructions = (ids: Iterable<string>, count: number, seed: number): ReadonlySet<string> =>
  new Set(hashedOrder(ids, seed).slice(0, count));
