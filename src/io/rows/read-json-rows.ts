// Pieces of a JSON array, or of lines of JSON, to located rows.
import { isAscii, isUtf8 } from "node:buffer";
import { countOf } from "../../core/count-of.js";
import { excerpt, quoteValue } from "../../core/quote-value.js";
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
  const encoding = new Encoding();
  let batch: LocatedRow[] = [];
  for await (const piece of source.pieces) {
    for (const raw of splitter.push(piece)) {
      const located = parseRow(raw, source, encoding);
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
  // a file that holds nothing but a broken line is no journal that was torn
  const isJournal = source.isJournal || (source.passesTornTail && splitter.row > 1);
  const last = rest && parseRow(rest, { ...source, isJournal }, encoding);
  if (last) batch.push(last);
  if (batch.length > 0) yield batch;
  encoding.report(source);
  if (problem) source.onProblem({ file, message: problem });
}

/** Rows that are not UTF-8: of a file in another encoding there may be thousands, and one thing to say. */
class Encoding {
  #first: number | null = null;
  #rows = 0;

  seeBroken(row: number): void {
    this.#first ??= row;
    this.#rows++;
  }

  report({ file, onProblem }: RowSource): void {
    if (this.#first === null) return;
    const message =
      this.#rows === 1
        ? "is not valid UTF-8"
        : `is not valid UTF-8, and so are ${countOf(this.#rows - 1, "more row")}`;
    onProblem({ file, row: this.#first, message });
  }
}

function parseRow({ bytes, row, offset }: RawRow, source: RowSource, encoding: Encoding): LocatedRow | null {
  const { file } = source;
  const fail = (message: string) => {
    const torn = source.isJournal ? source.onTornLine : source.onProblem;
    torn({ file, row, message });
    return null;
  };
  // latin1 is the fastest way to a string, and right for ASCII
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) {
    if (source.isJournal) return fail("is not valid UTF-8");
    encoding.seeBroken(row);
    return null;
  }
  const text = bytes.toString(ascii ? "latin1" : "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") return null;
    if (/^[\0\s]+$/.test(text)) {
      source.onTornLine({ file, row, message: "holds nothing but NUL bytes" });
      return null;
    }
    const finite = withoutNonFinite(text);
    if (!finite) return fail(`is not valid JSON (${describeSyntaxError(error)})${hintAt(text)}`);
    source.onNonFinite(finite.count);
    value = finite.value;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    source.onProblem({ file, row, message: `is not an object but ${quoteValue(value)}` });
    return null;
  }
  const columns = value as Record<string, unknown>;
  return source.start === null || offset === undefined
    ? { file, row, value: columns }
    : { file, row, value: columns, offset: source.start + offset, bytes: bytes.length };
}

/** The value of a row that was read before. @throws SyntaxError when it is another one now */
export function parseRowAgain(bytes: Buffer): Record<string, unknown> {
  const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const finite = withoutNonFinite(text);
    if (!finite) throw error;
    return finite.value as Record<string, unknown>;
  }
}

const describeSyntaxError = (error: unknown) => visibleText(excerpt((error as SyntaxError).message, 160));

/** The mistake that every writer makes once. */
const hintAt = (text: string): string =>
  text.trim() === "{" ? "; an object spread over several lines must stand in an array" : "";

/** Python writes NaN and Infinity, which are no JSON: they become null. Null where that is not what is wrong. */
function withoutNonFinite(text: string): { value: unknown; count: number } | null {
  let count = 0;
  const json = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (token) => {
    if (token.startsWith('"')) return token;
    count++;
    return "null";
  });
  if (count === 0) return null;
  try {
    return { value: JSON.parse(json), count };
  } catch {
    return null;
  }
}
