// Labels that two sides write differently: read where that is safe, refused or counted where it is not.
import { appendFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { analyzeClassify } from "../../../src/pipeline/analyze/classify.js";
import { analyzeFactors } from "../../../src/pipeline/analyze/factors.js";
import { analyzeLabels } from "../../../src/pipeline/analyze/labels.js";
import { parseLabelNames } from "../../../src/pipeline/tables/read-label.js";
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
    [
      [1, 2, 2],
      [1, 5, 1],
    ],
    [
      [-1, 1, 0],
      [1, 2, 2],
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

describe("agreement reads its judge's file as every command reads judgements", () => {
  const line = (n: number, more: object = {}) => ({
    instruction_id: `q${n}`,
    instruction: `question ${n}`,
    output_1: "base",
    output_2: `answer ${n}`,
    generator_2: "m",
    preference: 1 + (n % 2),
    ...more,
  });
  const lines = [0, 1, 2, 3, 4, 5].map((n) => line(n));
  const humans = folder.write(
    "people.jsonl",
    lines.map(({ instruction_id, preference }) => ({ instruction_id, preference })),
  );
  const read = async (judgements: string, rest: object = {}) => {
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning.split(":")[0]!);
    const analysis = await analyzeAgreement({ judgements, humans, interval, onWarning, ...rest });
    return { ...analysis.agreement, warnings, inferredScale: analysis.inferredScale };
  };

  it("a torn tail and a line that is there twice: one warning each", async () => {
    const torn = folder.write("torn.jsonl", lines);
    appendFileSync(torn, '{"instruction_id": "q9", "pref');
    expect(await read(torn)).toMatchObject({ items: 6, judge: { rows: 6 }, warnings: ["torn-lines"] });
    const twice = folder.write("twice.jsonl", [...lines, line(2)]);
    expect(await read(twice)).toMatchObject({ judge: { rows: 6 }, warnings: ["repeated-lines"] });
  });

  it("another verdict, and one file as both sides: refused", async () => {
    const other = folder.write("other.jsonl", [...lines, line(2, { preference: 2 })]);
    await expect(read(other)).rejects.toThrow(
      /row 7: 1 judgement is repeated with another verdict than in row 3/,
    );
    await expect(read(humans)).rejects.toThrow(/is given twice, or is a copy, with "preference" as/);
  });

  it("both orders are one verdict, whatever the labels are written like", async () => {
    const both = lines.flatMap((each, n) => [
      { ...each, order: "baseline-first" },
      { ...each, order: "model-first", preference: n === 0 ? 2 : each.preference },
    ]);
    const journal = await read(folder.write("both.jsonl", both));
    expect(journal).toMatchObject({ judge: { rows: 6 }, inferredScale: "1..2" });
    // one of six is a tie: 1 and 2
    expect(journal.judge.scores.accuracy.value).toBeCloseTo(5 / 6, 12);
    const words = both.map(({ preference, ...each }) => ({ ...each, said: preference === 1 ? "A" : "B" }));
    const said = folder.write("said.jsonl", words);
    await expect(read(said, { judgeColumn: "said", scale: "labels" })).rejects.toThrow(/labels have no mean/);
    const labels = [
      { name: "baseline", value: "A" },
      { name: "model", value: "B" },
      ...[1, 2].map((value) => ({ name: value === 1 ? "baseline" : "model", value: String(value) })),
    ];
    const named = await read(said, { judgeColumn: "said", labels });
    expect(named.judge.scores.accuracy.value).toBeCloseTo(5 / 6, 12);
  });

  it("several jurors are refused, or a jury", async () => {
    const jurors = lines.flatMap((each) => ["x", "y"].map((annotator) => ({ ...each, annotator })));
    const votes = folder.write("votes.jsonl", jurors);
    await expect(read(votes)).rejects.toThrow(/name 2 judges/);
    expect((await read(votes, { jury: true })).judge).toMatchObject({ rows: 6 });
  });

  it("two pairs of one item and model are told apart by the baseline, or refused", async () => {
    const two = ["a", "b"].flatMap((generator_1) => lines.map((each) => ({ ...each, generator_1 })));
    await expect(read(folder.write("two-baselines.jsonl", two))).rejects.toThrow(
      /names 2 models \(a, b\), and .*people.jsonl names none/,
    );
    const people = folder.write("pairs.jsonl", two);
    const judge = folder.write(
      "judge.jsonl",
      two.map((each) => ({ ...each, output_1: each.generator_1 })),
    );
    expect((await read(judge, { humans: people })).judge).toMatchObject({ rows: 12 });
    const samples = folder.write("samples.jsonl", [...lines, line(3, { output_2: "another" })]);
    await expect(read(samples)).rejects.toThrow(/"q3" is judged in several pairs/);
  });
});

describe("what --labels and --scale mean in agreement", () => {
  it("words with the model's chance, one of them a tie", async () => {
    const labels = parseLabelNames("A>>B=0,A>B=0.25,A=B=0.5,B>A=0.75,B>>A=1");
    const judge = ["A>>B", "B>A", "A=B", "B>>A"];
    const { agreement } = await accuracyOf(judge, ["A>B", "B>>A", "A=B", "A>B"], { labels });
    expect(agreement.judge.scores.accuracy.value).toBe(0.75);
    // 1 − mean |0 − .25|, |.75 − 1|, 0, |1 − .25|
    expect(agreement.estimates.agreement_with_mode!.estimate).toBeCloseTo(1 - 1.25 / 4, 12);
  });

  it("the mean of people's chances, not of their sides", async () => {
    const labels = parseLabelNames("A>>B=0,A>B=0.25,A=B=0.5,B>A=0.75,B>>A=1");
    const votes = ["A>>B", "B>A", "B>A"].map((h) => [h, "A=B"]);
    const humans = folder.write(
      "chances.jsonl",
      votes.flatMap(([first, second]) => [
        { id: 0, preference: first },
        { id: 1, preference: second },
      ]),
    );
    const { agreement } = await accuracyOf(["A=B", "A=B"], [], { labels, humans, gold: "mean" });
    expect(agreement.judge.scores.accuracy.value).toBe(1);
  });

  it("words or classes, by what the files hold", async () => {
    const labels = parseLabelNames("yes=1,no=0");
    const words = await accuracyOf(["yes", "no"], ["yes", "yes"], { labels });
    expect(words.agreement.reliability).not.toBeNull();
    const classes = await accuracyOf([1, 0], [1, 1], { labels });
    expect(classes.agreement.reliability).toBeNull();
    for (const { agreement } of [words, classes]) expect(agreement.judge.scores.accuracy.value).toBe(0.5);
    await expect(accuracyOf(["yes", 0], ["yes", "no"], { labels })).rejects.toThrow(
      /may say what words mean/,
    );
  });

  it("any LOW..HIGH", async () => {
    const { agreement } = await accuracyOf([5, 1, 3, 4], [5, 1, 3, 2], { scale: "5..1" });
    expect(agreement.judge.scores.accuracy.value).toBe(0.75);
    expect(agreement.estimates.brier!.estimate).toBeCloseTo(0.75 ** 2 / 3, 12);
  });
});

describe("classify, labels and factors read lceval's own lines once", () => {
  it("each judgement, with a warning; another verdict is refused", async () => {
    const lines = ["a", "b", "c", "d"].map((pair_id, n) => ({
      pair_id,
      instruction: pair_id,
      preference: 1 + (n % 2),
      gold: 1 + (n % 2),
      group: "g",
    }));
    const file = folder.write("own.jsonl", [...lines, lines[1]!]);
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning);
    const asked = { file, gold: "gold", predicted: "preference", interval, onWarning };
    expect((await analyzeClassify(asked)).rows).toBe(4);
    await analyzeLabels({ file, labelColumn: "preference", onWarning });
    await analyzeFactors({
      file,
      outcome: "preference",
      range: { min: 1, max: 2 },
      factors: ["group"],
      onWarning,
    });
    expect(warnings).toHaveLength(3);
    expect(new Set(warnings)).toEqual(
      new Set([expect.stringMatching(/^repeated-lines: .*row 5 repeats .*row 2/)]),
    );
    const other = folder.write("own-other.jsonl", [...lines, { ...lines[1], preference: 1 }]);
    await expect(analyzeClassify({ ...asked, file: other })).rejects.toThrow(/repeated with another verdict/);
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
