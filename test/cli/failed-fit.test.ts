// A fit that does not converge: its rate is shown nowhere, everything else is, and the exit code says so.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/core/hash.js";
import { runCommand, workFolder } from "../command.js";

const cwd = workFolder();
const write = (name: string, value: unknown) => writeFileSync(join(cwd, name), JSON.stringify(value));

const rows = Array.from({ length: 40 }, (_, i) => ({
  instruction: `q${i}`,
  generator_1: "base",
  generator_2: "model",
  annotator: "judge",
  length_baseline: 100 + ((i * 3) % 17),
  length_model: 120 - ((i * 5) % 31),
  preference: 1 + ((i * 7) % 11) / 10,
}));
write("rows.json", rows);
// difficulties that no logistic model can be solved with
write("odd.json", {
  schema_version: 1,
  name: "odd",
  baseline: "base",
  annotator: "judge",
  provenance: "made up",
  gamed_baselines: [],
  instructions: rows.map(({ instruction }, i) => ({
    id: sha256(instruction),
    difficulty: (i % 2 ? 1 : -1) * 1e300 * (1 + i / 7),
  })),
});

const run = (...args: string[]) => runCommand([...args, "--difficulty", "odd.json"], { cwd });

describe("a fit that fails", () => {
  it("leaves the raw rate, withholds the length-controlled one, says why and ends with 6", async () => {
    const { code, stdout } = await run("score", "rows.json", "--format", "json");
    expect(code).toBe(6);
    const [result] = JSON.parse(stdout).results;
    expect(result.win_rate).toBeCloseTo(50.5, 10);
    expect(result).toMatchObject({ length_controlled_winrate: null, converged: false });
    expect(result.warnings).toEqual([
      expect.stringMatching(/^fit-failed: the fit at C = .* did not converge/),
    ]);
  });

  it("goes before a requirement that does not hold", async () => {
    const { code, stderr } = await run("score", "rows.json", "--require", "length_controlled_winrate>=10");
    expect(code).toBe(6);
    expect(stderr).toContain("there is no length-controlled rate");
  });

  it("is an error where models are to be ranked or compared by it", async () => {
    for (const command of [
      ["compare", "rows.json", "again=rows.json"],
      ["leaderboard", "rows.json"],
    ]) {
      const { code, stderr } = await run(...command);
      expect(code).toBe(6);
      expect(stderr).toMatch(/^error: model: fit-failed: /);
    }
  });

  it("is no failure where no fit was tried", async () => {
    const { code } = await runCommand(["score", "rows.json"], { cwd });
    expect(code).toBe(0);
  });
});
