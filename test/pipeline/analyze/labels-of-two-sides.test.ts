// Labels that two sides write differently: read where that is safe, refused or counted where it is not.
import { describe, expect, it } from "vitest";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { analyzeClassify } from "../../../src/pipeline/analyze/classify.js";
import { analyzeFactors } from "../../../src/pipeline/analyze/factors.js";
import { analyzeLabels } from "../../../src/pipeline/analyze/labels.js";
import { describeWithShared, shared } from "../../shared-data.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
const interval = "none" as const;
const accuracyOf = async (judge: readonly unknown[], human: readonly unknown[], rest: object = {}) => {
  const column = (name: string, values: readonly unknown[]) =>
    folder.write(
      `${name}.jsonl`,
      values.map((preference, id) => ({ id, preference })),
    );
  return analyzeAgreement({
    judgements: column("judge", judge),
    humans: column("humans", human),
    interval,
    ...rest,
  });
};

describe("agreement", () => {
  it.each([
    ["numbers in other forms", [2, 1, 2], ["2.0", " 1", "2.00"]],
    ["case and blanks", ["A ", "tie", "b"], ["a", "Tie", "B"]],
    ["booleans", [true, false, true], ["True", "False", "True"]],
  ])("is complete where labels differ in %s", async (_, judge, human) => {
    const { agreement, labelSets } = await accuracyOf(judge, human);
    expect(agreement.judge.scores.accuracy.value).toBe(1);
    expect(labelSets).toMatchObject({ onlyGold: [], onlyJudged: [] });
  });

  it("tells cases apart that the humans tell apart", async () => {
    const { agreement } = await accuracyOf(["A", "a", "A"], ["A", "a", "a"]);
    expect(agreement.judge.scores.accuracy.value).toBeCloseTo(2 / 3, 12);
  });

  it("reads what --labels says in any form, and counts the rest by its text", async () => {
    const labels = [
      { name: "model", value: "2" },
      { name: "baseline", value: "1" },
    ];
    const { agreement, unread } = await accuracyOf(["2.0", 1, "Tie", "Tie"], [2, "1.0", 2, 1], { labels });
    expect(agreement.judge).toMatchObject({ unparsable: 2 });
    expect(agreement.judge.scores.accuracy.value).toBe(0.5);
    expect(unread).toEqual([{ label: "Tie", count: 2 }]);
  });

  it("lists labels of one side alone, and what stands for no verdict", async () => {
    const { labelSets, unread } = await accuracyOf([2, "Tie", "nan", "Tie"], [2, 0, 2, 1]);
    expect(labelSets.onlyJudged).toEqual([{ label: "Tie", count: 2 }]);
    expect(labelSets.onlyGold.map(({ label }) => label).sort()).toEqual(["0", "1"]);
    expect(unread).toEqual([{ label: "nan", count: 1 }]);
  });

  it("refuses sides without a common label, and names both sets", async () => {
    await expect(accuracyOf([2, 1], ["model", "tie"])).rejects.toThrow(
      /no label in common: the judge's are "2" ×1, "1" ×1; the humans' are "model" ×1, "tie" ×1/,
    );
  });

  it.each([
    [
      [0, 1, 1],
      [1, 2, 2],
    ],
    [
      [1, 2, 2],
      [0, 1, 0],
    ],
    [
      [0, 1, 1],
      [0, 1, 2],
    ],
  ])("refuses %j beside %j, which may be two scales", async (judge, human) => {
    await expect(accuracyOf(judge, human)).rejects.toThrow("two scales");
    await expect(accuracyOf(judge, human, { scale: "labels" })).resolves.toBeDefined();
  });

  it("reads 0 beside 1 and 2, and 0 and 1 on both sides", async () => {
    await expect(accuracyOf([1, 2, 2, 1], [1, 2, 0, 1])).resolves.toBeDefined();
    await expect(accuracyOf([1, 0, 0, 1], [1, 1, 0, 1])).resolves.toBeDefined();
  });

  it("joins by item and model, and counts rows and items", async () => {
    const judged = folder.write("two.jsonl", [
      { instruction_id: "q", instruction: "x", generator_2: "A", preference: 2 },
      { instruction_id: "q", instruction: "x", generator_2: "B", preference: 1 },
    ]);
    const rows = [
      { instruction: "x", generator: "A", preference: 2 },
      { instruction: "x", generator: "B", preference: 1 },
    ];
    // the judge's file has an id of its own: the instruction is what both share
    const humans = folder.write("two-humans.jsonl", rows);
    const { agreement } = await analyzeAgreement({ judgements: judged, humans, interval });
    expect(agreement).toMatchObject({ items: 1, judge: { rows: 2 } });
    expect(agreement.judge.scores.accuracy.value).toBe(1);
    const nameless = folder.write(
      "nameless.jsonl",
      rows.map(({ generator: _, ...row }) => row),
    );
    await expect(analyzeAgreement({ judgements: judged, humans: nameless, interval })).rejects.toThrow(
      /names 2 models \(A, B\)/,
    );
    const strange = folder.write("strange.jsonl", [{ key: "q", preference: 1 }]);
    await expect(analyzeAgreement({ judgements: judged, humans: strange, interval })).rejects.toThrow(
      /share none of the columns instruction_id, id, idx, instruction/,
    );
  });
});

