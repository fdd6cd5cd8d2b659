import { describe, expect, it } from "vitest";
import { computeCoefficientInfluence } from "../../../src/length-control/coefficient-influence.js";
import { fitLengthControlled } from "../../../src/length-control/fit.js";
import { buildDesign } from "../../../src/length-control/length-controlled-design.js";
import type { ModelObservations, Observation } from "../../../src/length-control/observation.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { composeRecipe, recipes } from "../../../src/length-control/recipe.js";
import { measureCollinearity } from "../../../src/metrics/score/collinearity.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";
import { seededNormal, seededUniform } from "../../length-control/calibrate/simulate-models.js";

const names = ["length", "lists", "bold", "headers", "tables"];
const truth: Record<string, number> = {
  length: -1,
  lists: -0.6,
  bold: 0.5,
  headers: 0,
  tables: -0.3,
  model: 0.4,
};

/** Pairs whose style differs at random, judged by the logistic model with the coefficients of `truth`. */
function simulate(rows: number, { seed = 1, votes = 0, lean = 0 } = {}): ModelObservations {
  const normal = seededNormal(seed);
  const uniform = seededUniform(seed + 77);
  const style = () => Object.fromEntries(names.map((name) => [name, Math.round(50 + 10 * normal())]));
  const observations = Array.from({ length: rows }, (_, i): Observation => {
    const [baseline, model] = [style(), style()];
    return {
      instructionId: `i${i}`,
      cluster: `i${i}`,
      preference: 0.5,
      baselineLength: baseline.length!,
      modelLength: model.length!,
      identical: false,
      style: { baseline, model: { ...model, bold: model.bold! + lean } },
    };
  });
  const recipe = composeRecipe(recipes.length_controlled_minimal, { control: names, keep: [] });
  const design = buildDesign(ObservationColumns.of(observations), { recipe, calibration: null });
  const judged = observations.map((row, i) => {
    const eta = design.fitted.columns.reduce(
      (sum, name, j) => sum + truth[name]! * design.observed[j]![i]!,
      0,
    );
    const p = 1 / (1 + Math.exp(-eta));
    let wins = 0;
    for (let v = 0; v < votes; v++) if (uniform() < p) wins++;
    return { ...row, preference: votes === 0 ? p : wins / votes };
  });
  return { generator: "m", baseline: "base", annotator: "judge", rows: judged };
}

const score = (model: ModelObservations, control: string[], keep: string[] = [], strength = 1e4) =>
  scoreModel(model, {
    ...scoreDefaults,
    calibration: null,
    mode: "auto",
    strength,
    covariateChoice: { control, keep },
  });

