import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeGameability } from "../../../src/pipeline/analyze/gameability.js";
import { describeWithShared, shared } from "../../shared-data.js";
import { temporaryFolder } from "../../temporary-folder.js";

describeWithShared("gameability of the published rates", () => {
  it("is 35 % raw and 16 % length-controlled over six models with concise and verbose variants", async () => {
    const { models, spread } = await analyzeGameability({ scores: shared("alpacaeval2/published.csv")! });
    expect(models.map(({ model }) => model).sort()).toEqual([
      "Mixtral-8x7B-Instruct-v0.1",
      "alpaca-7b",
      "claude-2.1",
      "gpt-3.5-turbo-1106",
      "gpt4_0613",
      "gpt4_1106_preview",
    ]);
    // statistics.stdev / statistics.mean in Python, over the same six rows.
    const spreads = (name: string) => models.find(({ model }) => model === name)!.spreads;
    expect(spreads("gpt4_1106_preview")[0].value).toBeCloseTo(0.459, 3);
    expect(spreads("gpt4_1106_preview")[1].value).toBeCloseTo(0.109, 3);
    expect(spreads("alpaca-7b")[0].value).toBeCloseTo(0.19, 3);
    expect(spreads("alpaca-7b")[1].value).toBeCloseTo(0.207, 3);
    expect(spread.first.estimate).toBeCloseTo(0.3514, 4);
    expect(spread.second.estimate).toBeCloseTo(0.1604, 4);
    expect(spread.ratio.estimate).toBeCloseTo(2.19, 2);
    expect(spread.ratio.percentile!.lower).toBeGreaterThan(1);
  });

  it("is that of the paper for each pair: 21.3 and 29.8 raw, above what sampling spreads", async () => {
    const { kinds, scale } = await analyzeGameability({ scores: shared("alpacaeval2/published.csv")! });
    expect(kinds.map(({ kind, models }) => [kind, models])).toEqual([
      ["concise", 6],
      ["verbose", 6],
    ]);
    // statistics.stdev / statistics.mean in Python.
    const figures = kinds.map(({ first, second }) => [first.estimate, second.estimate]);
    expect(figures[0]![0]).toBeCloseTo(0.2976, 4);
    expect(figures[0]![1]).toBeCloseTo(0.1577, 4);
    expect(figures[1]![0]).toBeCloseTo(0.2135, 4);
    expect(figures[1]![1]).toBeCloseTo(0.0737, 4);
    // sd(raw)/sd(LC) by which published spreads are multiplied: 0.865 over the 131 models of March 2024, hence 6.4 and 13.6.
    expect(scale!.ratio).toBeCloseTo(1.0139, 4);
    const [raw, controlled] = kinds[0]!.ofEquals;
    expect(raw!.floor).toBeGreaterThan(0.05);
    expect(raw!.floor).toBeLessThan(0.1);
    expect(raw!.pValue).toBeCloseTo(1 / 2001, 10);
    expect(controlled).toBeNull();
  });

  it("finds that cutting lost answers lowers the raw rate and gains little", async () => {
    const { truncation } = await analyzeGameability({
      scores: shared("alpacaeval2/published.csv")!,
      annotations: [shared("alpacaeval2/annotations/claude-2.1.json.gz")!],
    });
    const [{ raw, lengthControlled, kept, rows }] = truncation as [(typeof truncation)[0]];
    expect(rows).toBe(805);
    expect(kept).toBeGreaterThan(20);
    expect(raw.after).toBeLessThan(raw.before);
    expect(lengthControlled!.before).toBeCloseTo(0.2525, 3);
    expect(lengthControlled!.after - lengthControlled!.before).toBeLessThan(0.05);
  });
});

describe("analyze gameability", () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const scores = write("scores.csv", "generator,raw,lc\nx-short,10,30\nx,20,33\nx-long,30,36\ny,5,5\n");

  it("takes variants from a file", async () => {
    const variants = write("variants.csv", "model,generator\nx,x-short\nx,x\nx,x-long\ny,y\n");
    const { models, spread } = await analyzeGameability({ scores, variants, scoreColumns: ["raw", "lc"] });
    expect(models[0]!.spreads[0].value).toBeCloseTo(0.5, 14);
    expect(models[1]!.spreads[0]).toEqual({ value: null, reason: "fewer than two variants" });
    expect(spread).toMatchObject({ models: 1, first: { estimate: 0.5, percentile: null } });
    expect(spread.ratio.reason).toBe("fewer than two units");
  });

  it("compares each kind of variant with its model, whatever stands between the names, and takes a name once", async () => {
    const table = write(
      "k.csv",
      "generator,raw,lc\na,10,30\na-long,30,33\nb,20,30\nb_long,20,36\nb:odd,5,5\n",
    );
    const variants = write("k-v.csv", "model,generator\na,a\na,a\na,a-long\nb,b\nb,b_long\nb,b:odd\n");
    const options = { scores: table, variants, scoreColumns: ["raw", "lc"], replicates: 100 };
    const { kinds, models } = await analyzeGameability(options);
    expect(models[0]!.generators).toEqual(["a", "a-long"]);
    expect(kinds.map(({ kind, models }) => [kind, models])).toEqual([
      ["long", 2],
      ["odd", 1],
    ]);
    expect(kinds[0]!.first.estimate).toBeCloseTo(Math.SQRT1_2 / 2, 12);
  });

  it("reads standard errors beside a column, and has no floor where one lacks", async () => {
    const rows = [
      "generator,raw,raw_standard_error,lc,lc_standard_error",
      "a,10,1,30,1",
      "a_verbose,12,1,30,",
    ];
    const options = { scores: write("e.csv", rows.join("\n")), scoreColumns: ["raw", "lc"] };
    const { spread } = await analyzeGameability(options);
    // E|a − b|/√2 over the mean of 11, for errors of 1: √(2/π)/11.
    expect(spread.ofEquals[0]!.floor).toBeCloseTo(Math.sqrt(2 / Math.PI) / 11, 2);
    // P(|Z| ≥ √2)
    expect(spread.ofEquals[0]!.pValue).toBeCloseTo(0.157, 1);
    expect(spread.ofEquals[1]).toBeNull();
  });

  it("says so when there are no variants", async () => {
    await expect(analyzeGameability({ scores, scoreColumns: ["raw", "lc"] })).rejects.toThrow(
      /no model has scores for two or more/,
    );
  });
});
