// Inputs that somebody made to do harm: names that JavaScript has a meaning for, values nested beyond any stack, pipes and
// devices in the place of files. Whole commands, in this process.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runLceval } from "../cli/lceval.js";
import { temporaryFolder } from "../temporary-folder.js";

let cwd: string;
const run = (line: string, folder = cwd) => runLceval(line.split(" "), { cwd: folder });
const write = (name: string, rows: readonly object[]) =>
  writeFileSync(join(cwd, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
const judged = (generator: string, more: object = {}) =>
  Array.from({ length: 12 }, (_, i) => ({
    instruction: `Question ${i}?`,
    output_1: "x ".repeat(i + 1),
    generator_1: "base",
    output_2: "y ".repeat(((5 * i) % 7) + 1),
    generator_2: generator,
    preference: 1 + (i % 3) / 2,
    ...more,
  }));
const outputs = (generator: string, more: object = {}) =>
  Array.from({ length: 4 }, (_, i) => ({
    ...{ instruction: `Question ${i}?`, output: `${generator} ${i}`, generator, ...more },
  }));
const mark = "a deep value";
const deep = `${"[".repeat(2e4)}${"]".repeat(2e4)}`;
/** Rows with a value that only JSON.parse can read. */
const writeDeep = (name: string, rows: readonly object[]) =>
  writeFileSync(
    join(cwd, name),
    rows.map((row) => `${JSON.stringify(row).replace(JSON.stringify(mark), deep)}\n`).join(""),
  );

beforeEach(() => {
  cwd = temporaryFolder();
});

describe("a model's name that JavaScript has a meaning for", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is a name", async (name) => {
    write("plain.jsonl", judged("plain"));
    write("named.jsonl", judged(name, { dataset: name }));
    const figures = async (line: string, of: string) =>
      JSON.parse((await run(`${line} --format json`)).stdout.replaceAll(JSON.stringify(of), '"NAME"'));
    const [plain] = (await figures("score plain.jsonl", "plain")).results;
    const [named] = (await figures("score named.jsonl --by dataset", name)).results;
    expect(named).toMatchObject({ ...plain, generator: "NAME" });
    const board = await figures("leaderboard plain.jsonl named.jsonl", name);
    expect(board.results.map(({ generator }: { generator: string }) => generator).sort()).toEqual([
      "NAME",
      "plain",
    ]);
    write("base.jsonl", outputs("base"));
    write("model.jsonl", outputs(name));
    const { code } = await run("annotate model.jsonl --baseline base.jsonl --judge offline -o out.jsonl");
    expect(code).toBe(0);
    expect((await run("verify out.jsonl")).code).toBe(0);
  });
});

describe("a value nested beyond any stack", () => {
  it.each([
    ["annotate o.jsonl --baseline b.jsonl --judge offline -o out.jsonl", 3],
    ["generate o.jsonl --model m -o out.jsonl --dry-run", 3],
    ["verify bad.jsonl", 3],
    ["score j.jsonl --item-field x", 3],
    ["score bad.jsonl", 3],
    ["convert j.jsonl -o out.csv", 3],
    ["score j.jsonl", 0],
    ["verify j.jsonl", 0],
  ])("%s ends with %i", async (line, exit) => {
    write("b.jsonl", outputs("base"));
    writeDeep("o.jsonl", outputs("m", { input: mark }));
    writeDeep("j.jsonl", judged("m", { x: mark }));
    writeDeep("bad.jsonl", judged("m", { instruction: mark }));
    const { code, stderr } = await run(line);
    expect(code, stderr).toBe(exit);
    if (exit === 3) expect(stderr).toMatch(/nested too deeply|is a list/);
  });
});

