// A table → the rows that an analysis of labelled outputs is about, and what stands in their columns.
import { InputError, type InputProblem } from "../../core/errors.js";
import { MemoryRows } from "../../io/rows/located-row.js";
import { readNumber } from "../../io/rows/read-number.js";
import { readAnnotationFiles } from "../annotation-files/read-annotation-files.js";
import type { TableInput } from "../options/option-values.js";
import type { WarningHook } from "../options/shared-options.js";
import { toLabel } from "./label-spelling.js";
import { findColumn, readCell, readTable, type Table, type TableRow } from "./read-table.js";
import { type Condition, describeConditions, rowFilter } from "./row-condition.js";

/** Which rows of a file are meant. */
export interface TableSelection extends WarningHook {
  readonly where?: readonly Condition[] | undefined;
}

/**
 * Of a file of lceval's own judgements each once; rows that fulfil the conditions: those with `=` on one column name values of which one is enough.
 * @throws InputError for an unknown column, and when no row is left
 */
export async function readSelectedTable(
  path: TableInput,
  { where = [], onWarning = () => {} }: TableSelection,
): Promise<Table> {
  return selectRows(await readJudgementsOnce(await readTable(path, { onWarning }), onWarning), where);
}

/** @throws InputError for an unknown column, and when no row is left */
export function selectRows(table: Table, conditions: readonly Condition[]): Table {
  const wanted = conditions.map((each) => ({ ...each, column: findColumn(table, each.column) }));
  const isMeant = rowFilter(wanted, (row, column) => readCell(row[column]) ?? "");
  const rows = table.rows.filter(({ value }) => isMeant(value));
  if (rows.length > 0) return { ...table, rows };
  throw new InputError({ file: table.file, message: `no row has ${describeConditions(conditions)}` });
}

/** The text in a column of every row. @throws InputError naming every row in which it is empty */
export function readTexts(table: Table, column: string): string[] {
  return readEach(table, column, "text", readCell);
}

/**
 * The label in a column of every row: trimmed, numbers in one form.
 * @throws InputError naming every row in which it is empty
 */
export function readLabels(table: Table, column: string): string[] {
  return readEach(table, column, "label", toLabel);
}

/**
 * A share, probability or yes-or-no outcome in every row: a number in [0, 1], or true and false.
 * @throws InputError naming every row without one
 */
export function readShares(table: Table, column: string): number[] {
  return readMarks(table, column, { min: 0, max: 1 });
}

/** A number above 0 in every row: a weight. @throws InputError naming every row without one */
export function readPositives(table: Table, column: string): number[] {
  return readEach(table, column, "number above 0", (value) => {
    const number = readNumber(value);
    return number !== undefined && number > 0 && Number.isFinite(number) ? number : null;
  });
}

/** From where to where the marks of a scale go; min < max. */
export interface MarkRange {
  readonly min: number;
  readonly max: number;
}

/**
 * A mark in every row as its share of the way from `min` to `max`, in [0, 1]; true is 1 and false 0.
 * @throws InputError naming every row without one
 */
export function readMarks(table: Table, column: string, { min, max }: MarkRange): number[] {
  return readEach(table, column, `number from ${min} to ${max}`, (value) => {
    const number = isTrue(value) ? 1 : isFalse(value) ? 0 : readNumber(value);
    return number !== undefined && number >= min && number <= max ? (number - min) / (max - min) : null;
  });
}

const isTrue = (value: unknown) =>
  value === true || (typeof value === "string" && /^\s*true\s*$/i.test(value));
const isFalse = (value: unknown) =>
  value === false || (typeof value === "string" && /^\s*false\s*$/i.test(value));

function readEach<T>(table: Table, name: string, what: string, read: (value: unknown) => T | null): T[] {
  const column = findColumn(table, name);
  const problems: InputProblem[] = [];
  const values = table.rows.map(({ row, value }: TableRow) => {
    const found = read(value[column]);
    if (found === null) {
      const cell = readCell(value[column]);
      const message = cell === null ? "is empty" : `is "${cell}"; expected a ${what}`;
      problems.push({ file: table.file, row, field: column, message });
    }
    return found;
  });
  if (problems.length > 0) throw new InputError(problems);
  return values as T[];
}

/** What rows depend on: the value of a column, or each row by itself. */
export function readClusters(table: Table, column: string | undefined): string[] {
  return column === undefined ? table.rows.map((_, i) => String(i)) : readTexts(table, column);
}

/** @throws InputError for a judgement that is there with another verdict */
async function readJudgementsOnce(table: Table, onWarning: (warning: string) => void): Promise<Table> {
  const { file, rows } = table;
  if (!rows.every(({ value }) => typeof value.pair_id === "string")) return table;
  const atHand = new MemoryRows(
    file,
    rows.map(({ value }) => value),
    rows.map(({ row }) => row),
  );
  const kept = new Map<string, number>();
  for await (const batch of readAnnotationFiles([atHand], { areSidesOpen: true, jury: true, onWarning }))
    for (const { row, pair, asking } of batch) kept.set(JSON.stringify([pair, asking]), row.located.row);
  const lines = new Set(kept.values());
  return { ...table, rows: rows.filter(({ row }) => lines.has(row)) };
}
