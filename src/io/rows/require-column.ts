// The first rows of a file → whether a column that an option names is there at all: said once, not for every row.
import { InputError } from "../../core/errors.js";
import { excerpt, quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "./located-row.js";

/** @throws InputError when none of the rows has the column, with those that they have; never for no rows */
export function requireColumn(
  rows: readonly LocatedRow[],
  column: string,
  option: string,
  has: (row: LocatedRow["value"], column: string) => boolean = Object.hasOwn,
): void {
  const [first] = rows;
  if (!first || rows.some(({ value }) => has(value, column))) return;
  const present = new Set(rows.flatMap(({ value }) => Object.keys(value)));
  throw new InputError(
    { file: first.file, message: `there is no column ${quoteValue(column)} for ${option}` },
    { hint: listColumns(present) },
  );
}

const mostListed = 30;
const mostChars = 40;

/** `Columns: a, b.`; names as long as sentences are cut. */
export function listColumns(present: ReadonlySet<string>): string {
  const names = [...present].map((name) => excerpt(name, mostChars));
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : "";
  return `Columns: ${names.slice(0, mostListed).join(", ") || "none"}${more}.`;
}
