// A text that is one JSON object, on one line or on many → its rows, where it holds some; else it is a row itself.
import { InputError } from "../../core/errors.js";
import { describeBytes } from "../bytes/byte-source.js";
import { LineSplitter } from "../bytes/line-splitter.js";
import { rowsOfContainer } from "./json-container.js";
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
