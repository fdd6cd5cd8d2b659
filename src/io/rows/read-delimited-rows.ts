// Pieces of a CSV or TSV text (RFC 4180: quotation marks around cells, doubled inside them) to located rows whose
// values are all texts. The first record names the columns.
import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { InputError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { describeBytes } from "../bytes/byte-source.js";
import { PlainLines } from "../bytes/plain-lines.js";
import { type LocatedRow, type RowSource, rowsPerBatch } from "./located-row.js";

interface ParsedRecord {
  readonly cells: readonly string[];
  /** The line in which it begins. */
  readonly row: number;
}

/**
 * Rows by header, whose names are trimmed. A record of another width than the header's is a problem that names both; the others are read. A
 * quotation mark without its partner is a problem too, and ends the reading.
 * @throws InputError for a header that names a column twice, for bytes that are not UTF-8, and for a TSV that is a table of
 * another number of rows where quotation marks are part of the text, unless it is said which holds.
 */
export async function* readDelimitedRows(source: RowSource, delimiter: string): AsyncGenerator<LocatedRow[]> {
  const { file } = source;
  const progress = { nextRow: 1 };
  const plain = delimiter === "\t" && source.quotes === undefined ? new PlainLines() : null;
  let records = 0;
  let header: readonly string[] | null = null;
  let batch: LocatedRow[] = [];
  try {
    for await (const { cells, row } of parseRecords(source, { delimiter, progress, plain })) {
      records++;
      if (header === null) {
        // `sep=;` is how spreadsheets are told of the mark
        if (cells.length !== 2 || !/^sep=$/i.test(cells[0]!) || cells[1] !== "")
          header = checkHeader(
            cells.map((name) => name.trim()),
            file,
          );
      } else if (cells.length !== header.length) {
        const message = `has ${cells.length} cells; the header names ${header.length} columns`;
        source.onProblem({ file, row, message });
      } else if (
        batch.push({ file, row, value: nameCells(header, cells), isTextOnly: true }) === rowsPerBatch
      ) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    source.onProblem({ file, row: progress.nextRow, message: explainCsvError(error, source) });
  }
  const lines = plain?.end() ?? null;
  if (lines !== null && lines !== records) throw readTwoWays(file, records, lines);
  if (batch.length > 0) yield batch;
}

const readTwoWays = (file: string, records: number, lines: number) =>
  new InputError(
    {
      file,
      message: `has ${records - 1} rows where quotation marks enclose cells, and ${lines - 1} where they are part of the text`,
    },
    { hint: "Say which: --quotes csv or --quotes none." },
  );

/** Records with the line each begins in; `progress` also knows it of the record at which parsing stops. */
function parseRecords(
  source: RowSource,
  how: {
    readonly delimiter: string;
    readonly progress: { nextRow: number };
    readonly plain: PlainLines | null;
  },
): AsyncIterable<ParsedRecord> {
  const { delimiter, progress } = how;
  const parser = parse({
    delimiter,
    quote: source.quotes === "none" ? null : '"',
    record_delimiter: ["\r\n", "\n", "\r"],
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: source.limits.maxRowBytes,
    on_record: (cells: string[], { lines }) => {
      const record: ParsedRecord = { cells, row: progress.nextRow };
      progress.nextRow = lines + 1;
      // spreadsheets end in rows of nothing, as other files end in empty lines
      if (cells.length > 1 && cells.every((cell) => cell.trim() === "")) return null;
      return record as never; // the package's types know only arrays and objects of texts
    },
  });
  const bytes = Readable.from(limitCells(source, parser, how), { objectMode: false });
  bytes.on("error", (error) => parser.destroy(error));
  parser.on("close", () => bytes.destroy());
  return bytes.pipe(parser);
}

/** More cells in a row than any table has: the parser, which limits their characters only, would fill the memory. */
const mostCells = 100_000;
const pieceBytes = 2 ** 18;

/** Hands the bytes on in small pieces, and looks between them at how far the parser is in its row. */
async function* limitCells(
  source: RowSource,
  parser: Parser,
  { progress, plain }: { readonly progress: { nextRow: number }; readonly plain: PlainLines | null },
) {
  const { state } = parser as Parser & { readonly state: { readonly record: readonly string[] } }; // not in its types
  for await (const bytes of checkUtf8(source)) {
    plain?.push(bytes);
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      if (state.record.length > mostCells) {
        const message = `has more than ${mostCells} cells: is this a table?`;
        throw new InputError({ file: source.file, row: progress.nextRow, message });
      }
      yield bytes.subarray(start, start + pieceBytes);
    }
  }
}

function nameCells(header: readonly string[], record: readonly string[]): Record<string, string> {
  const value: Record<string, string> = {};
  for (let column = 0; column < header.length; column++) value[header[column]!] = record[column]!;
  return value;
}

function checkHeader(names: readonly string[], file: string): readonly string[] {
  const met = new Set<string>();
  for (const name of names) {
    if (met.has(name)) {
      throw new InputError({ file, row: 1, message: `the header names ${quoteValue(name)} more than once` });
    }
    met.add(name);
  }
  return names;
}

/** Hands whole characters on, so that a piece's end inside one is not taken for damage. */
async function* checkUtf8({ file, pieces }: RowSource): AsyncGenerator<Buffer> {
  let cut: Buffer = Buffer.alloc(0);
  let lines = 0;
  for await (const piece of pieces) {
    const bytes = cut.length === 0 ? piece : Buffer.concat([cut, piece]);
    const end = endOfLastCharacter(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw notUtf8(file, lines + firstBrokenLine(whole));
    cut = Buffer.from(bytes.subarray(end));
    for (let at = whole.indexOf(lineFeed); at >= 0; at = whole.indexOf(lineFeed, at + 1)) lines++;
    if (end > 0) yield whole;
  }
  if (cut.length > 0) throw notUtf8(file, lines + 1);
}

const lineFeed = 0x0a;

function firstBrokenLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(lineFeed, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

const notUtf8 = (file: string, row: number) =>
  new InputError(
    { file, row, message: "is not valid UTF-8" },
    { hint: "Save the file as UTF-8; spreadsheets offer this as “CSV UTF-8”." },
  );

/** Where a character of several bytes has begun within the last three bytes and not ended, its beginning. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function explainCsvError({ code, message }: CsvError, { limits }: RowSource): string {
  const explanations: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: "in this row a quotation mark is opened and never closed",
    CSV_INVALID_CLOSING_QUOTE: "in this row a quotation mark inside a quoted cell is not doubled",
    INVALID_OPENING_QUOTE:
      "in this row a quotation mark stands inside a cell that does not begin with one; quote the cell and double the mark",
    CSV_MAX_RECORD_SIZE: `this row is longer than ${describeBytes(limits.maxRowBytes)}: is a quotation mark not closed?`,
  };
  return explanations[code] ?? visibleText(message);
}
