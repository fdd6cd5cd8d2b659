import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Where the package lies: `data/` and `prompts/` are beside `src/` in a clone and beside `dist/` when installed. */
export const packageFolder = fileURLToPath(new URL("../../../", import.meta.url));

/** The text of a file that ships with the package, by its path inside it. */
export function readPackageFile(path: string): Promise<string> {
  return readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
}
