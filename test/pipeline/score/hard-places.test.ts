// Files in which length control is hard, as the command line answers them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pythonRandom } from "../../../src/core/python-random.js";
import { logistic } from "../../../src/numerics/logistic.js";
import { runLceval } from "../../cli/lceval.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();

/** Pairs in which a longer answer wins more often. */
function write(name: string, differences: readonly number[]): string {
  const path = join(folder, name);
  const stream = pythonRandom(name);
  const rows = differences.map((difference, i) => ({
    ...{ instruction: `question ${i}`, generator_1: "b", generator_2: "m" },
    ...{ length_baseline: 2000, length_model: 2000 + difference },
    preference: 1 + Number(stream.random() < logistic(-2 + Math.min(difference, 900) / 200)),
  }));
  writeFileSync(path, JSON.stringify(rows));
  return path;
}

const ordinary = Array.from({ length: 400 }, (_, i) => 300 + 400 * Math.sin(i * i));
const score = async (...args: string[]) => {
  const { stdout, ...rest } = await runLceval(["score", ...args, "--difficulty", "none", "--format", "json"]);
  return { ...rest, result: JSON.parse(stdout).results[0] };
};

describe("a runaway answer", () => {
  const path = write(
    "runaway.json",
    ordinary.map((difference, i) => (i === 7 ? 100_000 : Math.round(difference))),
  );

  it("is warned of, with the rate that --length-scale robust then gives", async () => {
    const standard = await score(path, "--strength", "0.1");
    const warning = standard.result.warnings.find((text: string) => text.startsWith("length-scale:"));
    expect(warning).toContain("(100000 characters)");
    const told = /the rate is ([\d.]+) \(--length-scale robust\)/.exec(warning)![1]!;
    const { result } = await score(path, "--length-scale", "robust", "--strength", "0.1");
    expect(result.length_controlled_winrate.toFixed(2)).toBe(told);
    expect(result.recipe).toBe(`${standard.result.recipe}~robust`);
    expect(result.length_controlled_winrate).toBeLessThan(standard.result.length_controlled_winrate - 5);
    expect(result.warnings.join()).not.toContain("length-scale:");
    expect(result.win_rate).toBe(standard.result.win_rate);
  });
});

describe("wins that a sum of covariates tells from losses", () => {
  interface Row {
    readonly difference: number;
    readonly preference: number;
    readonly text?: string;
  }
  const save = (name: string, rows: readonly Row[]): string => {
    const path = join(folder, name);
    const annotations = rows.map(({ difference, preference, text = "" }, i) => ({
      ...{ instruction: `question ${i}`, generator_1: "b", generator_2: "m", preference },
      ...{ output_1: "x".repeat(2000), output_2: text.padEnd(2000 + difference, "x") },
    }));
    writeFileSync(path, JSON.stringify(annotations));
    return path;
  };
  const differences = Array.from({ length: 60 }, (_, i) => Math.round(600 * Math.sin(i * i)));
  const tell = (preferenceOf: (difference: number, i: number) => number): Row[] =>
    differences.map((difference, i) => ({ difference, preference: preferenceOf(difference, i) }));
  const byLength = tell((difference) => 1 + Number(difference > 100));
  const chance = (i: number) => 1 + Number(Math.sin(7 * i * i) > 0);

  it.each([
    ["by length alone", byLength],
    ["with one loss, the longest", tell((difference) => 2 - Number(difference === Math.max(...differences)))],
    [
      "in soft verdicts next to 0 and 1",
      byLength.map(({ difference }, i) => ({
        difference: Math.round(difference / 10) + 400 * (-1) ** i,
        preference: i % 2 ? 1.0001 : 1.9999,
      })),
    ],
    ["in six pairs", byLength.slice(10, 16)],
  ])("leave the rate open: %s", async (name, rows) => {
    const path = save("separated.json", rows);
    for (const strength of name.startsWith("in soft") ? ["guarded-cv"] : ["guarded-cv", "cv", "1"]) {
      const gate = ["--strength", strength, "--require", "length_controlled_winrate>=1%"];
      if (name === "in six pairs" && strength === "guarded-cv")
        gate.push("--recipe", "length_controlled_minimal");
      const { code, result } = await score(path, ...gate);
      expect(result.warnings.join("\n")).toMatch(
        /^separated: (a sum of length, model tells|the fit leaves)/m,
      );
      expect(result.length_controlled_interval).toBeNull();
      expect(result.win_rate_interval).not.toBeNull();
      expect(code).toBe(11);
      expect((await score(path, "--require", "length_controlled_winrate>=1%@95%")).code).toBe(11);
    }
    const { stdout } = await runLceval(["score", path, "--difficulty", "none"]);
    expect(stdout).toContain("m: the verdicts leave the rate open: it has no interval");
  });

  it("by a difficulty leave it open, and few models of the calibration are said again", async () => {
    const models = ["m", "n"].map((name) => {
      const path = save(
        `${name}.json`,
        tell((_, i) => chance(i)),
      );
      return `${name}=${path}`;
    });
    const calibration = join(folder, "difficulty.json");
    expect((await runLceval(["calibrate", ...models, "-o", calibration])).code).toBe(0);
    const { stdout } = await runLceval([
      "score",
      models[0]!,
      "--difficulty",
      calibration,
      "--format",
      "json",
    ]);
    const [result] = JSON.parse(stdout).results;
    expect(result.warnings.join("\n")).toMatch(/^few-models: difficulty from 2 models/m);
    expect(result.warnings.join("\n")).toMatch(/^separated: a sum of length, difficulty, model tells/m);
    expect(result.length_controlled_interval).toBeNull();
    const board = await runLceval([
      "leaderboard",
      ...models,
      "--difficulty",
      calibration,
      "--format",
      "json",
    ]);
    expect(JSON.parse(board.stdout).results.map(({ rank }: { rank: unknown }) => rank)).toEqual([null, null]);
  });

  it.each([
    ["one pair is told wrongly", tell((d, i) => (i === 5 || i === 9 ? chance(i) : 1 + Number(d > 100)))],
    ["all verdicts are wins", tell(() => 2)],
    [
      "only a covariate that few answers have tells theirs",
      tell((_, i) => chance(i)).map((row, i) =>
        row.preference === 2 && i % 3 === 0 ? { ...row, text: "- one\n- two\n" } : row,
      ),
    ],
  ])("are no matter where %s", async (_, rows) => {
    const path = save("told.json", rows);
    const { result } = await score(path, "--control", "length,lists");
    expect(result.warnings.join("\n")).not.toContain("separated:");
    expect(result.length_controlled_interval).not.toBeNull();
  });
});

describe("pairs that all differ alike in length", () => {
  it("have a length-controlled rate without an interval, and decide no gate on its interval", async () => {
    const alike = write(
      "alike.json",
      ordinary.map((_, i) => 500 + (i % 5)),
    );
    const gate = ["--require", "length_controlled_winrate>=1%@95%"];
    const { code, result } = await score(alike, ...gate);
    expect(result.warnings.join("\n")).toMatch(/^confounded: .*differ so much alike in length/m);
    expect(result.length_controlled_interval).toBeNull();
    expect(result.win_rate_interval).not.toBeNull();
    expect(code).toBe(11);
    expect((await score(alike, "--require", "length_controlled_winrate>=1%")).code).toBe(11);
    expect((await score(alike, "--require", "win_rate>=1%")).code).toBe(0);
    const told = await score(write("told.json", ordinary.map(Math.round)), ...gate);
    expect(told.code).toBe(0);
    expect(told.result.warnings.join()).not.toContain("confounded");
  });
});
