// A file of named rows (a leaderboard, a benchmark table, labels) → its rows, with columns found by name however they
// are spaced: a header may run over two lines.
import { InputError, type InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { MemoryRows, nameOfInput } from "../../io/rows/located-row.js";
import { readNumber } from "../../io/rows/read-number.js";
import { readRows } from "../../io/rows/read-rows.js";
import { FileWatch } from "../annotation-files/file-watch.js";
import type { TableInput } from "../options/option-values.js";

export interface TableRow {
  readonly row: number;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Table {
  readonly file: string;
  /** All columns, in the order in which they are first met. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableReading {
  /** Takes rows that cannot be read (too few cells, …), which are then left out; without it they are thrown. */
  readonly onProblem?: ((problem: InputProblem) => void) | undefined;
  /** Told of torn lines, which are passed over where those of judgements are; without it they are problems. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** @throws InputError when the file cannot be read or holds no rows */
export async function readTable(input: TableInput, reading: TableReading = {}): Promise<Table> {
  const { onProblem, onWarning } = reading;
  const source = typeof input === "string" ? input : new MemoryRows("rows", input);
  const rows: TableRow[] = [];
  const columns = new Set<string>();
  const watch = onWarning && new FileWatch(onWarning);
  const journal = typeof input === "string" && (await isAnnotationJournal(input));
  const torn = watch && { onTornLine: watch.seeTornLine, journal };
  for await (const batch of readRows(source, { onProblem, ...torn })) {
    for (const { row, value } of batch) {
      rows.push({ row, value });
      for (const name of Object.keys(value)) columns.add(name);
    }
  }
  watch?.warn();
  return { file: nameOfInput(source), columns: [...columns], rows };
}

const normalise = (name: string) => name.replace(/\s+/g, " ").trim().toLowerCase();

/**
 * The column's name as the file writes it; case and white space do not count.
 * @param option what names another one
 * @throws InputError naming the columns that there are, and for one that holds lists or objects
 */
export function findColumn(table: Table, name: string, option?: string): string {
  const { file, columns } = table;
  const found = columns.includes(name)
    ? name
    : columns.find((column) => normalise(column) === normalise(name));
  if (found !== undefined) return requirePlainCells(table, found);
  throw new InputError(
    { file, message: `there is no column "${name}"` },
    {
      hint: `${option ? `Name another with ${option}. ` : ""}Columns: ${columns.map((column) => `"${normalise(column)}"`).join(", ")}.`,
    },
  );
}

/**
 * The first of the names that the table has as a column; undefined when it has none.
 * @throws InputError for one that holds lists or objects
 */
export function findFirstColumn(table: Table, names: readonly string[]): string | undefined {
  const found = names
    .map((name) => table.columns.find((column) => normalise(column) === normalise(name)))
    .find((column) => column !== undefined);
  return found === undefined ? undefined : requirePlainCells(table, found);
}

const isNested = (value: unknown) => typeof value === "object" && value !== null;

function requirePlainCells({ file, rows }: Table, column: string): string {
  const nested = rows.filter(({ value }) => isNested(value[column]));
  if (nested.length === 0) return column;
  const { row, value } = nested[0]!;
  const message = `is ${quoteValue(value[column])} here and in ${nested.length - 1} further rows; expected a text or a number`;
  throw new InputError(
    { file, row, field: column, message },
    { hint: "Name a column that holds the value itself, or write it into one of its own." },
  );
}

/** The column that names the models: as stated, else `generator`, `model` or the one without a name, else the first. */
export function findModelColumn(table: Table, stated?: string): string {
  if (stated !== undefined) return findColumn(table, stated);
  return findFirstColumn(table, ["generator", "model", ""]) ?? table.columns[0]!;
}

/** A text that names a row; null where the cell is empty. */
export function readCell(value: unknown): string | null {
  return value === null || value === undefined || value === "" ? null : String(value);
}

/** All cells of some columns that are not empty. */
export function readCells(table: Table, names: readonly string[]): string[] {
  const columns = names.map((name) => findColumn(table, name));
  return table.rows.flatMap(({ value }) => columns.flatMap((column) => readCell(value[column]) ?? []));
}

/**
 * Numbers by the text in the column of names; empty cells are left out.
 * @throws InputError for every cell that is no number, and every name that is met twice
 */
export function readNumbersByName(table: Table, nameColumn: string, column: string): Map<string, number> {
  const numbers = new Map<string, number>();
  const problems = [];
  for (const { row, value } of table.rows) {
    const name = readCell(value[nameColumn]);
    const cell = value[column];
    if (name === null || readCell(cell) === null) continue;
    const number = readNumber(cell);
    const place = { file: table.file, row, field: column };
    if (number === undefined || !Number.isFinite(number))
      problems.push({ ...place, message: `is "${String(cell)}"; expected a number` });
    else if (numbers.has(name))
      problems.push({ ...place, message: `"${name}" stands on an earlier row too` });
    else numbers.set(name, number);
  }
  if (problems.length > 0) throw new InputError(problems);
  return numbers;
}
