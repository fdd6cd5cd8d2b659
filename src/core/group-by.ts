/** What is taken of an item: a member of it, or what a function makes of it. */
type Taker<Item> = keyof Item | ((item: Item) => unknown);
type Taken<Item, By> = By extends keyof Item
  ? Item[By]
  : By extends (item: Item) => infer Value
    ? Value
    : never;

const taker = <Item>(by: Taker<Item>) => (typeof by === "function" ? by : (item: Item) => item[by]);

/**
 * Items, or what is taken of each, by key; keys and values in the order in which they are first met. (Node 20 has no
 * `Map.groupBy`.)
 *
 * @example groupBy(["to", "be", "not"], "length") // Map { 2 → ["to", "be"], 3 → ["not"] }
 */
export function groupBy<Item, By extends Taker<Item>, Of extends Taker<Item> = (item: Item) => Item>(
  items: Iterable<Item>,
  by: By,
  of?: Of,
): Map<Taken<Item, By>, Taken<Item, Of>[]> {
  const groups = new Map<unknown, unknown[]>();
  const [keyOf, take] = [taker<Item>(by), of === undefined ? (item: Item) => item : taker<Item>(of)];
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(take(item));
    else groups.set(key, [take(item)]);
  }
  return groups as Map<Taken<Item, By>, Taken<Item, Of>[]>;
}

/** Between the values of several columns that name a group: columns of texts are what rows are kept in. */
const separator = "\u001f";

/** One text for the values of all columns, in their order. */
export const joinLevels = (levels: readonly string[]): string => levels.join(separator);

export const splitLevels = (group: string): string[] => group.split(separator);
