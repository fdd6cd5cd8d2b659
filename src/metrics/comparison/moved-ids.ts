// Two lists of ids and texts → ids that are one text in one of them and another in the other, which has the first under
// another id: numbers of rows, not names of items.

/** An id beside the text it names, or a hash of it. */
export type NamedText = readonly [id: string, text: string];

/** The first of them and how many there are; null where none is. Ids whose texts differ by their writing alone are none. */
export function findMovedIds(
  one: Iterable<NamedText>,
  other: Iterable<NamedText>,
): { readonly id: string; readonly count: number } | null {
  const known = new Map(other);
  const texts = new Set(known.values());
  const moved = [...new Map(one)].filter(([id, text]) => {
    const there = known.get(id);
    return there !== undefined && there !== text && texts.has(text);
  });
  return moved.length === 0 ? null : { id: moved[0]![0], count: moved.length };
}
