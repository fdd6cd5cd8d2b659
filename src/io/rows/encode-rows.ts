// Rows to the text of a file in one of four formats, in pieces.
import { delimitedRecord } from "../../core/delimited-record.js";
import { withinDepth } from "../../core/hash.js";
import type { RowFormatName } from "./row-format.js";

export type Row = Readonly<Record<string, unknown>>;

/**
 * The text of a file, a piece for each batch.
 * @param columns the header of CSV and TSV; keys outside it are left out there. JSON writes every row's own keys.
 */
export async function* encodeRows(
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  format: RowFormatName,
  columns: readonly string[] = [],
): AsyncGenerator<string> {
  if (format === "json") return yield* encodeArray(batches);
  const delimiter = format === "tsv" ? "\t" : ",";
  if (format !== "jsonl") yield delimitedRecord(columns, delimiter);
  const encode = (row: Row) =>
    format === "jsonl"
      ? `${encodeJson(row)}\n`
      : delimitedRecord(
          columns.map((column) => describeCell(row[column])),
          delimiter,
        );
  for await (const batch of batches) {
    const lines = batch.map(encode);
    if (lines.length > 0) yield lines.join("");
  }
}

/** An array with one row a line, so that a line tool can still look into it. */
async function* encodeArray(batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>) {
  let before = "[\n";
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield before + batch.map(encodeJson).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** Null is an empty cell; what is neither text nor number is written as JSON. */
function describeCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : encodeJson(value);
}

const encodeJson = (value: unknown): string => withinDepth(() => JSON.stringify(value));
