// The commands of a page of docs: every ```sh block, run as it stands, with `lceval` being what was built.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bin } from "../bin.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The lines of the page's ```sh blocks. */
export function commandsOfPage(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block!.trim().split("\n"));
}

/** Runs a line in a folder through a shell; gives its standard output, throws where it fails. */
export function runCommand(line: string, folder: string): string {
  const path = join(folder, ".bin");
  mkdirSync(path, { recursive: true });
  const script = join(path, "lceval");
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  chmodSync(script, 0o755);
  return execFileSync("/bin/sh", ["-c", line], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${path}:${process.env.PATH}`, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
