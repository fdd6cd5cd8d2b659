// Several people's verdicts on one pair: --annotators names them, --gold says what counts.
import { describe, expect, it } from "vitest";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import { compare } from "../../../src/pipeline/compare.js";
import { score } from "../../../src/pipeline/score/score.js";
import { writeAnnotations } from "../../annotation-files.js";

/** A pair a word, a letter an annotator: m the model, b the baseline, t a tie. */
const verdicts = { m: 2, b: 1, t: 1.5 } as const;
function votes(
  words: readonly string[],
  over: (word: string, person: number) => object = () => ({}),
): string {
  return writeAnnotations(
    words.flatMap((word, i) =>
      [...word].map((letter, person) => ({
        instruction: `question ${i}`,
        output_1: `the baseline's answer ${"word ".repeat(i % 7)}`,
        output_2: `the model's answer ${"word ".repeat((3 * i) % 11)}`,
        annotator: undefined,
        preference: verdicts[letter as keyof typeof verdicts],
        person: `expert ${person}`,
        ...over(word, person),
      })),
    ),
  );
}
const words = ["mmb", "mbb", "ttt", "mmm", "mbt", "mb", "b", "tmm"];
/** By hand, of the words above. */
const expected = {
  majority: [1, 0, 0.5, 1, 0.5, 0.5, 0, 1],
  mean: [2 / 3, 1 / 3, 0.5, 1, 0.5, 0.5, 0, 5 / 6],
};
const options = { difficulty: "none", interval: "none" } as const;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("several annotators in score", () => {
  it.each(["majority", "mean"] as const)("become one verdict a pair: %s", async (gold) => {
    const [found] = await score({ annotations: [votes(words)], annotators: "person", gold, ...options });
    expect(found!.winRate.judged).toBe(words.length);
    expect(found!.winRate.rate).toBeCloseTo(mean(expected[gold]), 12);
    expect(found!.annotator).toBe(`annotators (${gold})`);
  });

  it("are rows of their own by each, dependent within an instruction", async () => {
    const [found] = await score({
      annotations: [votes(words)],
      annotators: "person",
      gold: "each",
      ...options,
    });
    const letters = [...words.join("")];
    expect(found!.winRate.judged).toBe(letters.length);
    expect(found!.winRate.rate).toBeCloseTo(
      mean(letters.map((letter) => verdicts[letter as keyof typeof verdicts] - 1)),
      12,
    );
    expect(found!.coverage.clusters).toBe(words.length);
  });

  it("are told by whatever column names them, also one that has another meaning", async () => {
    const asJudges = votes(words, (_, person) => ({ judge: `expert ${person}`, person: undefined }));
    const asNumbers = votes(words, (_, person) => ({ person, annotator: "study" }));
    for (const [file, annotators] of [
      [asJudges, "judge"],
      [asNumbers, "person"],
    ] as const) {
      const [found] = await score({ annotations: [file], annotators, gold: "majority", ...options });
      expect(found!.winRate.rate).toBeCloseTo(mean(expected.majority), 12);
    }
  });

  it("are refused until it is said what counts, with the options to say it", async () => {
    const refusal = {
      exitCode: 3,
      hint: expect.stringMatching(/--annotators COLUMN.*--gold majority, mean or each/),
    };
    await expect(score({ annotations: [votes(words)], ...options })).rejects.toMatchObject(refusal);
    const asJudges = votes(words, (_, person) => ({ judge: `expert ${person}` }));
    await expect(score({ annotations: [asJudges], ...options })).rejects.toMatchObject(refusal);
    await expect(
      score({ annotations: [votes(words)], annotators: "person", ...options }),
    ).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(/several annotators \("person"\)/),
    });
  });

  it("need no rule where each pair has one", async () => {
    const [found] = await score({
      annotations: [votes(["m", "b", "m", "t"])],
      annotators: "person",
      ...options,
    });
    expect(found!.winRate.rate).toBeCloseTo(0.625, 12);
  });

  it("are checked: a column that is not there, a row without a name, one who votes twice and otherwise", async () => {
    const request = { gold: "mean", annotators: "person", ...options } as const;
    await expect(
      score({ ...request, annotations: [votes(words)], annotators: "nobody" }),
    ).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(/nobody/) });
    const unnamed = votes(words, (_, person) => (person === 2 ? { person: "" } : {}));
    await expect(score({ ...request, annotations: [unnamed] })).rejects.toThrow(/names no annotator/);
    const twice = votes(words, () => ({ person: "one" }));
    await expect(score({ ...request, annotations: [twice] })).rejects.toThrow(
      /repeated with another verdict/,
    );
    await expect(score({ annotations: [votes(words)], gold: "mean", ...options })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it("are one judge for compare, by one rule", async () => {
    const models = [votes(words), votes(words, () => ({ generator_2: "other" }))];
    const found = await compare({ models, annotators: "person", gold: "majority", difficulty: "none" });
    if (found.kind !== "pair") throw new Error(found.kind);
    expect(found.comparison.differences.raw!.difference).toBe(0);
  });
});

