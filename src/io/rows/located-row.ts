// A row with its place, rows that a program has at hand, and what the readers of single formats are given.
import type { InputProblem } from "../../core/errors.js";
import type { ByteLimits } from "../bytes/byte-source.js";

/** One row, and where it stands. */
export interface LocatedRow {
  readonly file: string;
  /** 1-based: the line of a line-oriented file, else the position in the array. */
  readonly row: number;
  /** The row's fields; in CSV and TSV every value is a text. */
  readonly value: Record<string, unknown>;
  /** The same under the names that the file has, where `value` has others. */
  readonly asRead?: Record<string, unknown>;
  /** Of a file whose rows can be read again one by one: the row's first byte, and how many there are. */
  readonly offset?: number;
  readonly bytes?: number;
  /** From CSV or TSV: numbers, nulls and objects are texts here. */
  readonly isTextOnly?: true;
}

/** Quotation marks of a table enclose cells (`csv`), or are part of the text (`none`). */
export type Quotes = "csv" | "none";

/** What the readers of single formats need. */
export interface RowSource {
  readonly file: string;
  readonly pieces: AsyncIterable<Buffer>;
  /** Of lines that can be read again one by one: bytes of the file before the first piece. */
  readonly start: number | null;
  readonly limits: ByteLimits;
  /** Lines anywhere may be torn; else only a last one without its newline, where a torn line is passed over at all. */
  readonly isJournal: boolean;
  readonly passesTornTail: boolean;
  readonly onTornLine: (problem: InputProblem) => void;
  readonly onProblem: (problem: InputProblem) => void;
  /** Of a table: whether quotation marks enclose cells; absent where both readings must agree. */
  readonly quotes: Quotes | undefined;
  /** Told of NaN and Infinity in a row of JSON, which are read as null. */
  readonly onNonFinite: (count: number) => void;
}

/** Rows are handed over in batches of this many, so that a consumer awaits seldom. */
export const rowsPerBatch = 256;

/** Rows that a program has at hand, wherever the rows of a file can stand. */
export class MemoryRows {
  readonly name: string;
  readonly rows: readonly unknown[];
  readonly lines: readonly number[] | undefined;

  /**
   * @param name what messages call them, as they would name a file
   * @param lines where each stands, if they were read from a file; else its position
   */
  constructor(name: string, rows: readonly unknown[], lines?: readonly number[]) {
    this.name = name;
    this.rows = rows;
    this.lines = lines;
  }
}

/** A path, or rows at hand. */
export type RowInput = string | MemoryRows;

export const nameOfInput = (input: RowInput): string => (typeof input === "string" ? input : input.name);

/** As `readRows` gives those of a file. */
export function* readMemoryRows(
  { name, rows, lines }: MemoryRows,
  onProblem: (problem: InputProblem) => void,
): Generator<LocatedRow[]> {
  for (let from = 0; from < rows.length; from += rowsPerBatch)
    yield rows.slice(from, from + rowsPerBatch).flatMap((value, i) => {
      const place = { file: name, row: lines?.[from + i] ?? from + i + 1 };
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        return [{ ...place, value: value as Record<string, unknown> }];
      onProblem({ ...place, message: "must be an object, a member a column" });
      return [];
    });
}
