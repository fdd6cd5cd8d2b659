// Pieces of a JSON array, or of lines of JSON, to located rows.
import { isAscii, isUtf8 } from "node:buffer";
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { describeBytes } from "../bytes/byte-source.js";
import type { RawRow, RowSplitter } from "../bytes/raw-row.js";
import { type LocatedRow, type RowSource, rowsPerBatch } from "./located-row.js";

/**
 * Rows parsed one by one. A row that is not valid UTF-8, not JSON or not an object is a problem; the others are read.
 * An array that is broken between its rows, or a row longer than the limit, is a problem that ends the reading.
 */
export async function* readJsonRows(source: RowSource, splitter: RowSplitter): AsyncGenerator<LocatedRow[]> {
  const { file, limits } = source;
  let batch: LocatedRow[] = [];
  for await (const piece of source.pieces) {
    for (const raw of splitter.push(piece)) {
      const located = parseRow(raw, source);
      if (located && batch.push(located) === rowsPerBatch) {
        yield batch;
        batch = [];
      }
    }
    if (splitter.pendingBytes > limits.maxRowBytes) {
      if (batch.length > 0) yield batch;
      const message = `is longer than ${describeBytes(limits.maxRowBytes)}`;
      return source.onProblem({ file, row: splitter.row, message });
    }
  }
  const { rest, problem } = splitter.end();
  const last = rest && parseRow(rest, source);
  if (last) batch.push(last);
  if (batch.length > 0) yield batch;
  if (problem) source.onProblem({ file, message: problem });
}

function parseRow({ bytes, row }: RawRow, source: RowSource): LocatedRow | null {
  const { file } = source;
  const fail = (message: string) => {
    const torn = source.isJournal ? source.onTornLine : source.onProblem;
    torn({ file, row, message });
    return null;
  };
  // latin1 is the fastest way to a string, and right for ASCII
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return fail("is not valid UTF-8");
  const text = bytes.toString(ascii ? "latin1" : "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") return null;
    return fail(`is not valid JSON (${describeSyntaxError(error)})${hintAt(text)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    source.onProblem({ file, row, message: `is not an object but ${quoteValue(value)}` });
    return null;
  }
  return { file, row, value: value as Record<string, unknown> };
}

const describeSyntaxError = (error: unknown) => {
  const { message } = error as SyntaxError;
  return visibleText(message.length > 160 ? `${message.slice(0, 160)}…` : message);
};

/** The two mistakes that every writer makes once. */
function hintAt(text: string): string {
  if (text.trim() === "{") return "; an object spread over several lines must stand in an array";
  return /:\s*-?(NaN|Infinity)\b/.test(text) ? "; JSON has no NaN and no Infinity, only null" : "";
}
