// A file's bytes → its lines, split on byte 0x0A only. (`readline` also splits on U+2028 and U+2029 on some versions of
// Node, and those may stand inside a JSON string.)
import type { FileHandle } from "node:fs/promises";
import { InputError } from "../../core/errors.js";

/** A line holds an instruction and two answers of 64 MiB at most each; beyond some 512 MiB V8 makes no text of it. */
const mostLineBytes = 256 << 20;
const newline = 0x0a;
const largestChunkBytes = 1 << 20;

/** One line of a file, without its newline. */
export interface ByteLine {
  readonly bytes: Buffer;
  /** Where in the file it begins. */
  readonly offset: number;
  /** False for the last line when no newline follows: a writer may have died inside it, or be writing still. */
  readonly isComplete: boolean;
}

/**
 * The lines from byte `start` on, those of one chunk at a time; memory is bounded by the longest line. Where few bytes
 * are expected, no more than those are set aside.
 * @param path for messages
 * @throws InputError for a line of more than 256 MiB
 */
export async function* readByteLines(
  file: FileHandle,
  {
    path,
    start = 0,
    expectedBytes = largestChunkBytes,
  }: { readonly path?: string; readonly start?: number; readonly expectedBytes?: number } = {},
): AsyncGenerator<readonly ByteLine[]> {
  const chunkBytes = Math.max(1, Math.min(expectedBytes, largestChunkBytes));
  let position = start;
  let rest: Buffer[] = [];
  let restOffset = start;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    const lines: ByteLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end);
      const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      lines.push({ bytes, offset: restOffset, isComplete: true });
      rest = [];
      from = end + 1;
      restOffset = position + from;
    }
    if (from < bytesRead) rest.push(chunk.subarray(from));
    position += bytesRead;
    if (position - restOffset > mostLineBytes)
      throw new InputError({ file: path, message: "holds a line of more than 256 MiB, which no run writes" });
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [{ bytes: Buffer.concat(rest), offset: restOffset, isComplete: false }];
}

/** Whether the file is empty or its last byte is a newline. */
export async function endsWithNewline(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === newline;
}
