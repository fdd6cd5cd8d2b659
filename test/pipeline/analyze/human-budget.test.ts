import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pythonRandom } from "../../../src/core/python-random.js";
import { logistic, logit } from "../../../src/numerics/logistic.js";
import { mean } from "../../../src/numerics/moments.js";
import { analyzeHumanBudget } from "../../../src/pipeline/analyze/human-budget.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const write = (name: string, rows: readonly object[]) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(rows));
  return path;
};

// 400 pairs; humans see quality alone, the judge sees quality through noise and likes length.
const stream = pythonRandom("budget");
const pairs = Array.from({ length: 400 }, (_, i) => {
  const difference = Math.round(1200 * (stream.random() - 0.4));
  const quality = 3 * (stream.random() - 0.45);
  const human = stream.random() < logistic(2 * quality) ? 1 : 0;
  const judge = logistic(3 * (human - 0.5) + quality + difference / 500);
  return { i, difference, human, judge };
});
const annotations = write(
  "annotations.json",
  pairs.map(({ i, difference, judge }) => ({
    instruction: `question ${i}`,
    length_model: 1000 + difference,
    length_baseline: 1000,
    generator_1: "b",
    generator_2: "m",
    preference: 1 + judge,
  })),
);
const labelled = pairs.filter(({ i }) => i % 5 === 0);
const labelsFile = write(
  "labels.json",
  labelled.map(({ i, human }) => ({ instruction: `question ${i}`, preference: 1 + human })),
);

describe("analyze human-budget", () => {
  it("corrects the judge with 80 labels, narrower than labels alone", async () => {
    const { models, unmatchedLabels } = await analyzeHumanBudget({ annotations: [annotations], labelsFile });
    const [budget] = models as [(typeof models)[0]];
    expect(budget).toMatchObject({ generator: "m", labelled: 80, unlabelled: 320, reason: null });
    expect(unmatchedLabels).toBe(0);
    const { plain, tuned, humanOnly } = budget.raw.estimate;
    const means = [labelled.map(({ human }) => human), labelled.map(({ judge }) => judge)].map(mean);
    const rest = mean(pairs.filter(({ i }) => i % 5 !== 0).map(({ judge }) => judge));
    expect(plain.estimate).toBeCloseTo(logistic(logit(means[0]!) + logit(rest) - logit(means[1]!)), 10);
    expect(humanOnly.estimate).toBeCloseTo(means[0]!, 12);
    expect(tuned.standardError).toBeLessThan(0.75 * humanOnly.standardError);
    expect(tuned.effectiveSampleSize).toBeGreaterThan(80 / 0.75 ** 2);
    const truth = mean(pairs.map(({ human }) => human));
    expect(tuned.interval.lower).toBeLessThan(truth);
    expect(tuned.interval.upper).toBeGreaterThan(truth);
    const controlled = budget.lengthControlled!.estimate;
    expect(controlled.tuned.standardError).toBeLessThan(controlled.humanOnly.standardError);
    // Humans do not care for length here, so their length-controlled rate is near their raw one.
    expect(Math.abs(controlled.tuned.estimate - truth)).toBeLessThan(3 * controlled.tuned.standardError);
  });

  it("reads judgements with other columns, and the labels' by the same names", async () => {
    const others = write(
      "others.json",
      pairs.map(({ i, difference, judge }) => ({
        ...{
          question: `question ${i}`,
          lm: 1000 + difference,
          lb: 1000,
          base: "b",
          model: "m",
          verdict: 1 + judge,
        },
      })),
    );
    const columns = new Map([
      ...([
        ["instruction", "question"],
        ["length_model", "lm"],
        ["length_baseline", "lb"],
      ] as const),
      ...([
        ["generator_1", "base"],
        ["generator_2", "model"],
        ["preference", "verdict"],
      ] as const),
    ]);
    const rows = labelled.map(({ i, human }) => ({ question: `question ${i}`, preference: 1 + human }));
    const ask = (file: string) => analyzeHumanBudget({ annotations: [others], labelsFile: file, columns });
    const expected = (await analyzeHumanBudget({ annotations: [annotations], labelsFile })).models[0]!;
    for (const file of [labelsFile, write("others-labels.json", rows)]) {
      const found = (await ask(file)).models[0]!;
      expect(found.raw.estimate).toEqual(expected.raw.estimate);
      expect(found.lengthControlled!.estimate).toEqual(expected.lengthControlled!.estimate);
    }
  });

  it("says how many labels a width takes, or that all of them would not do", async () => {
    const ask = async (halfWidth: number) => {
      const { models } = await analyzeHumanBudget({ annotations: [annotations], labelsFile, halfWidth });
      return models[0]!.raw;
    };
    const wide = await ask(0.08);
    expect(wide.labelsNeeded.value!).toBeLessThan(wide.labelsNeededWithoutJudge.value!);
    expect((await ask(0.001)).labelsNeeded.reason).toBe("labels on all 400 judged units would not do");
  });

  it("keeps to 0 … 100, and has an interval, for few labels and for labels that never vary", async () => {
    const ask = async (name: string, labels: readonly number[]) => {
      const rows = labels.map((preference, i) => ({ instruction: `question ${i}`, preference }));
      const found = await analyzeHumanBudget({ annotations: [annotations], labelsFile: write(name, rows) });
      return found.models[0]!;
    };
    const two = await ask("two.json", [1, 2]);
    for (const { estimate } of [two.raw, two.lengthControlled!])
      for (const { estimate: rate, interval } of [estimate.humanOnly, estimate.tuned, estimate.plain])
        for (const value of [rate, interval.lower, interval.upper]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
    const { raw, lengthControlled, reason } = await ask("same.json", new Array(40).fill(1));
    // Wilson's interval for 0 of 40.
    for (const { interval } of [raw.estimate.humanOnly, raw.estimate.tuned])
      expect(interval).toEqual({ lower: 0, upper: expect.closeTo(0.08762, 4) });
    expect(raw.labelsNeeded.reason).toBe("the labels never vary");
    expect(lengthControlled).toBeNull();
    expect(reason).toMatch(/every human label is the same/);
  });

  it("does not hold the humans' rate at 50 because the judge's is there", async () => {
    const equal = { length_model: 1000, length_baseline: 1000, generator_1: "b", generator_2: "m" };
    const balanced = write(
      "balanced.json",
      pairs.map(({ i }) => ({ instruction: `question ${i}`, ...equal, preference: 1 + (i % 2) })),
    );
    const won = write(
      "won.json",
      labelled.map(({ i }, at) => ({ instruction: `question ${i}`, preference: at % 5 === 0 ? 1 : 2 })),
    );
    const { models } = await analyzeHumanBudget({ annotations: [balanced], labelsFile: won });
    expect(models[0]!.lengthControlled!.estimate.humanOnly.estimate).toBeGreaterThan(0.7);
  });

  it("refuses labels of other pairs, and too few", async () => {
    const strangers = write("strangers.json", [{ instruction: "another", preference: 1 }]);
    await expect(analyzeHumanBudget({ annotations: [annotations], labelsFile: strangers })).rejects.toThrow(
      /none of the labels/,
    );
    const single = write("single.json", [{ instruction: "question 0", preference: 2 }]);
    await expect(analyzeHumanBudget({ annotations: [annotations], labelsFile: single })).rejects.toThrow(
      /1 labelled and 399 other pairs/,
    );
    const words = write("words.json", [{ instruction: "question 0", preference: "good" }]);
    await expect(analyzeHumanBudget({ annotations: [annotations], labelsFile: words })).rejects.toThrow(
      /is "good"; expected a preference/,
    );
  });
});
