// Vitest's global set-up: tests that start the command need dist/ as the sources are. `npm test` has it compiled already.
import { spawnSync } from "node:child_process";

export default function compileOnce(): void {
  const bootstrap = new URL("../.ci/bootstrap.mjs", import.meta.url).pathname;
  if (spawnSync(process.execPath, [bootstrap], { stdio: "inherit" }).status !== 0)
    throw new Error("src/ does not compile");
}
