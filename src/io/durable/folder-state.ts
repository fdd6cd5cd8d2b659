// What can be said of a folder before anything is written to it.
import { constants } from "node:fs";
import { access, readdir, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { OutputError } from "../../core/errors.js";
import { toOutputError } from "./output-failure.js";

export interface FolderState {
  /** False for a folder that would be made. */
  readonly isThere: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly freeBytes: number;
}

/**
 * Looks at a folder, or where it would be made; writes nothing.
 * @throws OutputError (exit 7) when nothing could be written there
 */
export async function readFolderState(path: string): Promise<FolderState> {
  const standing = await nearestThatStands(resolve(path));
  try {
    const { bavail, bsize } = await statfs(standing);
    if (!(await stat(standing)).isDirectory()) throw new OutputError(`${standing} is a file, not a folder`);
    await access(standing, constants.W_OK | constants.X_OK);
    const isThere = standing === resolve(path);
    const { files, bytes } = isThere ? await measureFolder(standing) : { files: 0, bytes: 0 };
    return { isThere, files, bytes, freeBytes: bavail * bsize };
  } catch (error) {
    throw toOutputError(path, error);
  }
}

async function nearestThatStands(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(at) === at) return at;
  }
}

async function measureFolder(path: string): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return { files: sizes.length, bytes: sizes.reduce((a, b) => a + b, 0) };
}

export const isFolderThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (state) => state.isDirectory(),
    () => false,
  );

/** The names in a folder, in order; none where it is not there. */
export const namesIn = (path: string): Promise<string[]> =>
  readdir(path).then(
    (names) => names.sort(),
    () => [],
  );
