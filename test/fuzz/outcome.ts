import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LcevalError } from "../../src/core/errors.js";
import { temporaryFolder } from "../temporary-folder.js";
import type { OddFile } from "./odd-files.js";

const folder = temporaryFolder();

/**
 * What becomes of a file: `result`, or the exit code of the error that was foreseen.
 *
 * @param command reads the file and throws when its result breaks a promise
 * @throws whatever is thrown that is not an `LcevalError`: a bug
 */
export async function outcomeOf(
  { name, bytes }: OddFile,
  command: (path: string) => Promise<void>,
): Promise<"result" | number> {
  const path = join(folder, `odd.${name}`);
  writeFileSync(path, bytes);
  try {
    await command(path);
    return "result";
  } catch (error) {
    if (error instanceof LcevalError) return error.exitCode;
    throw error;
  }
}
