import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeJudge } from "../../../src/pipeline/analyze/judge.js";
import { readJudgements } from "../../../src/pipeline/analyze/verdicts/read-judgements.js";
import { describeWithShared, readSharedRows, shared } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

describeWithShared("the judge of 29 published annotation files", () => {
  const annotations = [`${shared("alpacaeval2/annotations")}/*.json.gz`];

  it("has the biases that statsmodels finds, errors clustered by instruction", async () => {
    const { description, annotators, costs } = await analyzeJudge({ annotations, order: "reference" });
    expect(annotators).toEqual(["weighted_alpaca_eval_gpt4_turbo"]);
    expect(description).toMatchObject({ rows: 23_335, judged: 23_335, models: 29, clusters: 805 });
    const { shownFirst, shownSecond, effect } = description.position.preference;
    expect(shownFirst.share).toBeCloseTo(0.0550959, 7);
    expect(shownSecond.share).toBeCloseTo(0.1417393, 7);
    expect(effect.difference).toBeCloseTo(0.08664343, 8);
    expect(effect.standardError).toBeCloseTo(0.00936265, 8);
    expect(effect.interval!.lower).toBeCloseTo(0.0683, 4);
    expect(effect.interval!.upper).toBeCloseTo(0.105, 4);
    expect(description.position.verdict.shownSecond.share).toBeCloseTo(0.1376, 4);
    expect(description.position.flips).toBeNull();
    const [length, position] = description.fit!.coefficients;
    expect(length!.value).toBeCloseTo(2.05018144, 6);
    expect(length!.standardError).toBeCloseTo(0.11151778, 3);
    expect(position!.value).toBeCloseTo(1.53690142, 6);
    expect(position!.standardError).toBeCloseTo(0.12946679, 3);
    expect(description.length![0]!.preference.share).toBeCloseTo(0.8742549, 7);
    expect(description.length![0]!.share.share).toBeCloseTo(0.878358, 7);
    const sizes = description.length!.slice(1).map(({ preference }) => preference.share!);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(description.logprobs).toEqual({ present: 21_664, missing: 0, unknown: 1671 });
    expect(description.kin).toMatchObject({
      family: "OpenAI",
      models: ["gpt35_turbo_instruct", "text_davinci_001"],
    });
    expect(costs.priced).toBe(21_664);
  });

  it("was shown the answers in the order of the reference's rule: every recorded completion says so", async () => {
    const file = "alpacaeval2/annotations/claude-2.1.json.gz";
    const { judgements } = await readJudgements([shared(file)!], { order: "reference", seed: 0 });
    const rows = readSharedRows(file);
    let reproduced = 0;
    judgements.forEach(({ order, preference }, i) => {
      const completion = rows[i]!.raw_completion as {
        logprobs: { content: { top_logprobs: { token: string; logprob: number }[] }[] };
      } | null;
      if (completion === null || order === null) return;
      const tokens = completion.logprobs.content[0]!.top_logprobs;
      const [m, M] = ["m", "M"].map((token) =>
        Math.exp(tokens.find((one) => one.token === token)?.logprob ?? Number.NEGATIVE_INFINITY),
      );
      const second = M! / (m! + M!);
      if (Number.isNaN(second)) return;
      expect(Math.abs(preference! - (order === "model-first" ? 1 - second : second))).toBeLessThan(1e-9);
      reproduced++;
    });
    expect(reproduced).toBeGreaterThan(790);
  });
});

describe("analyze judge", () => {
  const folder = temporaryFolder();
  const line = (given: object) => ({
    instruction: "q0",
    output_1: "short",
    output_2: "- longer\n- answer",
    generator_1: "b",
    generator_2: "m",
    annotator: "judge-a",
    preference: 1.8,
    ...given,
  });
  const write = (name: string, rows: readonly object[]) => {
    const path = join(folder, name);
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
    return path;
  };

  it("keeps both orders, repeats and what is unjudged apart", async () => {
    const path = write("both.jsonl", [
      line({ order: "model-first", repeat: 0 }),
      line({ order: "baseline-first", repeat: 0, preference: 1.1 }),
      line({ order: "model-first", repeat: 1, preference: 1.4 }),
      line({ instruction: "q1", preference: null, status: "unjudged", reason: "refused" }),
      line({ instruction: "q2", output_2: "short", preference: 1.5 }),
    ]);
    const { description } = await analyzeJudge({ annotations: [path] });
    expect(description).toMatchObject({ rows: 5, judged: 4, unjudged: { refused: 1 } });
    expect(description.position).toMatchObject({
      unknownOrder: 0,
      identical: 1,
      flips: { pairs: 1, rate: { share: 1 } },
    });
    expect(description.repeats).toMatchObject({ groups: 1, changedVerdicts: { share: 1 } });
    expect(description.marks.list_items![0]!.preference.rows).toBe(3);
  });

  it("leaves an order that is not recorded unknown, unless the reference's rule is asked for; equal answers have none", async () => {
    const path = write("plain.jsonl", [
      line({}),
      line({ instruction: "q1" }),
      line({ instruction: "q2", output_2: "short" }),
    ]);
    const orders = async (order: "recorded" | "reference") =>
      (await readJudgements([path], { order, seed: 0 })).judgements.map((judgement) => judgement.order);
    expect(await orders("recorded")).toEqual([null, null, null]);
    expect(await orders("reference")).toEqual(["baseline-first", "model-first", null]);
  });

  it("finds no repeats in both orders of identical answers", async () => {
    const path = write("identical.jsonl", [
      line({ output_2: "short", preference: 1.5, order: "model-first" }),
      line({ output_2: "short", preference: 1.5, order: "baseline-first" }),
    ]);
    expect((await analyzeJudge({ annotations: [path] })).description.repeats).toBeNull();
  });

  it("takes the later of two lines where the earlier has no verdict, and its cost alone", async () => {
    const path = write("again.jsonl", [
      line({ preference: null, status: "unjudged", reason: "timeout", price_per_example: 0 }),
      line({ instruction: "q1", price_per_example: 0.1 }),
      line({ price_per_example: 0.3 }),
    ]);
    const { description, costs } = await analyzeJudge({ annotations: [path] });
    expect(description).toMatchObject({ rows: 2, judged: 2, unjudged: {} });
    expect(costs).toMatchObject({ priced: 2, meanPriceUsd: 0.2 });
  });

  it("reads other columns and words", async () => {
    const path = write("foreign.jsonl", [
      { instruction: "q0", winner: "A" },
      { instruction: "q1", winner: "B" },
      { instruction: "q2", winner: "B" },
    ]);
    const { description } = await analyzeJudge({
      annotations: [path],
      columns: new Map([["preference", "winner"]]),
      labels: new Map([
        ["A", 0],
        ["B", 1],
      ] as const),
    });
    expect(description.preference.share).toBeCloseTo(2 / 3, 14);
    expect(description.length).toBeNull();
  });

  it("refuses two judges, and names every unreadable row", async () => {
    const two = write("two.jsonl", [line({}), line({ annotator: "judge-b" })]);
    await expect(analyzeJudge({ annotations: [two] })).rejects.toThrow(
      /2 judges: "judge-a" \(1 row\), "judge-b" \(1 row\)/,
    );
    const wrong = write("wrong.jsonl", [line({ preference: "yes" }), line({ output_1: 3 })]);
    await expect(analyzeJudge({ annotations: [wrong] })).rejects.toThrow(
      /row 1, field "preference"[\s\S]*row 2, field "output_1"/,
    );
  });
});