describe("classify, labels and factors", () => {
  const rows = [
    { gold: "yes", predicted: "Yes ", group: "a", n: "0.70", hit: 1 },
    { gold: "no", predicted: "NO", group: "A", n: 0.7, hit: 0 },
    { gold: "no", predicted: "None", group: "b", n: "1", hit: 1 },
    { gold: "yes", predicted: "perhaps", group: "b", n: "1.0", hit: 0 },
  ];
  const file = folder.write("rows.jsonl", rows);

  it("classify: case and blanks do not count; the foreign is listed", async () => {
    const { scores, labelSets, unread } = await analyzeClassify({
      file,
      gold: "gold",
      predicted: "predicted",
      interval,
    });
    expect(scores.labels!.scores.accuracy.value).toBe(0.5);
    expect(labelSets!.onlyJudged).toEqual([{ label: "perhaps", count: 1 }]);
    expect(unread).toEqual([{ label: "None", count: 1 }]);
    await expect(analyzeClassify({ file, gold: "gold", predicted: "n" })).rejects.toThrow(
      /no label in common: predicted are "0.7" ×2, "1" ×2; gold are "yes" ×2, "no" ×2/,
    );
    await expect(
      analyzeClassify({ file, gold: "gold", predicted: "predicted", probability: "hit", positive: "YES" }),
    ).resolves.toMatchObject({ positive: "yes" });
  });

  it("labels: one label in several groups, however it is spelt there", async () => {
    const { rates } = await analyzeLabels({
      file,
      labelColumn: "predicted",
      groupColumn: "n",
      only: ["yes"],
    });
    expect(rates.map(({ group, rate }) => [group, rate.hits])).toEqual([
      ["0.7", 1],
      ["1", 0],
    ]);
  });

  it("factors: 0.70 and 0.7 are one level", async () => {
    const { rates } = await analyzeFactors({ file, outcome: "hit", factors: ["n"] });
    expect(rates[0]!.levels.map(({ level }) => level)).toEqual(["0.7", "1"]);
  });

  it("refuse lists and objects in one sentence", async () => {
    const nested = folder.write(
      "nested.jsonl",
      rows.map((row) => ({ ...row, predicted: [{ decision: row.gold }] })),
    );
    const message = /row 1, field "predicted": is a list of 1 here and in 3 further rows/;
    await expect(analyzeClassify({ file: nested, gold: "gold", predicted: "predicted" })).rejects.toThrow(
      message,
    );
    await expect(analyzeLabels({ file: nested, labelColumn: "predicted" })).rejects.toThrow(message);
  });
});

describeWithShared("the cases of labels", () => {
  it("give 1.0 where forms differ, and 0.90 joined by model", async () => {
    const forms = await analyzeAgreement({
      judgements: shared("cases/files/agreement-1-vs-1.0/judge.csv")!,
      humans: shared("cases/files/agreement-1-vs-1.0/humans.csv")!,
      humanColumns: ["a1", "a2"],
      interval,
    });
    expect(forms.agreement.judge.scores.accuracy.value).toBe(1);
    const models = await analyzeAgreement({
      judgements: shared("cases/files/agreement-two-models/judged.jsonl")!,
      humans: shared("cases/files/agreement-two-models/humans.csv")!,
      interval,
    });
    expect(models.agreement.judge.scores.accuracy.value).toBeCloseTo(0.9, 12);
  });
});