describe("a fit with five covariates", () => {
  it("recovers coefficients that are known", () => {
    const { lengthControlled: controlled, recipe } = score(simulate(1500), names, [], 1e8);
    expect(recipe).toBe("length_controlled_minimal+lists+bold+headers+tables");
    for (const [name, coefficient] of Object.entries(truth))
      expect(controlled!.coefficients[name]).toBeCloseTo(coefficient, 5);
    expect(controlled!.rate).toBeCloseTo(1 / (1 + Math.exp(-truth.model!)), 5);
  });

  it("gives intervals that hold the truth about as often as they say", () => {
    let held = 0;
    let made = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { lengthControlled: controlled } = score(simulate(300, { seed: 1000 * seed, votes: 1 }), names);
      for (const { name, interval } of controlled!.covariates!.effects) {
        made++;
        if (interval!.lower <= truth[name]! && truth[name]! <= interval!.upper) held++;
      }
    }
    expect(held / made).toBeGreaterThan(0.91);
    expect(held / made).toBeLessThan(0.98);
  });

  it("changes a rate by less than its standard error when judges ignore what is controlled", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const model = simulate(400, { seed: 100 * seed, votes: 2 });
      const [without, withIgnored] = [
        score(model, ["length", "lists", "bold"]),
        score(model, ["length", "lists", "bold", "headers"]),
      ];
      const change = Math.abs(withIgnored.lengthControlled!.rate - without.lengthControlled!.rate);
      expect(change).toBeLessThan(without.lengthControlled!.interval!.standardError);
      const worth = withIgnored.lengthControlled!.covariates!.effects.find(({ name }) => name === "headers")!;
      expect(Math.abs(worth.worth!)).toBeLessThan(without.lengthControlled!.interval!.standardError);
    }
  });

  it("says what controlling a covariate is worth: the same fit with it kept", () => {
    const model = simulate(400, { seed: 5, votes: 4, lean: 15 });
    const controlled = score(model, ["length", "bold"]).lengthControlled!;
    const kept = score(model, ["length"], ["bold"]).lengthControlled!;
    const worth = controlled.covariates!.effects.find(({ name }) => name === "bold")!.worth!;
    expect(worth).toBeCloseTo(controlled.rate - kept.rate, 12);
    expect(kept.covariates!.effects.find(({ name }) => name === "bold")!.worth).toBeCloseTo(worth, 12);
    expect(worth).toBeGreaterThan(0.03); // bold costs this model wins
  });

  it("says when equality is an extrapolation", () => {
    const { warnings, lengthControlled } = score(simulate(400, { lean: 80 }), ["length", "bold"]);
    const bold = lengthControlled!.covariates!.effects.find(({ name }) => name === "bold")!;
    expect(bold.isInterpolation).toBe(false);
    expect(bold.below).toBeGreaterThan(0.99);
    expect(
      warnings.some((warning) => /^extrapolation: hardly any pair is about equal in bold/.test(warning)),
    ).toBe(true);
  });

  it("warns where covariates cannot be told apart", () => {
    const model = simulate(300);
    const twin = (row: Observation): Observation => {
      const bold = (side: Readonly<Record<string, number>>) => ({ ...side, bold: 2 * side.lists! });
      return { ...row, style: { baseline: bold(row.style!.baseline), model: bold(row.style!.model) } };
    };
    const { warnings } = score({ ...model, rows: model.rows.map(twin) }, ["length", "lists", "bold"]);
    expect(
      warnings.some((warning) => warning.startsWith("collinear: covariates are exactly dependent")),
    ).toBe(true);
  });

  it("goes without a covariate that some rows lack, and says which", () => {
    const model = simulate(50);
    const [first, ...others] = model.rows;
    const { style: _, ...bare } = first!;
    const { warnings, lengthControlled } = score({ ...model, rows: [bare, ...others] }, ["length", "lists"]);
    expect(lengthControlled).toBeNull();
    expect(warnings[0]).toMatch(/^no-control: 1 of 50 rows do not have both texts/);
  });
});

it("makes the influence on the rate out of the influence on the coefficients", () => {
  const rows = ObservationColumns.of(simulate(200, { votes: 1 }).rows);
  const recipe = composeRecipe(recipes.length_controlled_minimal, { control: ["length"], keep: ["lists"] });
  const design = buildDesign(rows, { recipe, calibration: null });
  const fit = fitLengthControlled(design, rows.clusters, { strength: 1e4, seed: 0 });
  const byCoefficient = computeCoefficientInfluence(design, fit);
  const { predicted, values } = fit.influence;
  const slope = design.counterfactual.map(
    (column) => column.reduce((sum, x, i) => sum + predicted[i]! * (1 - predicted[i]!) * x, 0) / rows.length,
  );
  values.forEach((value, i) => {
    const moved = byCoefficient.reduce((sum, column, j) => sum + slope[j]! * column[i]!, 0);
    expect((predicted[i]! - fit.rate) / rows.length + moved).toBeCloseTo(value, 12);
  });
});

describe("measureCollinearity", () => {
  it("gives 1 for orthogonal columns, and the textbook value for two correlated ones", () => {
    const one = new Float64Array(4).fill(1);
    const a = Float64Array.of(1, 1, -1, -1);
    const b = Float64Array.of(1, -1, 1, -1);
    const orthogonal = measureCollinearity([a, b, one]);
    expect(orthogonal.conditionNumber).toBeCloseTo(1, 12);
    expect(orthogonal.varianceInflation.slice(0, 2)).toEqual([1, 1]);
    const c = a.map((value, i) => 0.8 * value + 0.6 * b[i]!); // correlation 0.8 with a
    const correlated = measureCollinearity([a, c, one]);
    expect(correlated.varianceInflation[0]).toBeCloseTo(1 / (1 - 0.64), 10);
    expect(correlated.conditionNumber).toBeCloseTo(Math.sqrt(1.8 / 0.2), 10);
  });

  it("is null where columns are dependent or never vary", () => {
    const one = new Float64Array(3).fill(1);
    const a = Float64Array.of(1, 2, 4);
    expect(measureCollinearity([a, a, one]).conditionNumber).toBeNull();
    expect(measureCollinearity([new Float64Array(3), a, one]).varianceInflation[0]).toBeNull();
  });
});
