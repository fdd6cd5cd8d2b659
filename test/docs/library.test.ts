// The examples of docs/library.md: their types hold against the package as it is exported, and they run.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";

const root = new URL("../../", import.meta.url).pathname;
const examples = [
  ...readFileSync(`${root}docs/library.md`, "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm),
].map(([, code]) => code!);

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "es2023",
  module: "nodenext",
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules", "@types")],
};

/** A folder in which `lceval` is the package as it is built, with each example as a module. */
function prepareFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "lceval"));
  cpSync(`${root}data/example`, join(folder, "data", "example"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  for (const [i, code] of examples.entries()) writeFileSync(join(folder, `example-${i}.ts`), code);
  return folder;
}

describe("the examples of docs/library.md", () => {
  it("have types that hold, and run one after the other", () => {
    const folder = prepareFolder();
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const compiled = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect(compiled.stdout).toBe("");
    const outputs = examples.map((_, i) =>
      execFileSync(process.execPath, [`example-${i}.js`], { cwd: folder, encoding: "utf8", stdio: "pipe" }),
    );
    expect(outputs[0]).toMatch(/^done 60\nexample-model 0\.5\d+ .*\n5\d\.\d+\n$/);
    expect(outputs[1]).toBe("careful 0.79\nchatty 0.89\n-10.0 points\ncareful 1.75\n");
    expect(outputs[2]).toBe("60 to do\n");
    expect(outputs[3]).toMatch(/^example-model − example-model-padded: -?\d\.\d points, p = 0\.\d+\n$/);
  });
});
