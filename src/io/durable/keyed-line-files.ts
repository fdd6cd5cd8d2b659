// The files of keyed lines in a folder → what each holds, without reading a value more than the first; and an end to some.
import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { openKeyedLines } from "./keyed-lines.js";
import { isSystemError, toOutputError } from "./output-failure.js";

export interface KeyedLineFile {
  readonly path: string;
  readonly bytes: number;
  readonly keys: number;
  readonly lastWritten: Date;
}

/** Oldest first; none where the folder is not there. */
export async function listKeyedLineFiles(folder: string): Promise<KeyedLineFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  });
  const files: KeyedLineFile[] = [];
  for (const path of names.filter((name) => name.endsWith(".jsonl")).map((name) => join(folder, name))) {
    const [{ size, mtime }, lines] = await Promise.all([stat(path), openKeyedLines(path, true)]);
    files.push({ path, bytes: size, keys: await lines.size(), lastWritten: mtime });
    await lines.close();
  }
  return files.sort((a, b) => a.lastWritten.getTime() - b.lastWritten.getTime());
}

/** @throws OutputError (exit 7) where one cannot be removed */
export async function removeKeyedLineFiles(files: readonly KeyedLineFile[]): Promise<void> {
  for (const { path } of files)
    await unlink(path).catch((error: unknown) => {
      throw toOutputError(path, error);
    });
}
