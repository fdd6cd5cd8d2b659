// Instructions that failed to match only by how they are written: white space at the ends, line ends, Unicode form.
import { hashText } from "../core/text-hash.js";

export type NearMissReason = "trim" | "newline" | "unicode-form";

const rewrites: readonly { readonly reason: NearMissReason; readonly apply: (text: string) => string }[] = [
  { reason: "newline", apply: (text) => text.replace(/\r\n?/g, "\n") },
  { reason: "unicode-form", apply: (text) => text.normalize("NFC") },
  { reason: "trim", apply: (text) => text.trim() },
];
const subsetsBySize = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

/** Two unmatched items whose texts become equal under the rewrites named: the fewest that do it. */
export interface NearMiss<Item> {
  readonly baseline: Item;
  readonly model: Item;
  readonly reasons: readonly NearMissReason[];
}

/** Pairs up unmatched items of both sides by their text in normal form. */
export function findNearMisses<Item>(
  baseline: Iterable<Item>,
  model: Iterable<Item> & { at(index: number): Item },
  textOf: (item: Item) => string,
): NearMiss<Item>[] {
  const hashOf = (item: Item) => hashText(rewrite(textOf(item), [0, 1, 2]));
  const byNormalForm = new Map<number, number>();
  let count = 0;
  for (const item of model) byNormalForm.set(hashOf(item), count++);
  const misses: NearMiss<Item>[] = [];
  for (const item of count === 0 ? [] : baseline) {
    const index = byNormalForm.get(hashOf(item));
    const other = index === undefined ? undefined : model.at(index);
    const reasons = other === undefined ? [] : reasonsBetween(textOf(item), textOf(other));
    if (reasons.length > 0) misses.push({ baseline: item, model: other!, reasons });
  }
  return misses;
}

function reasonsBetween(a: string, b: string): NearMissReason[] {
  const subset = subsetsBySize.find((chosen) => rewrite(a, chosen) === rewrite(b, chosen));
  return (subset ?? []).map((i) => rewrites[i]!.reason);
}

function rewrite(text: string, chosen: readonly number[]): string {
  return chosen.reduce((rewritten, i) => rewrites[i]!.apply(rewritten), text);
}
