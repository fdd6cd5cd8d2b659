// Lines of text → the end of a file, on the disk before they count. Lines that arrive within two milliseconds share one
// write and one fdatasync (2,000 synced writes a second become 40,000 lines). Several processes may append to one file:
// each group is a single write with O_APPEND.
import { type FileHandle, open } from "node:fs/promises";
import { OutputError } from "../../core/errors.js";
import { endsWithNewline } from "../bytes/byte-lines.js";
import { toOutputError } from "./output-failure.js";

const groupMs = 2;

/** The end of a file that lines are appended to. */
export interface DurableLines {
  /** For reading what is there; shared with the writes. */
  readonly file: FileHandle;
  /**
   * Appends one line (without newline in it). Resolves when it is on the disk; rejects with `OutputError` when it may
   * not be, for instance on a full disk. A later append is tried again.
   */
  append(line: string): Promise<void>;
  /** Writes what waits, then closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a file for appending; makes it (with these permissions) when it is not there. What is there is never changed:
 * after a torn last line the next write begins with a newline.
 *
 * @throws OutputError when it cannot be opened for writing.
 */
export async function openDurableLines(path: string, permissions = 0o666): Promise<DurableLines> {
  const file = await open(path, "a+", permissions).catch((error: unknown) => {
    throw toOutputError(path, error);
  });
  let isAtLineStart = await endsWithNewline(file);
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | null = null;
  let isClosed = false;

  const write = async (lines: readonly Waiting[]) => {
    const text = lines.map(({ line }) => `${line}\n`).join("");
    const bytes = Buffer.from(isAtLineStart ? text : `\n${text}`);
    // until the write is known to be whole, the next one must not continue its last line
    isAtLineStart = false;
    const { bytesWritten } = await file.write(bytes);
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
    async close() {
      if (isClosed) return;
      isClosed = true;
      while (flushing) await flushing;
      await file.close();
    },
  };
}
