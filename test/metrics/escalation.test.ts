import { describe, expect, it } from "vitest";
import { fitLengthControlled } from "../../src/length-control/fit.js";
import { influenceIf } from "../../src/length-control/influence.js";
import type { Observation } from "../../src/length-control/observation.js";
import { pseudoPreferences } from "../../src/metrics/escalation/pseudo-preferences.js";
import { chancesOf, spreadOfStrong } from "../../src/metrics/escalation/sampling.js";
import { scoreEscalated } from "../../src/metrics/score/score-escalated.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { clusteredStandardError } from "../../src/numerics/clusters.js";
import { describeWithShared, readVector } from "../shared-data.js";

interface EscalationVector {
  readonly cheap: readonly number[];
  readonly strong: readonly (number | null)[];
  readonly t: readonly number[];
  readonly difficulty: readonly number[];
  readonly s: readonly number[];
  readonly budget: number;
  readonly pi: readonly number[];
  readonly piForLC: readonly number[];
  readonly cheapFit: readonly number[];
  readonly cheapLC: number;
  readonly greg: {
    readonly coefficients_1_f_pf: readonly number[];
    readonly raw: number;
    readonly SE: number;
  };
  readonly pseudo: {
    readonly cheapFitted: readonly number[];
    readonly pseudoPreference: readonly number[];
    readonly pseudoForSE: readonly number[];
    readonly beta: readonly number[];
    readonly LC: number;
    readonly SE: number;
  };
  readonly softScale: { readonly f_times_1_minus_f: readonly number[]; readonly s: readonly number[] };
}

const options = {
  calibration: null,
  mode: "auto",
  interval: "sandwich",
  level: 0.95,
  seed: 0,
  strength: 1e4,
} as const;
const holds = (values: ArrayLike<number>, expected: readonly number[], digits = 6) =>
  expected.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, digits);
  });

describeWithShared("escalation (vector escalation)", () => {
  const vector = readVector<EscalationVector>("escalation");
  const cheap = Float64Array.from(vector.cheap);
  const strong = Float64Array.from(vector.strong, (y) => y ?? Number.NaN);

  it("samples by the chances of the recipe", () => {
    holds(spreadOfStrong(cheap), vector.s);
    holds(chancesOf(cheap, null, vector.budget), vector.pi);
    // f(1 − f) of a soft judge
    const soft = vector.softScale.f_times_1_minus_f.map((v) => (1 - Math.sqrt(1 - 4 * v)) / 2);
    holds(spreadOfStrong(Float64Array.from(soft)), vector.softScale.s);
  });

  it("has the pseudo-preferences of the recipe", () => {
    const { values, forErrors, coefficients } = pseudoPreferences({
      cheap,
      fitted: Float64Array.from(vector.pseudo.cheapFitted),
      strong,
      chances: Float64Array.from(vector.pi),
    });
    holds(coefficients, vector.greg.coefficients_1_f_pf);
    holds(values, vector.pseudo.pseudoPreference);
    holds(forErrors, vector.pseudo.pseudoForSE);
  });

  it("has the rates and errors of the recipe, of the cheap judge and the strong one", () => {
    const n = cheap.length;
    const [t, gamma] = [Float64Array.from(vector.t), Float64Array.from(vector.difficulty)];
    const one = new Float64Array(n).fill(1);
    const clusters = { count: n, codes: Uint32Array.from(one.keys()) };
    const designOf = (y: Float64Array) => ({
      fitted: { columns: ["length", "difficulty", "model"], X: [t, gamma, one], y, weights: one },
      judged: Uint32Array.from(one.keys()),
      observed: [t, gamma, one],
      counterfactual: [new Float64Array(n), gamma, one],
      textIdAt: String,
    });
    const at = { strength: 1e4, seed: 0 };
    const ofCheap = fitLengthControlled(designOf(cheap), clusters, at);
    holds(ofCheap.beta, vector.cheapFit, 5);
    expect(ofCheap.rate).toBeCloseTo(vector.cheapLC, 6);
    holds(ofCheap.influence.fitted, vector.pseudo.cheapFitted);
    holds(chancesOf(cheap, ofCheap.influence.direction, vector.budget), vector.piForLC, 5);
    const pseudo = pseudoPreferences({
      cheap,
      fitted: ofCheap.influence.fitted,
      strong,
      chances: Float64Array.from(vector.pi),
    });
    const fit = fitLengthControlled(designOf(pseudo.values), clusters, at);
    holds(fit.beta, vector.pseudo.beta, 5);
    expect(fit.rate).toBeCloseTo(vector.pseudo.LC, 6);
    const influence = pseudo.forErrors.map((y, i) => influenceIf(fit.influence, { row: i, at: i }, y));
    expect(clusteredStandardError(influence, clusters)).toBeCloseTo(vector.pseudo.SE, 6);
    const centre = pseudo.forErrors.reduce((sum, y) => sum + y, 0) / n;
    const ofRaw = pseudo.forErrors.map((y) => (y - centre) / n);
    expect(clusteredStandardError(ofRaw, clusters)).toBeCloseTo(vector.greg.SE, 6);
    expect(pseudo.values.reduce((sum, y) => sum + y, 0) / n).toBeCloseTo(vector.greg.raw, 6);
  });
});

describe("a strong judge that was asked about every pair", () => {
  it("decides alone", () => {
    const rows = Array.from(
      { length: 60 },
      (_, i): Observation => ({
        instructionId: `q${i}`,
        cluster: `q${i}`,
        preference: Number(i % 3 === 0),
        baselineLength: 100 + i,
        modelLength: 130 - (i % 7),
        identical: false,
        strong: { preference: Number(i % 2), chance: 1 },
      }),
    );
    const model = { generator: "m", baseline: "b", annotator: "cheap", rows };
    const strongJudge = { name: "strong", members: [], orders: null, served: [] };
    const both = scoreEscalated({ ...model, strongJudge }, options);
    const alone = scoreModel(
      { ...model, rows: rows.map((row) => ({ ...row, preference: row.strong!.preference })) },
      options,
    );
    expect(both.winRate.rate).toBeCloseTo(alone.winRate.rate, 10);
    expect(both.lengthControlled!.rate).toBeCloseTo(alone.lengthControlled!.rate, 8);
    expect(both.escalation!.sampled).toBe(60);
    expect(both.escalation!.worth.raw / 60).toBeCloseTo(1, 0);
  });
});
