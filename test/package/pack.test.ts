// What `npm pack` makes, and what is done with it: its links are followed, the programs of docs/library.md are checked and run
// against it, and a newcomer installs it in an empty folder and runs the demo there. The last needs the package registry and
// half a minute, so it runs where LCEVAL_CI is set.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.js";

const root = new URL("../../", import.meta.url).pathname;
const [mostBytes, mostPackedBytes, mostInstalledBytes] = [8_000_000, 2_750_000, 50_000_000];

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const folder = temporaryFolder();
/** The package as it is unpacked; what it depends on is what is installed here. */
const unpacked = join(folder, "node_modules", "lceval");
let packed: Packed;
beforeAll(() => {
  execFileSync(process.execPath, [".ci/pack-encoding.mjs"], { cwd: root });
  // what is compiled already is packed: compiling anew would pull it from under other tests
  const text = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = (JSON.parse(text) as Packed[])[0]!;
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, packed.filename), "-C", unpacked, "--strip-components=1"]);
  symlinkSync(join(root, "node_modules"), join(unpacked, "node_modules"));
});

// what npx made of a clone before anything was compiled there stays so; it looks into this folder first
it("a clone has its command where npx looks first, once it is compiled", () => {
  const command = join(root, "node_modules", ".bin", "lceval");
  rmSync(command, { force: true });
  symlinkSync("of-another-time.js", command);
  execFileSync(process.execPath, [".ci/bootstrap.mjs"], { cwd: root, stdio: "ignore" });
  expect(execFileSync(command, ["--version"], { encoding: "utf8" })).toMatch(/^\d+\.\d+\.\d+/);
});

describe("the package", () => {
  it(`is below ${mostPackedBytes / 1e6} MB, and ${mostBytes / 1e6} unpacked`, () => {
    expect(packed.size).toBeLessThan(mostPackedBytes);
    expect(packed.unpackedSize).toBeLessThan(mostBytes);
  });

  it("holds what runs and what it needs, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    const needed = [
      ...[
        "dist/o200k_base/LICENSE",
        "dist/cli/bin.js",
        "dist/pipeline/index.d.ts",
        "prompts/weighted/judge.json",
      ],
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

/** The pages of a Markdown file's relative links, as paths from the package's root. */
const linksOf = (page: string) =>
  [...readFileSync(join(unpacked, page), "utf8").matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, link]) =>
    join(dirname(page), link!),
  );

describe("the pages of the package", () => {
  it("link to what the package holds", () => {
    const pages = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".md") && !/^(node_modules|prompts|data\/alpaca)/.test(path),
    );
    expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/library.md"]));
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !existsSync(join(unpacked, link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
    expect(linksOf("README.md").length).toBeGreaterThan(10);
  });
});

describe("the programs of docs/library.md, against the package", () => {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: "es2023",
    module: "nodenext",
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules", "@types")],
  };
  const programs = [
    ...readFileSync(`${root}docs/library.md`, "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm),
  ].map(([, code]) => code!);

  it("have types that hold, and run one after the other", () => {
    cpSync(`${root}data/example`, join(folder, "data", "example"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    for (const [i, code] of programs.entries()) writeFileSync(join(folder, `program-${i}.ts`), code);
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const compiled = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect(compiled.stdout).toBe("");
    const outputs = programs.map((_, i) =>
      execFileSync(process.execPath, [`program-${i}.js`], { cwd: folder, encoding: "utf8", stdio: "pipe" }),
    );
    expect(outputs[0]).toMatch(/^done 60\nexample-model 0\.5\d+ .*\n5\d\.\d+\n$/);
    // judges an array with a function and compares two models
    expect(outputs[1]).toBe("careful 0.79\nchatty 0.89\n-10.0 points\ncareful 1.75\n");
    expect(outputs[2]).toBe("60 to do\n");
    expect(outputs[3]).toMatch(/^example-model − example-model-padded: -?\d\.\d points, p = 0\.\d+\n$/);
  });

  it("get a typed error for an option in percent, from the compiler for one that does not exist", () => {
    const wrong = `import { score, UsageError } from "lceval";
await score({ annotations: ["a.jsonl"], levl: 0.9 }).catch((error) => console.log(error instanceof UsageError, error.message));`;
    writeFileSync(join(folder, "wrong.ts"), wrong);
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const compiled = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    expect(compiled.stdout).toMatch(/wrong\.ts.*'levl' does not exist/);
    const said = execFileSync(process.execPath, ["wrong.js"], { cwd: folder, encoding: "utf8" });
    expect(said).toMatch(/^true score: there is no option "levl"/);
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
    // tokens are counted by the encoding that the package holds: the package that it is from is not installed
    expect(existsSync(join(home, "node_modules", "gpt-tokenizer"))).toBe(false);
    const example = (name: string) => `node_modules/lceval/data/example/${name}.jsonl`;
    const files = [example("model"), "--baseline", example("baseline"), "-o", "judged.jsonl", "--dry-run"];
    const plan = spawnSync("npx", ["lceval", "annotate", ...files, "--judge", "weighted"], {
      cwd: home,
      encoding: "utf8",
    });
    expect(plan.stdout).toMatch(/tokens: \d+ in prompts \(by the encoding o200k_base\)/);
    const bytes = readdirSync(join(home, "node_modules"), { recursive: true, encoding: "utf8" })
      .map((path) => lstatSync(join(home, "node_modules", path)))
      .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
    expect(bytes).toBeLessThan(mostInstalledBytes);
  });
});
