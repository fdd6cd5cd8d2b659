import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { packageUrl } from "../../core/package-file.js";

/** Where the package lies: `data/` and `prompts/` are beside `src/` in a clone and beside `dist/` when installed. */
export const packageFolder = fileURLToPath(packageUrl);

/** The text of a file that ships with the package, by its path inside it. */
export function readPackageFile(path: string): Promise<string> {
  return readFile(new URL(path, packageUrl), "utf8");
}
