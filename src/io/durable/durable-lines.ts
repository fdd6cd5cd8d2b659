// Lines of text → the end of a file, on the disk before they count. Lines that arrive within a millisecond share one
// write and one fdatasync (2,000 synced writes a second become 40,000 lines). Several processes may append to one file:
// each group is a single write with O_APPEND.
import { fstatSync, writeSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { InputError, OutputError } from "../../core/errors.js";
import { endsWithNewline } from "../bytes/byte-lines.js";
import { toOutputError } from "./output-failure.js";

const groupMs = 1;

/** The end of a file that lines are appended to. */
export interface DurableLines {
  /** For reading what is there; shared with the writes. */
  readonly file: FileHandle;
  /**
   * Appends one line (without newline in it). Resolves when it is on the disk; rejects with `OutputError` when it may
   * not be, for instance on a full disk. A later append is tried again.
   */
  append(line: string): Promise<void>;
  /**
   * That the file is still where it was opened.
   * @throws OutputError (exit 7) when it was deleted, moved or replaced: what was written is not under its name
   */
  checkPlace(): Promise<void>;
  /** Writes what waits, then closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface DurableLinesOptions {
  readonly permissions?: number;
  /**
   * Nobody else is to write it: an append fails with `InputError` (exit 3) when somebody has. A lock cannot see a writer
   * that reaches the file by another name on another machine, or after it was thought gone.
   */
  readonly isSoleWriter?: boolean;
}

/**
 * Opens a file for appending; makes it when it is not there. What is there is never changed: after a torn last line the
 * next write begins with a newline.
 * @throws OutputError when it cannot be opened for writing.
 */
export async function openDurableLines(
  path: string,
  { permissions = 0o666, isSoleWriter = false }: DurableLinesOptions = {},
): Promise<DurableLines> {
  const file = await open(path, "a+", permissions).catch((error: unknown) => {
    throw toOutputError(path, error);
  });
  let isAtLineStart = await endsWithNewline(file);
  // `/dev/null` and pipes have no size
  const opened = await file.stat();
  let expectedBytes = isSoleWriter && opened.isFile() ? opened.size : null;
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | null = null;
  let isClosed = false;

  const write = async (lines: readonly Waiting[]) => {
    const text = lines.map(({ line }) => `${line}\n`).join("");
    const bytes = Buffer.from(isAtLineStart ? text : `\n${text}`);
    // until the write is known to be whole, the next one must not continue its last line
    isAtLineStart = false;
    // what a plain file takes it takes at once, into memory: waiting for it costs ten times as much
    if (expectedBytes !== null && fstatSync(file.fd).size !== expectedBytes)
      throw new InputError(
        { file: path, message: "is being written by another process as well" },
        { hint: "End that one, then run the same command again: it goes on from what is there." },
      );
    const bytesWritten = opened.isFile() ? writeSync(file.fd, bytes) : (await file.write(bytes)).bytesWritten;
    if (expectedBytes !== null) expectedBytes += bytesWritten;
    // a disk that fills up takes a part of a write without an error
    if (bytesWritten < bytes.length) {
      throw new OutputError(
        `${path} cannot be written: the disk took ${bytesWritten} of ${bytes.length} bytes; it is probably full`,
        { hint: "Free some space and run the same command again." },
      );
    }
    isAtLineStart = true;
    await file.datasync();
  };
  const flush = async () => {
    await new Promise((resolve) => setTimeout(resolve, isClosed ? 0 : groupMs));
    const group = waiting;
    waiting = [];
    try {
      await write(group);
      for (const { resolve } of group) resolve();
    } catch (error) {
      const failure = toOutputError(path, error);
      for (const { reject } of group) reject(failure);
    }
    flushing = waiting.length > 0 ? flush() : null;
  };

  return {
    file,
    append: (line) =>
      new Promise((resolve, reject) => {
        if (isClosed) throw new Error(`${path} is closed`);
        waiting.push({ line, resolve, reject });
        flushing ??= flush();
      }),
    async checkPlace() {
      const there = await stat(path).catch(() => null);
      if (!opened.isFile() || (there?.ino === opened.ino && there.dev === opened.dev)) return;
      throw new OutputError(
        `${path} was ${there === null ? "deleted or moved" : "replaced"} during the run; what this run wrote is not there`,
        { hint: "Put it back if it was moved, and run the same command again." },
      );
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      while (flushing) await flushing;
      await file.close();
    },
  };
}
