/**
 * Items, or what is taken of each, by key; keys and values in the order in which they are first met. (Node 20 has no
 * `Map.groupBy`.)
 *
 * @example groupBy(["to", "be", "not"], (word) => word.length) // Map { 2 → ["to", "be"], 3 → ["not"] }
 */
export function groupBy<Item, Key, Value = Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
  take: (item: Item) => Value = (item) => item as unknown as Value,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(take(item));
    else groups.set(key, [take(item)]);
  }
  return groups;
}

/** Between the values of several columns that name a group: columns of texts are what rows are kept in. */
const separator = "\u001f";

/** One text for the values of all columns, in their order. */
export const joinLevels = (levels: readonly string[]): string => levels.join(separator);

export const splitLevels = (group: string): string[] => group.split(separator);
