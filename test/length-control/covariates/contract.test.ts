// One suite for all covariates: whatever is added to the index must keep to it.
import { describe, expect, it } from "vitest";
import { withCounterfactual } from "../../../src/length-control/covariates/covariate.js";
import { covariates } from "../../../src/length-control/covariates/index.js";
import type { Observation } from "../../../src/length-control/observation.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";

const texts = [
  "",
  "Plain words, nothing else.",
  "# Head\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  "```js\nlet x = 1;\n```\n\nDone 😀 👩‍👩‍👧 🇩🇪",
  "again again again <|endoftext|> again",
  "1. first\n2. second\n   - nested\n\nHead\n====\n\n__bold__",
];

const statistics = new Map<string, (text: string) => number>();
for (const { name, loadTextStatistic } of covariates)
  if (loadTextStatistic) statistics.set(name, await loadTextStatistic());

const measure = (text: string) =>
  Object.fromEntries([...statistics].map(([name, statistic]) => [name, statistic(text)]));

function observe(baseline: string, model: string, i: number): Observation {
  return {
    instructionId: `i${i}`,
    cluster: `i${i}`,
    preference: 0.5,
    baselineLength: [...baseline].length,
    modelLength: [...model].length,
    identical: baseline === model,
    order: i % 2 === 0 ? "model-first" : "baseline-first",
    style: { baseline: measure(baseline), model: measure(model) },
  };
}
const swap = (row: Observation): Observation => ({
  ...row,
  baselineLength: row.modelLength,
  modelLength: row.baselineLength,
  order: row.order === "model-first" ? "baseline-first" : "model-first",
  style: { baseline: row.style!.model, model: row.style!.baseline },
});
const pairs = texts.flatMap((baseline) => texts.map((model) => [baseline, model] as const));
const rows = pairs.map(([baseline, model], i) => observe(baseline, model, i));
const columns = ObservationColumns.of(rows);

it("has no two covariates of one name", () => {
  expect(new Set(covariates.map(({ name }) => name)).size).toBe(covariates.length);
});

describe.each(covariates.map((covariate) => [covariate.name, covariate] as const))(
  "%s",
  (name, covariate) => {
    it("has a name in snake case, a reason, and says what it needs", () => {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(covariate.why).not.toBe("");
      expect(covariate.needs).not.toBe("");
    });

    it("counts a finite number from 0 upwards in any text", () => {
      for (const text of texts) {
        const count = statistics.get(name)?.(text) ?? 0;
        expect(Number.isFinite(count) && count >= 0).toBe(true);
      }
      expect(statistics.get(name)?.("") ?? 0).toBe(0);
    });

    it("gives one value a row, in [−1, 1]", () => {
      const values = covariate.values(columns, null);
      expect(values).toHaveLength(rows.length);
      expect(values.every((value) => value >= -1 && value <= 1)).toBe(true);
      expect(values.some((value) => value !== 0)).toBe(true);
    });

    it("is 0 where both answers are the same text", () => {
      if (name === "position") return; // the same two texts still stand in an order
      const values = covariate.values(columns, null);
      rows.forEach(({ identical }, i) => {
        if (identical) expect(values[i]).toBe(0);
      });
    });

    it("is not centred: rows that all lean one way stay on that side", () => {
      if (name === "position") return;
      const all = covariate.values(columns, null);
      const leaning = rows.filter((_, i) => all[i]! > 0);
      expect(covariate.values(ObservationColumns.of(leaning), null).every((value) => value > 0)).toBe(true);
    });

    it("turns its sign when model and baseline change places", () => {
      const swapped = covariate.values(ObservationColumns.of(rows.map(swap)), null);
      covariate.values(columns, null).forEach((value, i) => {
        expect(swapped[i]).toBeCloseTo(-value, 12);
      });
    });

    it("does not depend on the order of the rows", () => {
      const reversed = covariate.values(ObservationColumns.of([...rows].reverse()), null).reverse();
      covariate.values(columns, null).forEach((value, i) => {
        expect(reversed[i]).toBeCloseTo(value, 12);
      });
    });

    it("is NaN in a row that lacks what it needs, and there alone", () => {
      const { style: _, ...bare } = { ...rows[1]!, baselineLength: null, modelLength: null, order: null };
      const values = covariate.values(ObservationColumns.of([rows[1]!, bare, rows[2]!]), null);
      expect([...values.keys()].filter((row) => Number.isNaN(values[row]))).toEqual([1]);
    });

    it("can be kept or controlled without being another covariate", () => {
      const kept = withCounterfactual(covariate, "keep");
      expect(kept.counterfactual).toBe("keep");
      expect(withCounterfactual(kept, "zero").values).toBe(covariate.values);
      expect(covariate.counterfactual).toBe("zero");
    });
  },
);
