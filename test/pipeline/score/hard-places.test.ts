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
