// The group of a row that several columns name (a user within a domain) is one text, for columns of texts are what rows
// are kept in.
const separator = "\u001f";

/** One text for the values of all columns, in their order. */
export const joinLevels = (levels: readonly string[]): string => levels.join(separator);

export const splitLevels = (group: string): string[] => group.split(separator);
