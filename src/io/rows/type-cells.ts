// A row of texts, as CSV and TSV give it, to the types that the same row has in JSON.
import { readNumber } from "./read-number.js";

const numberColumns = new Set(
  [
    "preference",
    "price_per_example",
    "time_per_example",
    "preference_price_per_example",
    "preference_time_per_example",
  ].concat(["length_model", "length_baseline", "repeat", "attempts"]),
);
const jsonColumns = new Set([
  "raw_completion",
  "preference_raw_completion",
  "referenced_models",
  "judge",
  "usage",
]);

/**
 * The columns that alpaca_eval and lceval know as numbers or objects become that, empty cells of them null; every other
 * column stays text, for nobody said what it is.
 */
export function typeCells(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, typeCell(column, cell)]));
}

function typeCell(column: string, cell: unknown): unknown {
  if (numberColumns.has(column)) return cell === "" ? null : (readNumber(cell) ?? cell);
  if (!jsonColumns.has(column) || typeof cell !== "string") return cell;
  return cell === "" ? null : parseObject(cell);
}

/** Objects and lists only: a raw completion may well be the text `1`. */
function parseObject(cell: string): unknown {
  if (!/^\s*[{[]/.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
