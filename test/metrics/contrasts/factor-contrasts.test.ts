import { describe, expect, it } from "vitest";
import { contrastFactors, type FactorRow } from "../../../src/metrics/contrasts/factor-contrasts.js";
import { clusteredDifference } from "../../../src/metrics/rates/clustered-mean.js";

const level = 0.95;

/** Rows of an item under prompt × temperature; `rightOf` says how many of how many repeats are right. */
function design(rightOf: (item: number, prompt: string, temperature: string) => [right: number, of: number]) {
  const rows: FactorRow[] = [];
  for (let item = 0; item < 6; item++)
    for (const prompt of ["plain", "steps"])
      for (const temperature of ["0", "1"]) {
        const [right, of] = rightOf(item, prompt, temperature);
        for (let i = 0; i < of; i++)
          rows.push({ value: Number(i < right), cluster: `i${item}`, levels: [prompt, temperature] });
      }
  return rows;
}

describe("contrasts between conditions", () => {
  it("are differences of means clustered by item where the design is balanced", () => {
    const rows = design((item, prompt) => [(item % 3) + (prompt === "steps" ? 1 : 0), 3]);
    const [contrast] = contrastFactors(rows, ["prompt", "temperature"], { level });
    const [plain, steps] = ["plain", "steps"].map((prompt) =>
      rows.filter(({ levels }) => levels[0] === prompt),
    );
    const expected = clusteredDifference(steps!, plain!, level);
    expect(contrast).toMatchObject({ name: "prompt: steps − plain", combinations: 2, incomplete: 0 });
    expect(contrast!.difference).toBeCloseTo(1 / 3, 12);
    expect(contrast!.interval?.lower ?? null).toEqual(
      expected.interval && expect.closeTo(expected.interval.lower, 10),
    );
  });

  it("have no interval where a combination holds one item only", () => {
    const rows = design((item, prompt) => [prompt === "steps" ? 2 : item % 3, 3]).filter(
      ({ cluster, levels }) => levels[1] === "0" || cluster === "i1",
    );
    const [prompt] = contrastFactors(rows, ["prompt", "temperature"], { level });
    expect(prompt).toMatchObject({ hasLoneItems: true, interval: null, pValue: null });
    const within = rows.filter(({ levels }) => levels[1] === "0");
    expect(contrastFactors(within, ["prompt", "temperature"], { level })[0]!.hasLoneItems).toBe(false);
  });

  it("have the clustered error and p-value, adjusted together", () => {
    const rows = design((item, prompt, temperature) => [
      Math.min(3, (item % 2) + (prompt === "steps" && item > 1 ? 1 : 0) + (temperature === "0" ? 1 : 0)),
      3,
    ]);
    const found = contrastFactors(rows, ["prompt", "temperature"], { level });
    const [plain, steps] = ["plain", "steps"].map((prompt) =>
      rows.filter(({ levels }) => levels[0] === prompt),
    );
    const expected = clusteredDifference(steps!, plain!, level);
    expect(found[0]!.interval!.upper).toBeCloseTo(expected.interval!.upper, 10);
    expect(found[0]!.pValue).toBeCloseTo(expected.pValue!, 10);
    for (const { pValue, adjustedPValue } of found)
      if (pValue !== null) expect(adjustedPValue!).toBeGreaterThanOrEqual(pValue);
  });

  it("do not mix a factor with another that it goes together with", () => {
    // temperature alone matters, but "steps" was mostly run at temperature 0, where all is right
    const rows = design((_, prompt, temperature) => {
      const of = (prompt === "steps") === (temperature === "0") ? 9 : 1;
      return [temperature === "0" ? of : 0, of];
    });
    const [prompt, temperature] = contrastFactors(rows, ["prompt", "temperature"], { level });
    expect(prompt!.difference).toBeCloseTo(0, 12);
    expect(temperature!.difference).toBeCloseTo(-1, 12);
  });

  it("say how far a difference depends on another factor", () => {
    const rows = design((item, prompt, temperature) => [
      prompt === "steps" ? (temperature === "1" ? 4 : 2) : 1 + (item % 2),
      4,
    ]);
    const interaction = contrastFactors(rows, ["prompt", "temperature"], {
      level,
      withInteractions: true,
    })[2]!;
    expect(interaction.name).toBe("prompt: steps − plain × temperature: 1 − 0");
    expect(interaction.difference).toBeCloseTo(0.5, 12);
    expect(interaction.interval).toBeNull(); // every item shows the same
  });

  it("leave out combinations that lack a level, and say so", () => {
    const rows = design((item, prompt, temperature) => [
      prompt === "steps" ? 1 + (item % 2) : item % 2,
      temperature === "1" && prompt === "plain" ? 0 : 2,
    ]);
    const [prompt] = contrastFactors(rows, ["prompt", "temperature"], { level });
    expect(prompt).toMatchObject({ combinations: 1, incomplete: 1 });
    expect(prompt!.difference).toBeCloseTo(0.5, 12);
  });
});
