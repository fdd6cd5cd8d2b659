// Objects → an append-only file of JSON lines, each on the disk before it counts; and back. Killed at any moment, the
// file stays readable: at most its last line is a fragment, which readers skip and report and nobody cuts off.
import { isAscii } from "node:buffer";
import { type FileHandle, open, stat } from "node:fs/promises";
import { InputError, OutputError } from "../../core/errors.js";
import { readByteLines } from "../bytes/byte-lines.js";
import { refuseDevice } from "../bytes/refuse-device.js";
import { openDurableLines } from "./durable-lines.js";
import { sealLine } from "./line-checksum.js";
import { isSystemError } from "./output-failure.js";
import { parseObject } from "./raw-lines.js";

/** What one line of a journal holds. */
export type JournalEntry =
  | { readonly kind: "line"; readonly row: number; readonly value: Readonly<Record<string, unknown>> }
  /** Not a JSON object: the writer died inside it, or the disk was full. */
  | { readonly kind: "fragment"; readonly row: number; readonly isTorn: boolean };

/** A file that objects are appended to. */
export interface Journal {
  readonly path: string;
  /**
   * Appends one object as a line of JSON. Resolves when it is on the disk. Appends within some 2 ms share a write:
   * start many and await them together, one at a time they come to some 300 a second.
   * @throws OutputError (exit 7) when it could not be written; what was appended before is safe.
   */
  append(value: object): Promise<void>;
  /** @throws OutputError (exit 7) when the file is no longer where it was opened */
  checkPlace(): Promise<void>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
}

/**
 * Reads a journal from its beginning; a file that is not there has no entries. Rows count from 1; empty lines are left
 * out, but counted.
 * @throws InputError when the file is there and cannot be read, OutputError when it is a folder.
 */
export async function* readJournal(path: string): AsyncGenerator<JournalEntry> {
  await refuseDevice(path);
  const file = await openForReading(path);
  if (!file) return;
  let row = 0;
  try {
    if ((await file.stat()).isDirectory()) throw new OutputError(`${path} cannot be written: it is a folder`);
    for await (const lines of readByteLines(file, { path })) {
      for (const { bytes } of lines) {
        row++;
        const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8").trim();
        if (text === "") continue;
        const value = parseObject(text);
        yield value ? { kind: "line", row, value } : { kind: "fragment", row, isTorn: looksTorn(text) };
      }
    }
  } finally {
    await file.close();
  }
}

/**
 * Opens a journal for appending; makes the file when it is not there. Lines carry a checksum where they are sealed.
 * @throws OutputError when it cannot be opened for writing.
 */
export async function openJournal(path: string, { isSealed = false } = {}): Promise<Journal> {
  const { append, checkPlace, close } = await openDurableLines(path, { isSoleWriter: true });
  return {
    path,
    append: async (value) => append(isSealed ? sealLine(toJsonLine(value)) : toJsonLine(value)),
    checkPlace,
    close,
  };
}

/** JSON on one line for every reader: also U+2028 and U+2029, which some take for the end of a line, are escaped. */
function toJsonLine(value: object): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (c) => (c === "\u2028" ? "\\u2028" : "\\u2029"));
}

/** What a crash leaves of a line: its beginning, or the zeros that a file system puts where it lost the bytes. */
const looksTorn = (text: string) => /^\0*(?:\{|$)/.test(text);

async function openForReading(path: string): Promise<FileHandle | null> {
  try {
    // a pipe would wait for somebody who writes it
    if ((await stat(path)).isFIFO()) throw new OutputError(`${path} cannot be written: it is a pipe`);
    return await open(path, "r");
  } catch (error) {
    if (isSystemError(error) && ["ENOENT", "ENOTDIR"].includes(error.code)) return null;
    if (error instanceof OutputError) throw error;
    const why = isSystemError(error) ? error.code : String(error);
    throw new InputError({ file: path, message: `cannot be read (${why})` }, { cause: error });
  }
}
