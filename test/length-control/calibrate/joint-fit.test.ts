import { describe, expect, it } from "vitest";
import { fitAdditively } from "../../../src/length-control/calibrate/additive-start.js";
import { calibrate } from "../../../src/length-control/calibrate/calibrate.js";
import { chooseRidge, ridgeGrid } from "../../../src/length-control/calibrate/choose-ridge.js";
import { estimateDifficulty } from "../../../src/length-control/calibrate/difficulty-step.js";
import { fitJointly } from "../../../src/length-control/calibrate/fit-jointly.js";
import { selectModels, stackModels } from "../../../src/length-control/calibrate/joint-rows.js";
import { ridgeOfCoefficients } from "../../../src/length-control/calibrate/model-step.js";
import type { ModelObservations } from "../../../src/length-control/observation.js";
import { pearson } from "../../../src/metrics/correlation/pearson.js";
import { fitDensely } from "./dense-additive.js";
import { simulateModels } from "./simulate-models.js";

const spread = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / (list.length - 1)) };
};

describe("fitAdditively", () => {
  it("finds what a dense Newton solver finds", () => {
    const rows = stackModels(simulateModels({ models: 5, instructions: 40, votes: 5 }).models);
    const fit = fitAdditively(rows, 1);
    const dense = fitDensely(rows, { model: ridgeOfCoefficients, difficulty: 1 });
    expect(fit.converged).toBe(true);
    const ours = [...fit.model].flatMap((theta, m) => [theta, fit.length[m]!]);
    [...ours, ...fit.difficulty].forEach((value, k) => {
      expect(value).toBeCloseTo(dense[k]!, 8);
    });
  });
});

describe("estimateDifficulty", () => {
  it("stops where the slope of every instruction is 0", () => {
    const { models, truth } = simulateModels({ votes: 3, instructions: 60 });
    const rows = stackModels(models);
    const coefficients = {
      model: Float64Array.from(truth, ({ theta }) => theta),
      length: Float64Array.from(truth, ({ phi }) => phi),
      difficulty: Float64Array.from(truth, ({ psi }) => psi),
    };
    const gamma = estimateDifficulty(rows, coefficients, 0.5, new Float64Array(60).fill(9));
    const slope = gamma.map((value) => 0.5 * value);
    let m = 0;
    rows.preference.forEach((y, i) => {
      while (i >= rows.ends[m]!) m++;
      const { theta, phi, psi } = truth[m]!;
      const eta = theta + phi * rows.length[i]! + psi * gamma[rows.instruction[i]!]!;
      slope[rows.instruction[i]!]! += psi * (1 / (1 + Math.exp(-eta)) - y);
    });
    for (const value of slope) expect(Math.abs(value)).toBeLessThan(1e-9);
  });
});

describe("fitJointly", () => {
  it("recovers coefficients and difficulty that are known, the more so the weaker the ridge", () => {
    const { models, gamma, truth } = simulateModels({ models: 8, instructions: 300 });
    const fit = fitJointly(stackModels(models), 1e-4);
    expect(fit.converged).toBe(true);
    expect(pearson(fit.gamma, gamma).value).toBeGreaterThan(0.99999);
    truth.forEach(({ theta, phi, psi }, m) => {
      expect(fit.model[m]).toBeCloseTo(theta, 2);
      expect(fit.length[m]).toBeCloseTo(phi, 2);
      expect(fit.difficulty[m]).toBeCloseTo(psi, 2);
    });
  });

  it("standardises difficulty", () => {
    const fit = fitJointly(stackModels(simulateModels({ votes: 4 }).models), 1);
    expect(spread(fit.gamma).mean).toBeCloseTo(0, 12);
    expect(spread(fit.gamma).sd).toBeCloseTo(1, 12);
  });

  it("depends neither on the order of models nor on that of rows", () => {
    const { models } = simulateModels({ votes: 4, instructions: 80 });
    const turned = [...models].reverse().map((model) => ({ ...model, rows: [...model.rows].reverse() }));
    const [rows, turnedRows] = [stackModels(models), stackModels(turned)];
    const [fit, other] = [fitJointly(rows, 1), fitJointly(turnedRows, 1)];
    rows.instructionIds.forEach((id, x) => {
      expect(other.gamma[turnedRows.instructionIds.indexOf(id)]).toBeCloseTo(fit.gamma[x]!, 4);
    });
  });

  it("gives finite numbers for a model that always wins, one that always loses, and unseen instructions", () => {
    const { models } = simulateModels({ votes: 4, instructions: 50 });
    const [winner, loser, ...others] = models as ModelObservations[];
    const all = (model: ModelObservations, preference: number | null) => ({
      ...model,
      rows: model.rows.map((row) => ({ ...row, preference })),
    });
    const rows = stackModels([all(winner!, 1), all(loser!, 0), ...others]);
    const fit = fitJointly(rows, 1);
    for (const values of [fit.gamma, fit.model, fit.length, fit.difficulty])
      expect(values.every(Number.isFinite)).toBe(true);
    const alone = stackModels([
      all(winner!, null),
      ...others.map((model) => ({ ...model, rows: [...model.rows].slice(10) })),
    ]);
    expect(fitJointly(alone, 1).gamma.slice(0, 10).every(Number.isFinite)).toBe(true);
  });
});

