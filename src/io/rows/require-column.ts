// The first rows of a file → whether a column that an option names is there at all: said once, not for every row.
import { InputError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { LocatedRow } from "./located-row.js";

/** @throws InputError when none of the rows has the column, with those that they have; never for no rows */
export function requireColumn(rows: readonly LocatedRow[], column: string, option: string): void {
  const [first] = rows;
  if (!first || rows.some(({ value }) => Object.hasOwn(value, column))) return;
  const present = new Set(rows.flatMap(({ value }) => Object.keys(value)));
  throw new InputError(
    { file: first.file, message: `there is no column ${quoteValue(column)} for ${option}` },
    { hint: listColumns(present) },
  );
}

const mostListed = 30;

/** `Columns: a, b.` */
export const listColumns = (present: ReadonlySet<string>) =>
  `Columns: ${[...present].slice(0, mostListed).join(", ") || "none"}.`;
