import { describe, expect, it } from "vitest";
import type { CombinationRule } from "../../../src/judge/combine-orders.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();

interface Asked {
  readonly order?: "baseline-first" | "model-first";
  readonly repeat?: number;
  readonly juror?: string;
  readonly preference: number | null;
  readonly label?: string;
  readonly jury?: { combine: "mean" | "majority"; quorum: number };
  readonly half?: true;
}

/** The lines of one pair, preferences in [0, 1], to what `score` makes of the pair. */
async function combine(asked: readonly Asked[], rule?: CombinationRule) {
  const lines = asked.map(({ order, repeat = 0, juror = "j", preference, label, jury, half }) => ({
    instruction: "q",
    output_1: "a",
    output_2: "b",
    generator_1: "base",
    generator_2: "new",
    annotator: "panel",
    preference: preference === null ? null : preference + 1,
    order,
    repeat,
    ...(label && { raw_label: label }),
    ...(preference === null && { status: "unjudged", reason: "timeout" }),
    judge: { name: juror, fingerprint: juror, ...(jury && { jury }), ...(half && { answers_shown: 1 }) },
  }));
  const [model] = await readObservations([folder.write("lines.jsonl", lines)], { combine: rule });
  expect(model!.rows).toHaveLength(1);
  return model!.rows.at(0)!;
}

const both = (
  baselineFirst: number | null,
  modelFirst: number | null,
  labels: [string?, string?] = [],
): Asked[] => [
  { order: "baseline-first", preference: baselineFirst, label: labels[0]! },
  { order: "model-first", preference: modelFirst, label: labels[1]! },
];

describe("verdicts in both orders", () => {
  const rules = ["average", "tie-on-disagreement", "same-label-is-tie"] as const;

  it.each([
    // baseline first, model first, labels; average, tie on disagreement, same label is tie (PandaLM)
    { a: 1, b: 1, labels: ["B", "A"], want: [1, 1, 1] },
    { a: 1, b: 0, labels: ["B", "B"], want: [0.5, 0.5, 0.5] },
    { a: 1, b: 0.5, labels: ["B", "tie"], want: [0.75, 0.75, 1] },
    { a: 0.9, b: 0.2, labels: ["B", "B"], want: [0.55, 0.5, 0.5] },
    { a: 0.5, b: 0, labels: ["tie", "B"], want: [0.25, 0.25, 0.5] },
    // without the judge's own words the shown side that won stands for them
    { a: 1, b: 0, labels: [], want: [0.5, 0.5, 0.5] },
    { a: 0.9, b: 0.7, labels: [], want: [0.8, 0.8, 0.9] },
    // one order without a verdict: the other counts
    { a: null, b: 0.8, labels: [undefined, "A"], want: [0.8, 0.8, 0.8] },
  ])("$a and $b, $labels", async ({ a, b, labels, want }) => {
    for (const [i, rule] of rules.entries()) {
      const { preference } = await combine(both(a, b, labels as [string?, string?]), rule);
      expect(preference, rule).toBeCloseTo(want[i]!, 12);
    }
  });

  it("are averaged unless said otherwise, and have no verdict where neither has one", async () => {
    expect((await combine(both(1, 0.2))).preference).toBeCloseTo(0.6, 12);
    expect(await combine(both(null, null))).toMatchObject({ preference: null, unjudgedReason: "timeout" });
  });
});

describe("halves of a judge that sees one answer", () => {
  const half = (order: Asked["order"], preference: number | null): Asked => ({
    order: order!,
    preference,
    half: true,
  });

  it("make a verdict only together, and no rule of orders applies to them", async () => {
    const halves = [half("baseline-first", 0.1), half("model-first", 0.8)];
    for (const rule of ["average", "tie-on-disagreement", "same-label-is-tie"] as const)
      expect((await combine(halves, rule)).preference).toBeCloseTo(0.45, 12);
    for (const alone of halves)
      expect(await combine([alone])).toMatchObject({ preference: null, unjudgedReason: "half-judged" });
    expect(await combine([halves[0]!, half("model-first", null)])).toMatchObject({
      preference: null,
      unjudgedReason: "timeout",
    });
  });
});

describe("the votes of a jury", () => {
  const votes = (jury: Asked["jury"], ...preferences: (number | null)[]): Asked[] =>
    preferences.map((preference, i) => ({ juror: `j${i}`, preference, ...(jury && { jury }) }));
  const majority = { combine: "majority", quorum: 2 } as const;

  it("are combined by the rule that the lines carry", async () => {
    expect((await combine(votes({ combine: "mean", quorum: 1 }, 1, 0.6, 0))).preference).toBeCloseTo(
      1.6 / 3,
      12,
    );
    expect((await combine(votes(majority, 0.6, 0.7, 0))).preference).toBe(1);
    expect((await combine(votes(majority, 1, 0))).preference).toBe(0.5);
    expect(await combine(votes(majority, 1, null, null))).toMatchObject({
      preference: null,
      unjudgedReason: "no-quorum",
      votes: [1, null, null],
    });
    expect((await combine(votes(majority, 1))).preference).toBeNull();
    expect((await combine(votes(undefined, 1, 0, 0.5, null))).preference).toBe(0.5);
  });

  it("are each the mean of a juror's repeats, each of both orders", async () => {
    const lines: Asked[] = [
      { juror: "a", order: "baseline-first", preference: 1 },
      { juror: "a", order: "model-first", preference: 0 },
      { juror: "a", order: "baseline-first", repeat: 1, preference: 1 },
      { juror: "a", order: "model-first", repeat: 1, preference: null },
      { juror: "b", order: "baseline-first", preference: 0 },
    ];
    expect(await combine(lines)).toMatchObject({ preference: 0.375, votes: [0.75, 0] });
  });

  it("under several rules at once are refused", async () => {
    const lines = [
      ...votes(majority, 1),
      { ...votes({ combine: "mean", quorum: 1 }, 0)[0]!, juror: "other" },
    ];
    await expect(combine(lines)).rejects.toThrow(/2 rules of a jury: "majority of at least 2" \(1 row\)/);
  });
});
