// A text that is one JSON object, on one line or on many → its rows, where it holds some; else it is a row itself.
import { InputError } from "../../core/errors.js";
import { describeBytes } from "../bytes/byte-source.js";
import { LineSplitter } from "../bytes/line-splitter.js";
import { type LocatedRow, type RowSource, rowsPerBatch } from "./located-row.js";
import { readJsonRows } from "./read-json-rows.js";
import { opensOverSeveralLines } from "./row-format.js";

/** What V8 takes as one string. */
const mostBytes = 2 ** 29 - 2 ** 10;

/** @throws InputError for what is no JSON, or holds rows of which it is unclear which are meant */
export async function* readWholeObject(source: RowSource): AsyncGenerator<LocatedRow[]> {
  const { file } = source;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source.pieces) {
    pieces.push(Buffer.from(piece));
    size += piece.length;
    if (size > mostBytes)
      throw new InputError({
        file,
        message: `is one object of more than ${describeBytes(mostBytes)}; write an object on each line`,
      });
  }
  const bytes = Buffer.concat(pieces);
  const rows = readRowsOf(bytes);
  if (typeof rows === "string") throw new InputError({ file, message: rows });
  if (rows === null) {
    yield* readJsonRows({ ...source, pieces: asPieces(bytes) }, new LineSplitter());
    return;
  }
  for (let at = 0; at < rows.length; at += rowsPerBatch)
    yield rows.slice(at, at + rowsPerBatch).map((value, i) => ({ file, row: at + i + 1, value }));
}

/** Null where it is lines after all. */
function readRowsOf(bytes: Buffer): Record<string, unknown>[] | null | string {
  const text = bytes.toString("utf8");
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const rows = rowsOfContainer(value);
    return rows ?? (text.trimEnd().includes("\n") ? [value] : null);
  } catch {
    return opensOverSeveralLines.test(text.trimStart())
      ? "holds an object over several lines that is not JSON; expected an array of objects, or an object on each line"
      : null;
  }
}

async function* asPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

// One JSON object that holds all rows → the rows: the list of objects in it, rows by their ids, or a table as pandas writes
// it (`DataFrame.to_json`, orients split, index, columns, table) and the `datasets` library keeps it.
type Row = Record<string, unknown>;

const isObject = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isListOf = <T>(value: unknown, is: (element: unknown) => element is T): value is T[] =>
  Array.isArray(value) && value.length > 0 && value.every(is);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

const usualNames = new Set(
  ["rows", "data", "train", "test", "validation", "valid", "dev", "eval", "examples"].concat([
    ...["instances", "items", "records", "results", "samples", "annotations", "outputs_list"],
  ]),
);

/** The rows; null where the object is a row itself; a sentence where it is unclear which rows are meant. */
export function rowsOfContainer(value: Row): Row[] | null | string {
  const members = Object.entries(value);
  if (isListOf(value.columns, (name) => typeof name === "string") && isListOf(value.data, isList))
    return value.data.map((cells) =>
      Object.fromEntries(cells.map((cell, i) => [(value.columns as string[])[i]!, cell])),
    );
  const lists = members.filter(
    ([name, member]) => usualNames.has(name.toLowerCase()) && isListOf(member, isObject),
  );
  if (lists.length > 1)
    return `holds several lists of rows: ${lists.map(([name]) => name).join(", ")}; write each to a file of its own`;
  const [list] = lists;
  // the datasets server wraps each row once more
  if (list) return (list[1] as Row[]).map((row) => (isObject(row.row) && "row_idx" in row ? row.row : row));
  if (members.length > 0 && members.every(([, member]) => isObject(member)))
    return rowsOfTables(members as [string, Row][]) ?? rowsWithin(members);
  return rowsOfLists(members) ?? rowsWithin(members);
}

/** Objects in an object: by index and then column, or by column and then index, which are whole numbers or ids. */
function rowsOfTables(members: readonly [string, Row][]): Row[] | null {
  const outer = members.map(([name]) => name);
  const inner = Object.keys(members[0]![1]);
  const isAlike = members.every(
    ([, member]) =>
      Object.keys(member).length === inner.length && inner.every((key) => Object.hasOwn(member, key)),
  );
  if (!isAlike || inner.length === 0) return outer.every(isIndex) ? members.map(([, row]) => row) : null;
  if ((inner.every(isIndex) && !outer.every(isIndex)) || (inner.length > 1 && outer.some(isOfARow)))
    return inner.map((index) => Object.fromEntries(members.map(([name, column]) => [name, column[index]])));
  if (outer.every(isIndex)) return members.map(([, row]) => row);
  return outer.length > 1 ? members.map(([id, row]) => ({ id, ...row })) : null;
}

const isIndex = (key: string) => /^\d+$/.test(key);
/** Names that a row's own columns have, and an object around rows has not. */
const isOfARow = (name: string) =>
  /(^|_)(id|idx|uid)$|^(instruction|prompt|question|query|input|messages|output|response|completion|answer|preference)$/i.test(
    name,
  );

/** The one list of objects in what is no row itself, whatever it is called; or what a member of a usual name holds. */
function rowsWithin(members: readonly [string, unknown][]): Row[] | null {
  if (members.some(([name]) => isOfARow(name))) return null;
  const lists = members.filter(([, member]) => isListOf(member, isObject));
  if (lists.length === 1 && (lists[0]![1] as Row[]).length > 1) return lists[0]![1] as Row[];
  const inner = members.filter(([name, member]) => usualNames.has(name.toLowerCase()) && isObject(member));
  const rows = lists.length === 0 && inner.length === 1 ? rowsOfContainer(inner[0]![1] as Row) : null;
  return typeof rows === "string" ? null : rows;
}

/** A list a column, all of one length. */
function rowsOfLists(members: readonly [string, unknown][]): Row[] | null {
  const [first] = members;
  if (!first || members.length < 2 || !members.every(([, member]) => isList(member))) return null;
  const { length } = first[1] as unknown[];
  if (!members.every(([, member]) => (member as unknown[]).length === length)) return null;
  return (first[1] as unknown[]).map((_, i) =>
    Object.fromEntries(members.map(([name, member]) => [name, (member as unknown[])[i]])),
  );
}
