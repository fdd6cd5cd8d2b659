// A cheap judge on all pairs, a strong one on a sample of them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "../../src/core/hash.js";
import { MemoryRows } from "../../src/io/rows/located-row.js";
import { drawByHash } from "../../src/judge/hash-draw.js";
import { ObservationColumns } from "../../src/length-control/observation-columns.js";
import { chancesOf } from "../../src/metrics/escalation/sampling.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { annotate } from "../../src/pipeline/annotate/annotate.js";
import type { AnnotateRequest } from "../../src/pipeline/annotate/annotate-request.js";
import { planAnnotation } from "../../src/pipeline/annotate/plan-annotation.js";
import { calibrate } from "../../src/pipeline/calibrate.js";
import { compare } from "../../src/pipeline/compare.js";
import { plan } from "../../src/pipeline/plan.js";
import { readModelsToScore, score } from "../../src/pipeline/score/score.js";
import { runLceval } from "../cli/lceval.js";
import { type JudgeServer, startJudgeServer } from "../judge-server.js";
import { describeWithShared, readSharedRows } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const price = { inputUsd: 1000, outputUsd: 3000 };
const example = new URL("../../data/example/", import.meta.url).pathname;
let server: JudgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function requestFor(changes: Partial<AnnotateRequest> = {}): Promise<AnnotateRequest> {
  server ??= await startJudgeServer(({ body }) => (body.logprobs ? {} : { text: "A" }));
  vi.stubEnv("LCEVAL_TEST_KEY", "key-for-a-test");
  return {
    modelOutputs: [`${example}model.jsonl`],
    baseline: `${example}baseline.jsonl`,
    judge: "offline",
    escalate: "weighted",
    escalateShare: 0.4,
    output: join(temporaryFolder(), "judged.jsonl"),
    baseUrl: server.baseUrl,
    apiKeyEnv: "LCEVAL_TEST_KEY",
    store: "none",
    ...changes,
  };
}

const linesOf = (path: string): Record<string, never>[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("annotate --escalate", () => {
  it("makes a file that commands of one judge refuse, as they would take the cheap one's verdicts", async () => {
    const request = await requestFor();
    await annotate(request);
    const annotations = [request.output];
    for (const read of [() => plan({ annotations }), () => calibrate({ annotations })])
      await expect(read()).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringContaining("--escalate"),
      });
  });

  it("asks a strong judge about a sample, and score gives its rates", async () => {
    const request = await requestFor();
    const started: { readonly tasks: number }[] = [];
    await annotate(request, { onStart: (progress) => void started.push(progress) });
    const lines = linesOf(request.output);
    expect(started[0]!.tasks).toBe(lines.length);
    const drawn = lines.filter(({ escalation }) => escalation !== undefined);
    expect(lines.length - drawn.length).toBe(60);
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.length).toBeLessThan(40);
    expect(drawn.every(({ annotator }) => annotator === "weighted")).toBe(true);
    const [scored] = await score({ annotations: [request.output] });
    expect(scored!.annotator).toBe("weighted");
    expect(scored!.escalation).toMatchObject({ cheap: "offline", sampled: drawn.length });
    expect(scored!.lengthControlled!.interval!.standardError).toBeGreaterThan(0);
    expect(scored!.warnings.join("\n")).toMatch(
      /^escalation: offline judged 60 pairs and weighted \d+ of them/m,
    );
    const asked = server!.requests.length;
    await annotate(request);
    expect(server!.requests.length).toBe(asked);
  });

  it("gives the strong judge what --budget-usd leaves, at its dearest", async () => {
    const plan = await planAnnotation(
      await requestFor({ judge: "weighted", escalate: undefined, escalateShare: undefined, price }),
    );
    const all = plan.cost!.mostUsd!;
    const drawnBy = async (changes: Partial<AnnotateRequest>) => {
      const request = await requestFor({ price, ...changes });
      const summary = await annotate(request);
      const drawn = linesOf(request.output).filter(({ escalation }) => escalation !== undefined);
      return { ids: drawn.map(({ instruction_id: id }) => id).sort(), cost: summary.asking?.costUsd ?? 0 };
    };
    const byShare = await drawnBy({ escalateShare: 0.3 });
    const byBudget = await drawnBy({ escalateShare: undefined, budgetUsd: 0.3 * all });
    expect(byBudget.ids).toEqual(byShare.ids);
    expect(byBudget.ids.length).toBeGreaterThan(8);
    expect(byBudget.cost).toBeGreaterThan(0);
    expect(byBudget.cost).toBeLessThanOrEqual(0.3 * all);
    // less than a twentieth of the pairs is not worth asking
    expect(await drawnBy({ escalateShare: undefined, budgetUsd: 0.04 * all })).toEqual({ ids: [], cost: 0 });
    // a cheap judge that is paid for has its part first
    const paid = await drawnBy({ judge: "verdict", escalateShare: undefined, budgetUsd: 1.5 * all });
    expect(paid.ids.length).toBeGreaterThan(0);
    expect(paid.cost).toBeLessThanOrEqual(1.5 * all);
  });

  it("needs a judge, a size, and no other way of sparing questions", async () => {
    const attempt = async (changes: Partial<AnnotateRequest>) => annotate(await requestFor(changes));
    await expect(attempt({ escalate: undefined })).rejects.toThrow(/--escalate-share needs a judge/);
    await expect(attempt({ escalateShare: undefined })).rejects.toThrow(
      /--escalate-share X, or --budget-usd/,
    );
    await expect(attempt({ until: "win_rate>=40@95%" })).rejects.toThrow(/choose one/);
  });
});

