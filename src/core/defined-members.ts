type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** An object without its undefined members, so that spreading it over defaults leaves those that it does not name. */
export function definedMembers<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
