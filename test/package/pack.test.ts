// What `npm pack` makes, and what a newcomer does with it: install it in an empty folder, run the demo there. Needs the
// package registry and half a minute, so it runs where LCEVAL_CI is set.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";

const root = new URL("../../", import.meta.url).pathname;
const mostBytes = 3_200_000;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const folder = temporaryFolder();
let packed: Packed;
beforeAll(() => {
  // what is compiled already is packed: compiling anew would pull it from under other tests
  const text = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = (JSON.parse(text) as Packed[])[0]!;
});

describe("the package", () => {
  it(`is below ${mostBytes / 1e6} MB, unpacked`, () => {
    expect(packed.unpackedSize).toBeLessThan(mostBytes);
  });

  it("holds what runs and what it needs, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const needed = [
      ...["dist/cli/bin.js", "dist/pipeline/index.d.ts", "prompts/weighted/judge.json"],
      ...[
        "data/example/model.jsonl",
        "data/alpaca_eval_2/calibration.json",
        "docs/lceval.config.schema.json",
        "docs/lceval.result.schema.json",
      ],
      ...["README.md", "LICENSE", "CHANGELOG.md", "package.json"],
    ];
    expect(paths).toEqual(expect.arrayContaining(needed));
    expect(paths.filter((path) => /^(src|test|bench|\.ci)\/|tsbuildinfo/.test(path))).toEqual([]);
  });

  it("runs nothing when it is installed", () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const whenInstalled = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
    expect(whenInstalled.filter((name) => name in scripts)).toEqual([]);
  });
});

const npm = (args: readonly string[], cwd: string) =>
  spawnSync("npm", [...args], { cwd, encoding: "utf8", timeout: 180_000 });
const whyNot = !process.env.LCEVAL_CI
  ? "LCEVAL_CI is not set"
  : npm(["view", "commander@14.0.3", "version"], folder).status !== 0
    ? "no package registry answers"
    : null;
const suffix = whyNot ? ` (skipped: ${whyNot})` : "";

describe.skipIf(whyNot)(`a newcomer${suffix}`, () => {
  it("installs it in an empty folder and runs the demo there", { timeout: 300_000 }, () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "package.json"), "{}");
    const installed = npm(["install", "--no-audit", "--no-fund", join(folder, packed.filename)], home);
    expect(installed.stderr + installed.stdout).not.toContain("ERR!");
    const demo = spawnSync("npx", ["lceval", "demo"], { cwd: home, encoding: "utf8" });
    expect(demo.stdout).toContain("example-model-padded gives the same answers");
    expect(demo.status).toBe(0);
    expect(existsSync(join(home, "lceval-demo", "annotations.jsonl"))).toBe(true);
    const imports = 'import("lceval").then((it) => process.stdout.write(typeof it.score))';
    expect(execFileSync(process.execPath, ["-e", imports], { cwd: home, encoding: "utf8" })).toBe("function");
  });

  it("clones it and runs the README's first command", { timeout: 300_000 }, (context) => {
    if (!existsSync(`${root}.git`)) return context.skip("this is no clone");
    const clone = join(temporaryFolder(), "lceval");
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, clone], { stdio: "ignore" });
    const demo = npm(["run", "demo"], clone);
    expect(demo.stdout).toContain("example-model-padded gives the same answers");
    expect(demo.status).toBe(0);
    const version = spawnSync("npx", ["lceval", "--help"], { cwd: clone, encoding: "utf8" });
    expect(version.stdout).toContain("Usage: lceval");
  });
});