/** Rows of one model by a cheap judge, and those that are drawn by a strong one. */
async function escalated(cheap: Record<string, unknown>[], strong: Record<string, unknown>[], share: number) {
  const { models, options } = await readModelsToScore({ annotations: [new MemoryRows("cheap", cheap)] });
  const rows = ObservationColumns.of(models[0]!.rows.filter(({ preference }) => preference !== null));
  const { lengthControlled } = scoreModel({ ...models[0]!, rows }, { ...options, strength: 1e4 });
  const chances = chancesOf(
    rows.preferences,
    lengthControlled!.fit!.influence.direction,
    share * rows.length,
  );
  const byId = new Map(rows.map(({ instructionId }, row) => [instructionId, chances[row]!]));
  const drawn = strong.flatMap((row) => {
    const id = sha256(String(row.instruction));
    const chance = byId.get(id);
    return chance === undefined || drawByHash("escalate", "0", id) >= chance
      ? []
      : [{ ...row, escalation: { chance } }];
  });
  return [...cheap, ...drawn];
}

describeWithShared("escalation on pairs that two judges judged", () => {
  const fn = (model: string, judge: string) => readSharedRows(`alpacaeval2_fn/${model}.${judge}.json.gz`);
  const cot = "alpaca_eval_cot_gpt4_turbo_fn";
  const cases: [string, () => Record<string, unknown>[], () => Record<string, unknown>[]][] = [
    ["cohere, cot for fn", () => fn("cohere", "alpaca_eval_gpt4_turbo_fn"), () => fn("cohere", cot)],
    ["cohere, fn for cot", () => fn("cohere", cot), () => fn("cohere", "alpaca_eval_gpt4_turbo_fn")],
    ...["alpaca-7b", "claude-2.1"].flatMap((model): typeof cases => [
      [
        `${model}, weighted for cot`,
        () => fn(model, cot),
        () => readSharedRows(`alpacaeval2/annotations/${model}.json.gz`),
      ],
      [
        `${model}, cot for weighted`,
        () => readSharedRows(`alpacaeval2/annotations/${model}.json.gz`),
        () => fn(model, cot),
      ],
    ]),
  ];

  it.each(cases)("%s: the strong judge's own rates lie within the intervals", async (_, cheap, strong) => {
    const of = strong();
    const [both] = await score({ judgements: await escalated(cheap(), of, 0.25) });
    const [alone] = await score({ judgements: of, strength: 1e4 });
    for (const [rate, interval] of [
      [alone!.winRate.rate, both!.winRateInterval!],
      [alone!.lengthControlled!.rate, both!.lengthControlled!.interval!],
    ] as const) {
      expect(rate).toBeGreaterThan(interval.lower);
      expect(rate).toBeLessThan(interval.upper);
    }
    const { sampled, worth } = both!.escalation!;
    expect(worth.lengthControlled!).toBeGreaterThan(sampled);
  });

  it("decide gates as the strong judge's: --require, --against, compare --margin, and by their results", async () => {
    const folder = temporaryFolder();
    const files: string[] = [];
    for (const model of ["alpaca-7b", "claude-2.1"]) {
      const strong = readSharedRows(`alpacaeval2/annotations/${model}.json.gz`);
      files.push(join(folder, `${model}.json`));
      writeFileSync(files.at(-1)!, JSON.stringify(await escalated(fn(model, cot), strong, 0.25)));
    }
    const [weak, better] = files;
    const result = join(folder, "result.json");
    const gate = async (...args: string[]) => (await runLceval([...args, "--quiet"])).code;
    expect(await gate("score", better!, "--require", "length_controlled_winrate>=15@95%")).toBe(0);
    expect(await gate("score", better!, "--require", "win_rate>=30@95%")).toBe(10);
    expect(await gate("score", better!, "--require", "length_controlled_winrate>=25@95%")).toBe(11);
    expect(await gate("score", weak!, "-o", result)).toBe(0);
    expect(await gate("score", better!, "--against", result, "--margin", "2")).toBe(0);
    expect(await gate("score", better!, "-o", result)).toBe(0);
    expect(await gate("score", weak!, "--against", result, "--margin", "2")).toBe(10);
    expect(await gate("compare", better!, weak!, "--margin", "2")).toBe(0);
    expect(await gate("compare", weak!, better!, "--margin", "20")).toBe(11);
    // what is counted beside the difference are the strong judge's verdicts, of which there are a sample
    const { stdout } = await runLceval(["compare", better!, weak!, "--format", "json"]);
    const { first_wins_alone: alone } = JSON.parse(stdout).comparisons[0].instructions;
    expect(alone).toBeLessThan(60);
    const [by] = await score({ annotations: [better!], by: ["dataset"] });
    expect(by!.warnings.join()).toMatch(/groups have no rates of their own/);
    // its rates are those of the judge that the difficulty comes from
    expect(by!.warnings.join()).not.toMatch(/foreign-judge/);
    const halves = await runLceval(["score", better!, "--aa"]);
    expect(halves.stdout).not.toMatch(/point gate fails/);
    expect(halves.stderr).toMatch(/a strong judge's sample, cannot be split/);
    const page = join(folder, "page.html");
    await runLceval(["report", better!, "-o", page]);
    expect(readFileSync(page, "utf8")).toMatch(/A strong judge saw a sample/);
    expect(readFileSync(page, "utf8")).toContain("Judged counts the strong one’s verdicts");
    expect(readFileSync(page, "utf8")).not.toContain("Every pair has a verdict");
    const table = join(folder, "table.csv");
    await runLceval(["convert", better!, "-o", table]);
    const [ofTable] = await score({ annotations: [table] });
    expect(ofTable!.lengthControlled!.interval).toEqual(by!.lengthControlled!.interval);
  });

  it("are compared as the strong judge's", async () => {
    const both: Record<string, unknown>[] = [];
    const alone: Record<string, unknown>[] = [];
    for (const model of ["alpaca-7b", "claude-2.1"]) {
      const strong = readSharedRows(`alpacaeval2/annotations/${model}.json.gz`);
      alone.push(...strong);
      both.push(...(await escalated(fn(model, cot), strong, 0.25)));
    }
    const differenceOf = async (judgements: Record<string, unknown>[]) => {
      const compared = await compare({ judgements });
      if (!("comparison" in compared)) throw new Error("two models are compared");
      return compared.comparison.differences.lengthControlled!;
    };
    const [ofBoth, ofStrong] = [await differenceOf(both), await differenceOf(alone)];
    expect(ofBoth.method).toBe("paired");
    expect(ofStrong.difference).toBeGreaterThan(ofBoth.interval!.lower);
    expect(ofStrong.difference).toBeLessThan(ofBoth.interval!.upper);
    expect(ofBoth.standardError).toBeGreaterThan(ofStrong.standardError);
  });
});
