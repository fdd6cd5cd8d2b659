import { describe, expect, it } from "vitest";
import { buildDesign } from "../../../src/length-control/length-controlled-design.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { recipes } from "../../../src/length-control/recipe.js";
import { resolveCalibration } from "../../../src/length-control/resolve-calibration.js";
import { rateCategories } from "../../../src/metrics/rates/category-rates.js";
import { describeLengthEffect } from "../../../src/metrics/score/length-effect.js";
import { choosePairs } from "../../../src/metrics/score/notable-pairs.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";
import { readAnnotations } from "../../annotation-files.js";

const rowsLeaning = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const longer = ((37 * i) % 200) - 100;
    return {
      output_1: "x".repeat(200),
      output_2: "y".repeat(200 + longer),
      preference: 1.5 + Math.max(-0.5, Math.min(0.5, longer / 150 + ((i % 7) - 3) / 20)),
    };
  });

async function effectOf(rows: readonly Record<string, unknown>[]) {
  const [model] = await readAnnotations(rows);
  const score = scoreModel(model!, { ...scoreDefaults, calibration: null, mode: "auto" });
  const { fit, rate } = score.lengthControlled!;
  const recipe = recipes.length_controlled_minimal;
  return {
    model: model!,
    fit: fit!,
    rate,
    effect: describeLengthEffect(
      { rows: ObservationColumns.of(model!.rows), recipe, calibration: null, fit: fit! },
      0.95,
    )!,
  };
}

describe("describeLengthEffect", () => {
  it("draws a curve that is the length-controlled win rate at equal length, and rises with the model's length", async () => {
    const { effect, rate } = await effectOf(rowsLeaning(120));
    const { curve } = effect;
    const after = curve.findIndex(({ difference }) => difference >= 0);
    const [left, right] = [curve[after - 1]!, curve[after]!];
    const share = (0 - left.difference) / (right.difference - left.difference);
    expect(left.rate + share * (right.rate - left.rate)).toBeCloseTo(rate, 3);
    expect(curve.every((point, i) => i === 0 || point.rate >= curve[i - 1]!.rate)).toBe(true);
  });

  it("predicts every row as the fit does, and bins all judged rows", async () => {
    const { effect, rate } = await effectOf(rowsLeaning(120));
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(effect.atEqualLength)).toBeCloseTo(rate, 12);
    expect(effect.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(120);
    expect(effect.bins).toHaveLength(10);
    for (const { rate, interval } of effect.bins) {
      expect(interval!.lower).toBeLessThanOrEqual(rate);
      expect(interval!.upper).toBeGreaterThanOrEqual(rate);
    }
  });

  it("has nothing to show for a recipe that does not control length", async () => {
    const { model, fit } = await effectOf(rowsLeaning(60));
    const recipe = {
      ...recipes.length_controlled_minimal,
      covariates: [recipes.length_controlled_minimal.covariates[1]],
    };
    expect(
      describeLengthEffect({ rows: ObservationColumns.of(model.rows), recipe, calibration: null, fit }, 0.95),
    ).toBeNull();
  });

  it("is on the scale of the fit, also where a runaway answer stretches the standard one", async () => {
    const rows = rowsLeaning(120).map((row, i) =>
      i === 9 ? { ...row, output_2: "y".repeat(100_000) } : row,
    );
    const [model] = await readAnnotations(rows);
    const options = { ...scoreDefaults, calibration: null, mode: "auto", lengthScale: "robust" } as const;
    const { fit } = scoreModel(model!, options).lengthControlled!;
    const { recipe } = resolveCalibration(model!, options);
    const columns = ObservationColumns.of(model!.rows);
    const effect = describeLengthEffect({ rows: columns, recipe, calibration: null, fit: fit! }, 0.95)!;
    const logit = (p: number) => Math.log(p / (1 - p));
    const at = effect.differences.indexOf(60);
    const moved = logit(effect.asObserved[at]!) - logit(effect.atEqualLength[at]!);
    const after = effect.curve.findIndex(({ difference }) => difference >= 60);
    const [left, right] = [effect.curve[after - 1]!, effect.curve[after]!];
    const share = (60 - left.difference) / (right.difference - left.difference);
    const shown = left.rate + share * (right.rate - left.rate);
    const expected = effect.atEqualLength.map((p) => 1 / (1 + Math.exp(-logit(p) - moved)));
    expect(shown).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / expected.length, 3);
  });

  it("is not squeezed by one odd row", async () => {
    const rows = rowsLeaning(200).map((row, i) =>
      i === 9 ? { ...row, output_2: "y".repeat(100_000) } : row,
    );
    const { effect } = await effectOf(rows);
    expect(effect.range.highest).toBeLessThan(200);
  });
});

describe("choosePairs", () => {
  it("takes pairs of every reason, each once, by how far length moves them", async () => {
    const { model, effect } = await effectOf(rowsLeaning(60));
    const rows = model.rows.map((row, i) =>
      i === 3
        ? { ...row, preference: null, unjudgedReason: "refused" }
        : i === 4
          ? {
              ...row,
              judgements: [
                { preference: 0.9, order: "model-first" as const },
                { preference: 0.2, order: "baseline-first" as const },
              ],
            }
          : row,
    );
    const chosen = choosePairs(rows, effect, 20);
    expect(chosen).toHaveLength(20);
    expect(new Set(chosen.map(({ row }) => row)).size).toBe(20);
    expect(chosen.find(({ row }) => row === 3)!.reason).toBe("unjudged");
    expect(chosen.find(({ row }) => row === 4)!.reason).toBe("order-flip");
    expect(chosen.map(({ movedBy }) => movedBy)).toEqual(
      chosen.map(({ movedBy }) => movedBy).sort((a, b) => b - a),
    );
    for (const { row, reason } of chosen)
      if (reason === "length-flip")
        expect((effect.asObserved[row]! - 0.5) * (effect.atEqualLength[row]! - 0.5)).toBeLessThan(0);
  });
});

describe("rateCategories", () => {
  it("gives rates whose mean over the categories, weighted by rows, is the model's", async () => {
    const { model, fit, rate } = await effectOf(rowsLeaning(90));
    const rows = ObservationColumns.of(model.rows);
    const design = buildDesign(rows, { recipe: recipes.length_controlled_minimal, calibration: null });
    const found = rateCategories(rows, {
      categoryOf: (row) => (rows.instructionIdAt(row) < "8" ? "low" : "high"),
      fitted: { fit, design },
      confidence: 0.95,
    });
    expect(found.map(({ category }) => category)).toEqual(["high", "low"]);
    const total = found.reduce((sum, each) => sum + each.rows * each.lengthControlled!.rate, 0);
    expect(total / 90).toBeCloseTo(rate, 12);
  });

  it("is empty where there is one category only", async () => {
    const { model } = await effectOf(rowsLeaning(30));
    const one = { categoryOf: () => "all", fitted: null, confidence: 0.95 };
    expect(rateCategories(ObservationColumns.of(model.rows), one)).toEqual([]);
  });
});
