// gpt-tokenizer is 30 MB installed, of which lceval reads one encoding: the modules of that one go into the package, as they are.
//   node .ci/pack-encoding.mjs     (before `npm pack`; src/core/text-tokens.ts takes them where they are)
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const from = join(root, "node_modules", "gpt-tokenizer");
const into = join(root, "dist", "o200k_base");

rmSync(into, { recursive: true, force: true });
const modules = new Set([join(from, "esm", "encoding", "o200k_base.js")]);
for (const path of modules) {
  for (const [, imported] of readFileSync(path, "utf8").matchAll(/^import [^;]*?from "(\.[^"]+)";$/gm))
    modules.add(join(dirname(path), imported));
  cpSync(path, join(into, relative(join(from, "esm"), path)));
}
cpSync(join(from, "LICENSE"), join(into, "LICENSE"));
