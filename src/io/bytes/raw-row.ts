/** The bytes of one row as they stand in the file, and where. */
export interface RawRow {
  readonly bytes: Buffer;
  /** 1-based: the line, or the position in the array. */
  readonly row: number;
  /** Of a line: its first byte in the text. */
  readonly offset?: number;
}

/** Cuts a text that arrives in pieces into rows. */
export interface RowSplitter {
  /** The rows that end in this piece; their bytes are valid until the next call. */
  push(piece: Buffer): Generator<RawRow>;
  /** After the last piece: a last row without an end, and what is wrong with the way the text ends. */
  end(): { readonly rest?: RawRow; readonly problem?: string };
  /** Bytes of the row that has begun and not ended. */
  readonly pendingBytes: number;
  /** The row that has begun, or comes next. */
  readonly row: number;
}