describe("several annotators in agreement", () => {
  const judge = writeAnnotations(
    words.map((word, i) => ({ instruction: `question ${i}`, preference: word[0] === "b" ? 1 : 2 })),
  );
  const request = {
    judgements: judge,
    humans: votes(words),
    interval: "none",
    annotators: "person",
  } as const;
  const labels = [
    { name: "model", value: "2" },
    { name: "baseline", value: "1" },
    { name: "tie", value: "1.5" },
  ];

  it("are named by a column; the mean of their preferences is gold where that is asked for", async () => {
    const { agreement } = await analyzeAgreement({ ...request, labels, gold: "mean" });
    // gold by hand: model, baseline, tie, model, tie, tie, baseline, model; the judge: model but for the "b"
    expect(agreement.judge.rows).toBe(8);
    expect(agreement.judge.scores.accuracy.value).toBeCloseTo(4 / 8, 12);
    await expect(analyzeAgreement({ ...request, gold: "mean", scale: "labels" })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it("may say a thing twice, but not two things", async () => {
    const doubled = ["mm", "bb", "tt", "mm", "bb", "mm", "bb", "tt"];
    const one = votes(doubled, () => ({ person: "one" }));
    const { agreement } = await analyzeAgreement({ ...request, humans: one, labels });
    expect(agreement.ceiling).toBeNull();
    const torn = votes(words, () => ({ person: "one" }));
    await expect(analyzeAgreement({ ...request, humans: torn, labels })).rejects.toThrow(
      /labels an item again/,
    );
  });
});

describe("the scale in agreement", () => {
  const judge = writeAnnotations(
    words.map((_, i) => ({ instruction: `question ${i}`, preference: i % 3 ? 1.93 : 1.12 })),
  );
  const humans = (values: readonly number[]) =>
    writeAnnotations(
      words.map((_, i) => ({ instruction: `question ${i}`, preference: values[i % 3 ? 1 : 0] })),
    );

  it("is asked for where a 0 could be a loss, and taken as said", async () => {
    const request = { judgements: judge, interval: "none" } as const;
    await expect(analyzeAgreement({ ...request, humans: humans([0, 1]) })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/0 \(3×\), 1 \(5×\): what a 0 means cannot be told/),
      hint: expect.stringMatching(/--labels model=…,baseline=…,tie=… for the humans'/),
    });
    const labels = [
      { name: "model", value: "1" },
      { name: "baseline", value: "0" },
    ];
    const said = await analyzeAgreement({ ...request, humans: humans([0, 1]), labels, scale: "1..2" });
    expect(said.agreement.judge.scores.accuracy.value).toBe(1);
    const native = await analyzeAgreement({ ...request, humans: humans([1, 2]) });
    expect(native.agreement.judge.scores.accuracy.value).toBe(1);
  });
});
