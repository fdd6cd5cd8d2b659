// A row of texts, as CSV and TSV give it, to the types that the same row has in JSON.

import { parseCell } from "../../core/item-identity.js";
import { readNumber } from "../rows/read-number.js";

const isNumber =
  /^(preference|(preference_)?(price|time)_per_example|length_(model|baseline)|repeat|attempts)$/;
const isObject = /^((preference_)?raw_completion|referenced_models|judge|usage)$/;

/**
 * The columns that alpaca_eval and lceval know as numbers or objects become that, empty cells of them null; every other
 * column stays text, for nobody said what it is.
 */
export const typeCells = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, typeCell(column, cell)]));

function typeCell(column: string, cell: unknown): unknown {
  if (isNumber.test(column)) return cell === "" ? null : (readNumber(cell) ?? cell);
  // objects and lists only: a raw completion may well be the text `1`
  return isObject.test(column) ? (cell === "" ? null : parseCell(cell)) : cell;
}
