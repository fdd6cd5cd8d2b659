import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../../src/core/errors.js";
import type { AgreementAnalysis } from "../../../src/metrics/agreement/measure-agreement.js";
import { analyzeAgreement } from "../../../src/pipeline/analyze/agreement.js";
import type { AnalyzeAgreementRequest } from "../../../src/pipeline/analyze/requests/agreement.js";
import { describeWithShared, shared } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

const folder = temporaryFolder();
const write = (name: string, rows: readonly object[]) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(rows));
  return path;
};

it("a column that is not there is told the option that names another", async () => {
  const judgements = write("no-verdict.json", [{ id: 1, winner: "a" }]);
  const humans = write("no-label.json", [{ id: 1, preference: 1, urteil: "a" }]);
  const hintOf = (more: Partial<AnalyzeAgreementRequest>) =>
    analyzeAgreement({ judgements, humans, ...more }).catch(({ hint }) => hint);
  expect(await hintOf({})).toBe('Name another with --judge-column. Columns: "id", "winner".');
  expect(await hintOf({ judgeColumn: "winner", humanColumns: ["label"] })).toMatch(
    /^Name another with --human-columns\./,
  );
});

describeWithShared("agreement on PandaLM's 999 items, gold = majority of three", () => {
  const analyze = (judge: "gpt" | "pandalm", options: Partial<AnalyzeAgreementRequest> = {}) =>
    analyzeAgreement({
      judgements: shared(`pandalm/${judge === "gpt" ? "gpt-3.5-turbo" : "pandalm-7b"}-testset-v1.json`)!,
      humans: shared("pandalm/testset-v1.json")!,
      idColumn: "idx",
      judgeColumn: `${judge}_result`,
      humanColumns: ["annotator1", "annotator2", "annotator3"],
      labels: [
        { name: "model", value: "2" },
        { name: "baseline", value: "1" },
        { name: "tie", value: "0" },
        { name: "tie", value: "Tie" },
      ],
      replicates: 100,
      ...options,
    });
  // Five in the fifth decimal: the published figures have four.
  const expectFigures = ({ agreement }: AgreementAnalysis, figures: readonly number[]) => {
    const { accuracy, macro_precision, macro_recall, macro_f1 } = agreement.judge.estimates;
    [accuracy, macro_precision, macro_recall, macro_f1].forEach((figure, i) => {
      expect(Math.abs(figure!.estimate! - figures[i]!)).toBeLessThan(5e-5);
    });
  };

  it.each([
    ["miss", [0.6977, 0.5365, 0.5324, 0.5274]],
    ["tie", [0.7107, 0.5879, 0.5736, 0.5755]],
    ["drop", [0.7156, 0.5365, 0.5417, 0.5331]],
    ["class", [0.6977, 0.4024, 0.3993, 0.3956]],
  ] as const)("gives GPT-3.5's figures, unparsable answers: %s", async (unparsable, figures) => {
    const analysis = await analyze("gpt", { unparsable });
    expectFigures(analysis, figures);
    expect(analysis.agreement.judge).toMatchObject({ withoutGold: 0, unparsable: 25 });
  });

  it("gives PandaLM-7B's figures under every rule, since it always can be parsed", async () => {
    for (const unparsable of ["miss", "class"] as const)
      expectFigures(await analyze("pandalm", { unparsable }), [0.6677, 0.5738, 0.575, 0.5743]);
  });

  it("sets intervals around them, and the human ceiling above", async () => {
    const { agreement } = await analyze("gpt", { replicates: 2000 });
    const { accuracy } = agreement.judge.estimates;
    // The binomial error of .6977 in 999 is .01453: ± .0285.
    expect(accuracy!.standardError!).toBeCloseTo(0.01453, 3);
    expect(accuracy!.bca!.lower).toBeCloseTo(0.669, 2);
    expect(accuracy!.bca!.upper).toBeCloseTo(0.726, 2);
    const { humans, judge } = agreement.ceiling!;
    expect(humans.scores.accuracy.value!).toBeGreaterThan(judge.scores.accuracy.value! + 0.15);
    expect(agreement.estimates.krippendorff_alpha_humans!.estimate!).toBeGreaterThan(0.8);
  });

  it("compares with each human, or with the others when one is left out", async () => {
    const each = await analyze("gpt", { gold: "each" });
    expect(each.agreement.judge.rows).toBe(2997);
    const leftOut = await analyze("gpt", { gold: "leave-one-out" });
    expect(leftOut.agreement.judge.rows + leftOut.agreement.judge.withoutGold).toBe(2997);
    expect(leftOut.agreement.judge.scores).toEqual(leftOut.agreement.ceiling!.judge.scores);
  });
});