describe("selectModels", () => {
  it("keeps the rows of the chosen models and all instructions", () => {
    const rows = stackModels(simulateModels({ models: 3, instructions: 10 }).models);
    const chosen = selectModels(rows, (m) => m !== 1);
    expect(chosen.generators).toEqual(["m0", "m2"]);
    expect([...chosen.ends]).toEqual([10, 20]);
    expect([...chosen.preference.slice(10)]).toEqual([...rows.preference.slice(20)]);
    expect(chosen.instructionIds).toHaveLength(10);
  });
});

describe("chooseRidge", () => {
  it("takes the largest λ within one standard error of the best", () => {
    const rows = stackModels(simulateModels({ models: 6, instructions: 80, votes: 2 }).models);
    const { ridge, candidates } = chooseRidge(rows, 0);
    expect(candidates.map((candidate) => candidate.ridge)).toEqual([...ridgeGrid]);
    const best = Math.min(...candidates.map(({ loss }) => loss));
    const close = candidates.filter(({ loss, differenceError }) => loss - best <= differenceError);
    expect(ridge).toBe(Math.max(...close.map((candidate) => candidate.ridge)));
  });
});

describe("calibrate", () => {
  const { models } = simulateModels({ votes: 4, instructions: 40 });
  const options = { ridge: 1, seed: 0 } as const;

  it("names what it was made of, whatever the order of the rows", () => {
    const result = calibrate(models, [], options);
    const turned = calibrate(
      models.map((model) => ({ ...model, rows: [...model.rows].reverse() })),
      [],
      options,
    );
    expect(turned.models.map(({ sha256 }) => sha256)).toEqual(result.models.map(({ sha256 }) => sha256));
    expect(new Set(result.models.map(({ sha256 }) => sha256)).size).toBe(models.length);
    expect(result.warnings).toEqual([]);
  });

  it("refuses one model, other baselines, other judges and missing lengths, all at once", () => {
    const [first, second] = models as [ModelObservations, ModelObservations];
    expect(() => calibrate([first], [], options)).toThrow(/1 model besides the baseline/);
    const bare = {
      ...second,
      annotator: "other",
      rows: second.rows.map((row) => ({ ...row, modelLength: null })),
    };
    expect(() => calibrate([first, { ...bare, baseline: "b" }], [], options)).toThrow(
      /2 baselines: base, b\n.*2 judges: judge, other\n.*m1: 40 of 40 rows have neither/,
    );
  });

  it("carries a gamed baseline by instruction, null where it was not judged", () => {
    const gamed = { ...models[0]!, generator: "base_verbose", rows: [...models[0]!.rows].slice(1) };
    const [carried] = calibrate(models, [gamed], options).gamedBaselines;
    expect(carried!.generator).toBe("base_verbose");
    expect(carried!.preference).toEqual(
      models[0]!.rows.map(({ preference }, i) => (i === 0 ? null : preference)),
    );
    expect(spread(carried!.standardizedLengthDifference.slice(1)).sd).toBeCloseTo(1, 12);
  });

  it("leaves the baseline itself out, and warns of few models", () => {
    const self = { ...models[0]!, generator: "base" };
    const { warnings, models: used } = calibrate([...models.slice(0, 3), self], [], options);
    expect(used).toHaveLength(3);
    expect(warnings.map((warning) => warning.split(":")[0])).toEqual(["baseline", "few-models"]);
  });
});
