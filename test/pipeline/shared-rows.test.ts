// Models on unlike sets of instructions: compared, gated and ranked over the instructions that all have, or not at all.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/pipeline/compare.js";
import { leaderboard } from "../../src/pipeline/leaderboard.js";
import { writeReport } from "../../src/pipeline/outputs/write-report.js";
import { holdScoresAgainst } from "../../src/pipeline/score/check-score.js";
import { readModelsToScore, score, scoreModels } from "../../src/pipeline/score/score.js";
import type { ScoreRequest } from "../../src/pipeline/score/score-request.js";
import { reportComparison } from "../../src/report/compare/compare-report.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { writeAnnotations } from "../annotation-files.js";
import { describeWithShared, readSharedRows, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const gateDefaults = { margin: 0.02, level: 0.95, difficulty: "auto" };

async function store(annotations: string, request: Partial<ScoreRequest> = {}): Promise<string> {
  const path = join(temporaryFolder(), "result.json");
  const scores = await score({ ...request, annotations: [annotations] });
  await writeReport(reportScores(scores, { withInfluence: true }), path);
  return path;
}

/** Hard ones after easy ones; the release is better on each, and on average worse. */
const rowsOf = (generator_2: string, from: number, to: number, winsOf: (i: number) => boolean) =>
  Array.from({ length: to - from }, (_, at) => {
    const i = from + at;
    return { instruction: `question ${i}`, generator_2, preference: winsOf(i) ? 2 : 1 };
  });
const candidate = writeAnnotations(rowsOf("candidate", 0, 60, (i) => i % 5 < 3));
const release = writeAnnotations(rowsOf("release", 0, 120, (i) => (i < 60 ? i % 5 < 4 : i % 10 === 0)));
const pairOf = async (models: string[], request = {}) => {
  const found = await compare({ models, ...request });
  if (found.kind !== "pair") throw new Error(found.kind);
  return found.comparison;
};

describe("models on unlike instructions", () => {
  it("are compared over the shared ones: the difference is that of the two rates shown, the whole rates beside", async () => {
    for (const models of [
      [candidate, release],
      [await store(candidate), await store(release)],
    ]) {
      const found = await compare({ models });
      const { document, sections } = reportComparison(found, { detectPercent: null });
      const comparisons = document.comparisons as Record<string, unknown>[];
      const { first, second, win_rate_difference: raw, instructions } = comparisons[0]!;
      expect(raw).toMatchObject({ method: "paired", clusters: 60 });
      expect((raw as { difference: number }).difference).toBeCloseTo(-20, 12);
      expect(first).toMatchObject({ win_rate: 60, all_rows: null });
      expect(second).toMatchObject({ win_rate: 80, all_rows: { win_rate: 45, instructions: 120 } });
      expect(instructions).toMatchObject({
        shared: 60,
        only_second: 60,
        shared_percent_of_first: 100,
        shared_percent_of_second: 50,
      });
      expect((document.warnings as string[]).join()).toContain("partial-overlap");
      expect(sections[0]!.columns.map(({ name }) => name)).toContain("all of release %");
    }
  });

  it("fail a gate that their whole rates would pass", async () => {
    const scores = await score({ annotations: [candidate] });
    const [gate] = await holdScoresAgainst(scores, await store(release), gateDefaults);
    expect(gate!.verdict.outcome).toBe("fails");
    const { gates } = await compare({ models: [candidate, release], margin: 0.02, rows: "own" });
    expect(gates[0]!.verdict.outcome).toBe("holds");
  });

  it("are ranked only when it is said by which rows; then rank sets are over shared ones, or there are none", async () => {
    const models = [candidate, release];
    await expect(leaderboard({ models })).rejects.toThrow(/unlike instructions.*60.*120/s);
    await expect(leaderboard({ models })).rejects.toMatchObject({ exitCode: 3 });
    const first = async (rows: "shared" | "own") => {
      const { leaderboard: found, warnings } = await leaderboard({ models, rows });
      return { ...found.entries[0]!, warnings: warnings.join() };
    };
    expect(await first("shared")).toMatchObject({ generator: "release", rankSet: { worst: 1 } });
    expect(await first("own")).toMatchObject({ generator: "candidate", rankSet: null });
    expect((await first("own")).warnings).toContain("unlike-rows");
  });

  it("are all cut to what three have in common", async () => {
    const third = writeAnnotations(rowsOf("third", 30, 90, (i) => i % 2 === 0));
    const found = await compare({ models: [candidate, release, third] });
    if (found.kind !== "many") throw new Error(found.kind);
    for (const { differences } of found.comparisons.pairs) expect(differences.raw!.clusters).toBe(30);
    const alone = writeAnnotations(rowsOf("alone", 500, 560, () => true));
    await expect(compare({ models: [candidate, alone] })).rejects.toThrow(/no instruction is shared/);
    expect((await pairOf([candidate, alone], { rows: "own" })).differences.raw!.method).toBe("unpaired");
  });

  it("that differ in fewer than one in twenty are ranked as they are", async () => {
    const nearly = writeAnnotations(rowsOf("nearly", 0, 118, (i) => i % 3 > 0));
    const { leaderboard: found, models } = await leaderboard({ models: [nearly, release] });
    expect(models.map(({ record }) => record.n_total)).toEqual([118, 120]);
    expect(found.entries[0]!.rankSet).not.toBeNull();
    const { overlap, differences } = await pairOf([nearly, release]);
    expect(overlap).toMatchObject({ shared: 118, onlySecond: 2 });
    expect(differences.raw!.clusters).toBe(118);
  });

  it("cannot be told apart from the published ones' by a part of theirs", async () => {
    const rows = rowsOf("part", 0, 60, (i) => i % 5 < 3).map((row) => ({
      ...row,
      generator_1: "gpt4_1106_preview",
      annotator: "weighted_alpaca_eval_gpt4_turbo",
    }));
    const request = { models: [writeAnnotations(rows)], published: "alpaca_eval_2" } as const;
    await expect(leaderboard(request)).rejects.toThrow(/unlike instructions/);
    await expect(leaderboard({ ...request, rows: "shared" })).rejects.toMatchObject({ exitCode: 2 });
    await expect(leaderboard({ ...request, rows: "own" })).rejects.toThrow(/different recipes/);
  });
});

describe("missing verdicts under a gate", () => {
  const judged = (i: number) => (i % 3 === 0 ? 1 : 2);
  const holes = rowsOf("holes", 0, 120, () => true).map((row, i) => ({
    ...row,
    preference: i % 4 === 0 ? null : judged(i),
  }));
  const whole = writeAnnotations(rowsOf("whole", 0, 120, (i) => judged(i) === 2));
  const gateOf = async (model: string, reference: string, margin: number) =>
    (
      await holdScoresAgainst(await score({ annotations: [model] }), reference, {
        ...gateDefaults,
        margin,
      })
    )[0]!.verdict;

  it("decide it only where all that they could have been do", async () => {
    const [file, result] = [writeAnnotations(holes), await store(whole)];
    const open = await gateOf(file, result, 0.1);
    expect(open.outcome).toBe("inconclusive");
    expect(open.explanation).toContain("over all that the 30 missing verdicts could have been [");
    expect((await gateOf(file, result, 0.4)).outcome).toBe("holds");
    // of the reference, too
    expect((await gateOf(whole, await store(file), 0)).explanation).toContain("30 missing verdicts");
  });

  it("of one set of judgements are the same on both sides", async () => {
    const file = writeAnnotations(holes);
    expect((await gateOf(file, await store(file), 0)).outcome).toBe("holds");
  });
});

describe("a result of 0.1, which kept no lengths", () => {
  const fixture = new URL("fixtures/result-0.1.json", import.meta.url).pathname;

  it("pairs with a model on the same instructions", async () => {
    const { differences } = await pairOf([fixture, release]);
    expect(differences.raw).toMatchObject({ difference: 0, method: "identical" });
  });

  it("is compared whole and unpaired with one on others, which decides no gate", async () => {
    const { differences, warnings } = await pairOf([candidate, fixture]);
    expect(differences.raw!.method).toBe("unpaired");
    expect(differences.raw!.difference).toBeCloseTo(0.15, 12);
    expect(warnings.join()).toMatch(/unpaired-whole: release .*older version/);
    const [gate] = await holdScoresAgainst(await score({ annotations: [candidate] }), fixture, gateDefaults);
    expect(gate!.verdict).toMatchObject({ outcome: "inconclusive" });
    expect(gate!.verdict.explanation).toContain("score the annotations of release again");
  });
});

describeWithShared("a published file's first rows against the whole", () => {
  it.each([
    ["alpaca-7b", 805, {}],
    ["vicuna-7b-v1.5", 80, { control: ["length", "lists"], covariates: ["headers"] }],
    ["claude-2.1", 400, { recipe: "length_controlled_noreg", strength: "cv" }],
    ["phi-2", 805, { difficulty: "none", strength: 10 }],
  ] as const)(
    "%s: exactly 0 in both rates, from annotations and from results",
    async (name, count, request) => {
      const folder = temporaryFolder();
      const [whole, part] = [join(folder, "whole.json"), join(folder, "part.json")];
      const rows = readSharedRows(`alpacaeval2/annotations/${name}.json.gz`).slice(0, count);
      writeFileSync(whole, JSON.stringify(rows));
      writeFileSync(part, JSON.stringify(rows.filter((_, i) => i % 4 === 1).reverse()));
      const result = await store(whole, request);
      for (const [one, other] of [
        [part, whole],
        [part, result],
        [await store(part, request), result],
        [result, part],
      ] as const) {
        const { differences } = await pairOf([one, other], request);
        for (const difference of [differences.raw, differences.lengthControlled])
          expect(difference).toMatchObject({
            difference: 0,
            method: "identical",
            interval: { lower: 0, upper: 0 },
          });
      }
      const toScore = await readModelsToScore({ ...request, annotations: [part] });
      const [gate] = await holdScoresAgainst(scoreModels(toScore), result, {
        ...gateDefaults,
        margin: 0,
      });
      expect(gate!.verdict.outcome).toBe("holds");
    },
  );

  it("fitted anew from a result gives what scoring those rows gives", async () => {
    const result = await store(shared("alpacaeval2/annotations/alpaca-7b.json.gz")!);
    const { instruction_id: ids } = JSON.parse(readFileSync(result, "utf8")).results[0].influence;
    expect(ids).toHaveLength(805);
    const part = join(temporaryFolder(), "part.json");
    const rows = readSharedRows("alpacaeval2/annotations/alpaca-7b.json.gz").slice(100, 300);
    writeFileSync(
      part,
      JSON.stringify(rows.map((row) => ({ ...row, generator: "alpaca-part", generator_2: "alpaca-part" }))),
    );
    const [scored] = await score({ annotations: [part] });
    const { second } = await pairOf([part, result]);
    expect(second.rates.lengthControlled!.rate).toBeCloseTo(scored!.lengthControlled!.rate, 9);
    expect(second.rates.raw!.rate).toBeCloseTo(scored!.winRate.rate, 12);
  });
});

describe("one judge in two ways", () => {
  const judgedBy = (generator: string, served: string, order: string, fingerprint = "f1") =>
    writeAnnotations(
      Array.from({ length: 30 }, (_, i) => ({
        generator_2: generator,
        preference: 1 + ((i * 7) % 3 > 0 ? 1 : 0),
        order,
        judge: { name: "weighted", model: "gpt-4o", served_model: served, fingerprint },
        annotator: "weighted",
      })),
    );
  const release = judgedBy("release", "gpt-4o-2024-05-13", "baseline-first");
  const warningsOf = async (candidate: string, request = {}) => {
    const reference = await store(release);
    const [gate] = await holdScoresAgainst(await score({ annotations: [candidate] }), reference, {
      ...gateDefaults,
      ...request,
    });
    return gate!.comparison.warnings.filter((warning) => warning.startsWith("other-"));
  };

  it("is said beside a gate: another served model, another order of presentation", async () => {
    expect(await warningsOf(judgedBy("candidate", "gpt-4o-2024-05-13", "baseline-first"))).toEqual([]);
    expect(await warningsOf(judgedBy("candidate", "gpt-4o-2024-08-06", "model-first"))).toEqual([
      "other-served-model: replies on candidate came from gpt-4o-2024-08-06, on release from gpt-4o-2024-05-13",
      "other-order: the answers were shown model-first for candidate, baseline-first for release",
    ]);
  });

  it("is refused where the prompt differs, which is said", async () => {
    await expect(
      warningsOf(judgedBy("candidate", "gpt-4o-2024-05-13", "baseline-first", "f2")),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /weighted \(gpt-4o\), fingerprint f2, release by weighted \(gpt-4o\), fingerprint f1/,
      ),
    });
  });
});
