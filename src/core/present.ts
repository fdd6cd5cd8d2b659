/** What there is of a list: false, null and undefined fall out, lists stand in their place. */
export const present = <T>(parts: readonly (T | readonly T[] | false | null | undefined)[]): T[] =>
  parts.flatMap((part) => (part as T | readonly T[]) || []) as T[];

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** An object without its undefined members, so that spreading it over defaults leaves those that it does not name. */
export function definedMembers<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
