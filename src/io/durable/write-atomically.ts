// A text or bytes → a file that is there completely or not at all: written beside its place, synced, renamed into it.
import { open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { isSystemError, toOutputError } from "./output-failure.js";

let written = 0;

/**
 * Writes a whole file. A reader, and a run killed at any moment, sees the old content or the new, never a part.
 * A link is followed, so that it stays a link; a device or a pipe (`/dev/null`) is written to directly.
 *
 * Data that comes in pieces is written as it comes; where it fails, so does this, and nothing is changed.
 *
 * @throws OutputError when the place cannot be written or the disk is full; the old content is then still there.
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    const target = await realpath(path).catch(orWhenMissing(path));
    const existing = await stat(target).catch(orWhenMissing(null));
    if (existing && !existing.isFile()) return await writeFile(target, data);
    await replaceFile(target, data, existing?.mode);
  } catch (error) {
    throw toOutputError(path, error);
  }
}

async function replaceFile(
  target: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode = 0o666,
): Promise<void> {
  const temporary = `${target}.${process.pid}-${written++}.tmp`;
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await writeFile(handle, data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function orWhenMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isSystemError(error) && error.code === "ENOENT") return value;
    throw error;
  };
}
