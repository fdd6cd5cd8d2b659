import { describe, expect, it } from "vitest";
import { compare } from "../../src/pipeline/compare.js";
import { reportComparison } from "../../src/report/compare/compare-report.js";
import { writeAnnotations } from "../annotation-files.js";

/** Models that win so many of 40 pairs. */
const judged = (annotator: string, wins: Readonly<Record<string, number>>) =>
  writeAnnotations(
    Object.entries(wins).flatMap(([generator_2, count]) =>
      Array.from({ length: 40 }, (_, i) => ({
        instruction_id: `q${i}`,
        ...{ generator_1: "gpt", generator_2, annotator },
        preference: (i * 7 + count) % 40 < count ? 2 : 1,
        output_2: "word ".repeat(8 + ((i * 13) % 9)),
      })),
    ),
  );

const alpaca = judged("gpt-4", { dpo: 12, simpo: 20, ours: 27 });
const arena = judged("arena", { ours: 15, dpo: 10 });

const over = async (models: readonly string[], control = "dpo") => {
  const found = await compare({ models, over: control });
  if (found.kind !== "over") throw new Error(found.kind);
  return { ...found.over, report: reportComparison(found, { detectPercent: null }) };
};

describe("compare --over", () => {
  it("has each model's gain over one, on benchmarks side by side, p-values adjusted over all", async () => {
    const { benchmarks, report } = await over([alpaca, arena]);
    const gains = benchmarks.flatMap((benchmark) => benchmark.gains);
    expect(gains.map(({ comparison: { first, second } }) => [first.generator, second.generator])).toEqual([
      ["simpo", "dpo"],
      ["ours", "dpo"],
      ["ours", "dpo"],
    ]);
    expect(gains.map(({ gain }) => gain.raw!.gain)).toEqual(
      [20 / 12 - 1, 27 / 12 - 1, 15 / 10 - 1].map(close),
    );
    const p = gains.map(({ comparison }) => comparison.differences.raw!.pValue!);
    const ranked = [...p].sort((a, b) => a - b);
    const holm = ranked.map((_, i) =>
      Math.max(...ranked.slice(0, i + 1).map((q, j) => Math.min(1, (3 - j) * q))),
    );
    expect(gains.map(({ adjusted }) => adjusted.raw)).toEqual(p.map((q) => close(holm[ranked.indexOf(q)]!)));
    const raw = report.sections.at(-1)!;
    expect(raw.title).toBe("Gain over dpo, raw rates");
    expect(raw.rows.map(([model, first, , , , second]) => [model, first, second])).toEqual([
      ["dpo", "30.00", "25.00"],
      ["simpo", "50.00", "–"],
      ["ours", "67.50", "37.50"],
    ]);
    expect(report.records!.length).toBe(6);
  });

  it("refuses a control that a benchmark lacks, a model twice, and --series beside it", async () => {
    await expect(over([alpaca, arena], "simpo")).rejects.toThrow(
      /--over simpo: judged against gpt are ours, dpo/,
    );
    await expect(over([alpaca, judged("gpt-4", { ours: 3 })])).rejects.toThrow(/ours was judged twice/);
    await expect(compare({ models: [alpaca], over: "dpo", series: true })).rejects.toThrow(
      /without --series/,
    );
  });
});

const close = (value: number) => expect.closeTo(value, 12);
