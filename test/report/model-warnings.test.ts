import { describe, expect, it } from "vitest";
import {
  abridgeWarnings,
  gatherWarnings,
  labelReferences,
  splitWarning,
  summariseWarnings,
} from "../../src/report/model-warnings.js";
import { runCommand, workFolder } from "../command.js";
import { rowsFolder } from "../temporary-folder.js";

const models = (...warnings: string[][]) => warnings.map((of, m) => ({ generator: `m${m}`, warnings: of }));

describe("the warnings of several models", () => {
  it("are parted at their first colon", () => {
    expect(splitWarning("served: a: b")).toEqual({ code: "served", sentence: "a: b" });
    expect(splitWarning("no code")).toEqual({ code: "note", sentence: "no code" });
  });

  it("stand once each, with the models where they are not all", () => {
    expect(gatherWarnings(models(["a: x", "b: y"], ["a: x"], ["a: x", "b: y"]))).toEqual([
      "a: x",
      "m0, m2: b: y",
    ]);
  });

  it("are summed up by code where they would fill a page, and leave out what touches no rate", () => {
    const four = models(["move: 1", "strength: C"], ["move: 2"], ["move: 3"], ["collinear: k"]);
    expect(summariseWarnings(four)).toEqual(["m0, m1, m2: move: 1 (m0; the others likewise)"]);
    expect(summariseWarnings(four.slice(0, 3))).toEqual(["all 3 models: move: 1 (m0; the others likewise)"]);
    expect(summariseWarnings(four.slice(0, 2))).toEqual(["m0: move: 1", "m1: move: 2"]);
  });

  it("are counted where many comparisons say the same", () => {
    expect(abridgeWarnings(["few: a b", "few: a c", "few: a b"])).toEqual(["few: a b", "few: a c"]);
    expect(abridgeWarnings(["few: 1", "few: 2", "other: x", "few: 3"])).toEqual([
      "few: 1; and 2 more of the kind, which --format json has by pair",
      "other: x",
    ]);
  });

  it("of references stand apart from those of a model of the same name", () => {
    const [reference] = models(["unjudged: 3", "strength: C"]);
    expect(labelReferences([reference!, reference!])).toEqual([
      { generator: "m0 (reference)", warnings: ["unjudged: 3"] },
    ]);
  });
});

describe("compare and leaderboard", () => {
  const { write } = rowsFolder();
  const run = (...args: string[]) => runCommand(args, { cwd: workFolder() });
  const rowsOf = (generator: string, unjudged: number) =>
    Array.from({ length: 40 }, (_, i) => ({
      instruction: `q${i}`,
      generator_1: "base",
      generator_2: generator,
      annotator: "judge",
      length_baseline: 100 + ((i * 3) % 17),
      length_model: 120 - ((i * 5) % 31),
      preference: i < unjudged ? null : 1 + ((i * 7) % 11) / 10,
    }));
  const whole = write("whole.jsonl", rowsOf("whole", 0));
  const holed = write("holed.jsonl", rowsOf("holed", 9));

  it("say what the scores that they use say against themselves", async () => {
    for (const command of ["compare", "leaderboard"]) {
      const { code, stderr } = await run(command, whole, holed);
      expect(code).toBe(0);
      expect(stderr).toMatch(/^! holed: unjudged: 9 of 40 pairs have no verdict/m);
      expect(stderr).toMatch(/^! no-difficulty: /m);
    }
  });

  it("carry it in JSON, by model and in all", async () => {
    const compared = JSON.parse((await run("compare", whole, holed, "--format", "json")).stdout);
    const unjudged = expect.stringMatching(/^unjudged: 9 of 40/);
    expect(compared.comparisons[0].second.warnings).toContainEqual(unjudged);
    expect(compared.comparisons[0].first.warnings).not.toContainEqual(unjudged);
    expect(compared.warnings).toContainEqual(expect.stringMatching(/^holed: unjudged: 9 of 40/));
    const ranked = JSON.parse((await run("leaderboard", whole, holed, "--format", "json")).stdout);
    expect(ranked.warnings).toContainEqual(expect.stringMatching(/^holed: unjudged: 9 of 40/));
  });
});