describe("analyze agreement", () => {
  let humans: string;
  let oldTies: string;
  let judged: string;
  beforeAll(() => {
    humans = write("humans.json", [
      { id: "a", preference: 2 },
      { id: "a", preference: 2 },
      { id: "a", preference: 1 },
      { id: "b", preference: 1 },
      { id: "c", preference: 1.5 },
    ]);
    oldTies = write("old-ties.json", [
      { id: "a", preference: 2 },
      { id: "a", preference: 2 },
      { id: "a", preference: 1 },
      { id: "b", preference: 1 },
      { id: "c", preference: 0 },
    ]);
    judged = write("judge.json", [
      { id: "a", preference: 1.9, price_per_example: 0.002, time_per_example: 0.5 },
      { id: "b", preference: null, price_per_example: 0.004 },
      { id: "c", preference: 1.5 },
      { id: "z", preference: 1 },
    ]);
  });

  it("reads numbers as preferences, several rows of one item as several humans, and costs", async () => {
    const { agreement, unmatched, costs } = await analyzeAgreement({
      judgements: judged,
      humans,
      scale: "1..2",
      replicates: 100,
    });
    expect(unmatched).toEqual({ judgements: 1, humans: 0 });
    expect(agreement.judge).toMatchObject({ rows: 3, unparsable: 1, withoutGold: 0 });
    expect(agreement.judge.scores.accuracy.value).toBeCloseTo(2 / 3, 14);
    expect(agreement.estimates.agreement_with_mode!.estimate).toBeCloseTo((0.9 + 1) / 2, 12);
    expect(agreement.estimates.brier!.estimate).toBeCloseTo(0.01, 12);
    expect(agreement.estimates.auc).toMatchObject({ estimate: null });
    expect(agreement.reliability!.goldTies).toBe(1);
    expect(costs).toEqual({ pricePer1000Usd: 3, secondsPer1000: 500 });
  });

  it("reads fractions from 1 to 2 as preferences unless told otherwise, and refuses other fractions", async () => {
    const request = { judgements: judged, humans, replicates: 100 };
    const stated = await analyzeAgreement({ ...request, scale: "1..2" });
    const inferred = await analyzeAgreement(request);
    expect(inferred).toEqual({ ...stated, inferredScale: "1..2" });
    await expect(analyzeAgreement({ ...request, humans: oldTies, scale: "labels" })).rejects.toThrow(
      /no label in common: .*"1.9" ×1/,
    );
    const shares = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7].map((preference) => ({ id: "a", preference }));
    await expect(analyzeAgreement({ ...request, judgements: write("shares.json", shares) })).rejects.toThrow(
      /7 different fractions/,
    );
  });

  it("takes any labels as classes", async () => {
    const gold = write("classes.json", [
      { idx: 1, h1: "harmful", h2: "harmful" },
      { idx: 2, h1: "safe", h2: "safe" },
      { idx: 3, h1: "safe", h2: "refusal" },
    ]);
    const judge = write("classes-judge.json", [
      { idx: 1, label: "harmful" },
      { idx: 2, label: "refusal" },
      { idx: 3, label: "safe" },
    ]);
    const { agreement } = await analyzeAgreement({
      judgements: judge,
      humans: gold,
      judgeColumn: "label",
      humanColumns: ["h1", "h2"],
      replicates: 100,
    });
    expect(agreement.judge).toMatchObject({ rows: 2, withoutGold: 1 });
    expect(agreement.judge.scores.accuracy.value).toBe(0.5);
    expect(agreement.reliability).toBeNull();
  });

  it("says what it cannot read, all at once", async () => {
    const request = { judgements: judged, humans, replicates: 100 };
    const plain = write("plain.json", [{ id: "a", preference: 1 }]);
    await expect(analyzeAgreement({ ...request, idColumn: "key" })).rejects.toThrow(/no column "key"/);
    const labels = [
      { name: "model", value: "2" },
      { name: "baseline", value: "1" },
    ];
    await expect(analyzeAgreement({ ...request, humans: oldTies, labels })).rejects.toThrow(
      /row 5.*is "0", which is no label/,
    );
    await expect(
      analyzeAgreement({ ...request, judgements: plain, scale: "labels", unparsable: "tie" }),
    ).rejects.toThrow(UsageError);
    await expect(analyzeAgreement({ ...request, judgements: humans })).rejects.toThrow(/is given twice/);
    const strangers = write("strangers.json", [{ id: "q", preference: 1 }]);
    await expect(analyzeAgreement({ ...request, humans: strangers })).rejects.toThrow(InputError);
  });
});
