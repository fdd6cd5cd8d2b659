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

  it("says so when there are no variants", async () => {
    await expect(analyzeGameability({ scores, scoreColumns: ["raw", "lc"] })).rejects.toThrow(
      /no model has scores for two or more/,
    );
  });
});
