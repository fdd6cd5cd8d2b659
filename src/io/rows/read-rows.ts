// A file of rows, in any format that is read, to batches of located rows: bounded memory, every problem collected.
import { InputError, type InputProblem } from "../../core/errors.js";
import {
  type ByteLimits,
  byteLimits,
  canReadAgain,
  canSeek,
  joinPieces,
  nameOfPath,
  readBytes,
} from "../bytes/byte-source.js";
import { JsonArraySplitter } from "../bytes/json-array-splitter.js";
import { LineSplitter } from "../bytes/line-splitter.js";
import {
  type LocatedRow,
  nameOfInput,
  type Quotes,
  type RowInput,
  type RowSource,
  readMemoryRows,
} from "./located-row.js";
import { ProblemList } from "./problem-list.js";
import { readJsonRows } from "./read-json-rows.js";
import { detectRowFormat, type RowFormat } from "./row-format.js";

export interface ReadRowsOptions {
  /** An append-only journal: may be empty, and a line that is not JSON was torn by a crash and is skipped. */
  readonly journal?: boolean | undefined;
  /**
   * Told of each line that was skipped: of a journal any that is not JSON; of other lines of JSON, and only where this is
   * given, the last one if its newline is missing too.
   */
  readonly onTornLine?: ((problem: InputProblem) => void) | undefined;
  /** Takes the problems of single rows; without it they are thrown together at the end of the file. */
  readonly onProblem?: ((problem: InputProblem) => void) | undefined;
  /** Whether quotation marks of a table enclose cells; when absent, a TSV that reads otherwise without is refused. */
  readonly quotes?: Quotes | undefined;
  /** Told how many NaN and Infinity, which JSON does not have, were read as null. */
  readonly onNonFinite?: ((count: number) => void) | undefined;
  readonly limits?: Partial<ByteLimits> | undefined;
  /** Rows of a plain file of lines say where they lie, so that each can be read again (`RowsOnDisk`). */
  readonly keepsPlaces?: boolean | undefined;
}

/**
 * The rows at hand, or those of a file: `.json` (array, or an object that holds rows), `.jsonl`, `.csv`, `.tsv`, each also packed by gzip or
 * zstd, or Parquet, told by content with the name as a hint; `-` is standard input.
 * @throws InputError when the file cannot be read, is empty, or holds broken rows (all of them named).
 */
export async function* readRows(path: RowInput, options: ReadRowsOptions = {}): AsyncGenerator<LocatedRow[]> {
  const file = nameOfPath(nameOfInput(path));
  const problems = new ProblemList();
  let broken = 0;
  const onProblem = (problem: InputProblem) => {
    broken++;
    (options.onProblem ?? problems.add)(problem);
  };
  if (typeof path !== "string") {
    yield* readMemoryRows(path, onProblem);
    problems.throwIfAny();
    if (path.rows.length === 0) throw new InputError({ file, message: "holds no rows" });
    return;
  }
  const limits = { ...byteLimits, ...options.limits };
  const bytes = readBytes(path, limits.maxBytes);
  const { head, bytesBefore } = await readHead(bytes);
  if (startOfText(head) < 0) {
    await bytes.return(undefined);
    if (options.journal && head.length < headBytes) return;
    throw new InputError({
      file,
      message: head.length < headBytes ? "is empty" : "begins with a megabyte of white space",
    });
  }
  const format = detectRowFormat(head.subarray(0, sniffedBytes), path);
  if ("problem" in format) {
    await bytes.return(undefined);
    throw new InputError({ file, message: format.problem });
  }
  const source: RowSource = {
    file,
    pieces: joinPieces(head, bytes),
    start: options.keepsPlaces && format.kind === "jsonl" && (await canSeek(path)) ? bytesBefore : null,
    limits,
    isJournal: options.journal ?? false,
    passesTornTail: options.onTornLine !== undefined && format.kind === "jsonl",
    onTornLine: options.onTornLine ?? (() => {}),
    quotes: options.quotes,
    onNonFinite: options.onNonFinite ?? (() => {}),
    onProblem,
  };
  let rows = 0;
  const isOneLine = format.kind === "jsonl" && !head.toString("latin1").trim().includes("\n");
  const batches =
    format.kind === "parquet"
      ? await readParquet(source, path)
      : await readFormat(source, isOneLine && !options.journal ? { kind: "object" } : format);
  for await (const batch of batches) {
    rows += batch.length;
    yield batch;
  }
  problems.throwIfAny();
  if (rows + broken === 0 && !options.journal) throw new InputError({ file, message: "holds no rows" });
}

/** Parquet is read in parts where its file can be: what it holds of columns stands at its end. */
async function readParquet(source: RowSource, path: string): Promise<AsyncIterable<LocatedRow[]>> {
  const { readParquetRows } = await import("./read-parquet-rows.js");
  const isPlainFile = path !== "-" && (await canReadAgain(path)) && /\.parquet$/i.test(path);
  const pieces: Buffer[] = [];
  for await (const piece of source.pieces) {
    if (isPlainFile) break;
    pieces.push(piece);
  }
  return readParquetRows(source.file, path, isPlainFile ? null : Buffer.concat(pieces));
}

async function readFormat(
  source: RowSource,
  format: Exclude<RowFormat, { kind: "parquet" }>,
): Promise<AsyncIterable<LocatedRow[]>> {
  if (format.kind === "json") return readJsonRows(source, new JsonArraySplitter());
  if (format.kind === "jsonl") return readJsonRows(source, new LineSplitter());
  if (format.kind === "object") {
    const { readWholeObject } = await import("./read-whole-object.js");
    return readWholeObject(source);
  }
  const { readDelimitedRows } = await import("./read-delimited-rows.js");
  return readDelimitedRows(source, format.delimiter);
}

const headBytes = 2 ** 20;
const sniffedBytes = 2 ** 16;
const lineFeed = 0x0a;

/** The first bytes without a byte-order mark: a whole small file, else at least the first line that holds something. */
async function readHead(bytes: AsyncGenerator<Buffer>): Promise<{ head: Buffer; bytesBefore: number }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < headBytes) {
    const start = startOfText(head);
    if (start >= 0 && head.includes(lineFeed, start)) break;
    const next = await bytes.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const bytesBefore = startsWithByteOrderMark(head) ? 3 : 0;
  return { head: head.subarray(bytesBefore), bytesBefore };
}

const startsWithByteOrderMark = (head: Buffer) => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

/** Index of the first byte that is neither white space nor of a byte-order mark; −1 when there is none. */
function startOfText(head: Buffer): number {
  let at = startsWithByteOrderMark(head) ? 3 : 0;
  while (at < head.length && (head[at] === 0x20 || (head[at]! >= 0x09 && head[at]! <= 0x0d))) at++;
  return at < head.length ? at : -1;
}