describe("what is no file", () => {
  const pipe = (path: string) => execFileSync("mkfifo", [path]);

  it("a pipe as the output is refused, and waits for nobody", async () => {
    write("b.jsonl", outputs("base"));
    write("m.jsonl", outputs("m"));
    pipe(join(cwd, "pipe.jsonl"));
    const { code, stderr } = await run("annotate m.jsonl --baseline b.jsonl --judge offline -o pipe.jsonl");
    expect([code, stderr]).toEqual([7, expect.stringContaining("it is a pipe")]);
  });

  it.each<[string, (path: string) => void]>([
    ["a pipe", pipe],
    ["a device", (path) => symlinkSync("/dev/zero", path)],
    [
      "larger than any settings are",
      (path) => {
        writeFileSync(path, "");
        truncateSync(path, 2 ** 21);
      },
    ],
  ])("a config file that was only found and is %s is left alone", async (_, make) => {
    write("j.jsonl", judged("m"));
    const below = join(cwd, "below");
    mkdirSync(below);
    make(join(below, "lceval.config.yaml"));
    const { code, stderr } = await run("score ../j.jsonl", below);
    expect([code, stderr]).toEqual([0, expect.stringContaining("distrusted-config")]);
  });

  it.each([
    [
      "verify",
      "score",
      "failed",
      "convert -o x.json",
      "compare j.jsonl",
      "leaderboard",
      "calibrate -o x.json",
    ],
    ["score j.jsonl --against", "score j.jsonl --difficulty", "score j.jsonl --comment x.md --previous"],
    [
      "score j.jsonl --config",
      "doctor --env-file",
      "merge j.jsonl -o x.jsonl",
      "generate --model m -o x.jsonl",
    ],
    ["annotate b.jsonl --judge offline -o x.jsonl --baseline"],
  ])("a device is refused wherever a file is read: %s …", async (...commands) => {
    write("j.jsonl", judged("m"));
    write("b.jsonl", outputs("base"));
    for (const command of commands) {
      const { code, stdout, stderr } = await run(`${command} /dev/urandom`);
      expect([command, code, stdout + stderr]).toEqual([command, 3, expect.stringContaining("is a device")]);
    }
  });

  it("an env file that a found config names is no pipe", async () => {
    write("b.jsonl", outputs("base"));
    write("m.jsonl", outputs("m"));
    pipe(join(cwd, "keys.env"));
    writeFileSync(join(cwd, "lceval.config.yaml"), "env-file: keys.env\n");
    const { code, stderr } = await run(
      "annotate m.jsonl --baseline b.jsonl --judge verdict -o out.jsonl --dry-run",
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("env-file is not taken")]);
  });
});

it.each([
  `{"parts": [${deep}]}`,
  '{"parts": [null]}',
  '{"parts": [{"inputs": [null]}]}',
  '{"parts": [{"inputs": [{"path": 7}]}]}',
  '{"parts": [{"inputs": [], "models": 3}]}',
  '{"parts": [{"inputs": [], "arguments": "x"}]}',
])("a manifest that nobody wrote for the file is no fault of it: %.40s", async (manifest) => {
  write("j.jsonl", judged("m"));
  writeFileSync(join(cwd, "j.manifest.json"), manifest);
  const { code, stdout } = await run("verify j.jsonl");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/manifest +unknown/)]);
});

it("a line that no string holds is refused, not read", async () => {
  write("j.jsonl", judged("m"));
  truncateSync(join(cwd, "j.jsonl"), 257 * 2 ** 20); // takes no room on the disk
  const { code, stderr } = await run("verify j.jsonl");
  expect([code, stderr]).toEqual([3, expect.stringContaining("j.jsonl: holds a line of more than 256 MiB")]);
});

it("a file that there is nothing to verify by is not called verified", async () => {
  writeFileSync(join(cwd, "j.json"), JSON.stringify(judged("m")));
  expect(readFileSync(join(cwd, "j.json"), "utf8")).not.toContain("checksum");
  const { code, stdout } = await run("verify j.json");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^j\.json: nothing to verify it by/)]);
});
