// A contributor's loop (`npm run test:quick`): all tests but those that start processes or a browser, run the commands
// of the docs, throw odd files at the readers, simulate, or read ../shared. Told by what a test file imports, so that none
// is forgotten.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeConfig } from "vitest/config";
import everything from "./vitest.config.js";

const slowFolders = ["docs", "fuzz", "simulation", "package"];
const slowImports =
  /from "(node:child_process|playwright-core|[./]*\/(bin|command|replay-judge|page-commands|shared-data)\.js)"|spawnLceval/;

const folder = new URL(".", import.meta.url).pathname;
const slow = (readdirSync(folder, { recursive: true }) as string[]).filter(
  (file) => file.endsWith(".test.ts") && slowImports.test(readFileSync(join(folder, file), "utf8")),
);

export default mergeConfig(everything, {
  test: {
    exclude: [...slowFolders.map((name) => `test/${name}/**`), ...slow.map((file) => `test/${file}`)],
  },
});
