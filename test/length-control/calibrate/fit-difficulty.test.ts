// The fit of instruction difficulty: the recipe's vectors (made by an independent implementation), recovery, invariances.
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/core/hash.js";
import { calibrateModels } from "../../../src/length-control/calibrate/calibrate.js";
import { estimateDifficulty } from "../../../src/length-control/calibrate/difficulty-step.js";
import { fitDifficulty } from "../../../src/length-control/calibrate/fit-difficulty.js";
import {
  type JointRows,
  selectModels,
  stackModels,
} from "../../../src/length-control/calibrate/joint-rows.js";
import { measureReliability } from "../../../src/length-control/calibrate/reliability.js";
import { calibrationShift } from "../../../src/length-control/calibration-noise.js";
import { measureLengthScale } from "../../../src/length-control/length-scale.js";
import type { ModelObservations } from "../../../src/length-control/observation.js";
import { recipes } from "../../../src/length-control/recipe.js";
import { pearson } from "../../../src/metrics/correlation/pearson.js";
import { logistic } from "../../../src/numerics/logistic.js";
import { mean } from "../../../src/numerics/moments.js";
import { describeWithShared, readVector } from "../../shared-data.js";
import { simulateModels } from "./simulate-models.js";

const spread = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / (list.length - 1)) };
};

interface CalibrationVector {
  readonly instructions: number;
  readonly models: readonly { readonly x: number[]; readonly t: number[]; readonly y: number[] }[];
  readonly expect: Readonly<Record<string, number[] & number>>;
}

/** @param names one a model, in their order; `m0` and on where absent */
function toRows(
  { instructions, models }: CalibrationVector,
  names = models.map((_, m) => `m${m}`),
): JointRows {
  let end = 0;
  return {
    instructionIds: Array.from({ length: instructions }, (_, x) => `x${x}`),
    generators: names,
    ends: Uint32Array.from(models, ({ x }) => {
      end += x.length;
      return end;
    }),
    instruction: Uint32Array.from(models.flatMap(({ x }) => x)),
    length: Float64Array.from(models.flatMap(({ t }) => t)),
    preference: Float64Array.from(models.flatMap(({ y }) => y)),
  };
}

describeWithShared("the recipe's vectors", () => {
  it.each(["a-discrete", "a-soft", "a-three-models-missing"])("%s: modes, spreads, coefficients", (name) => {
    const vector = readVector<CalibrationVector>(name);
    const fit = fitDifficulty(toRows(vector), { tolerance: 1e-10, maxIterations: 2000 });
    expect(fit.converged).toBe(true);
    const centre = mean(fit.mode);
    const scale = spread(fit.mode).sd;
    const found: Record<string, readonly number[]> = {
      mode: [...fit.mode],
      sd: [...fit.spread],
      theta: [...fit.model].map((theta, m) => theta - (fit.difficulty[m]! / scale) * centre),
      phi: [...fit.length],
      psi: [...fit.difficulty].map((psi) => psi / scale),
      psi_mean: [fit.meanStrength],
      difficulty: [...fit.gamma],
    };
    const compared = Object.entries(vector.expect).filter(([key]) => key in found);
    expect(compared.length).toBeGreaterThan(4);
    for (const [key, values] of compared)
      [values].flat().forEach((value, k) => {
        expect(found[key]![k], `${key} ${k}`).toBeCloseTo(value, 5);
      });
  });

  it("b-reliability: from two half fits", () => {
    const vector = readVector<
      CalibrationVector & { expect?: { reliability?: number }; reliability?: number }
    >("b-reliability");
    // names whose hashes are in the order of the vector's models
    const names = Array.from({ length: vector.models.length }, (_, k) => `model ${k}`).sort((a, b) =>
      sha256(a) < sha256(b) ? -1 : 1,
    );
    const expected = vector.reliability ?? vector.expect!.reliability!;
    const options = { tolerance: 1e-10, maxIterations: 2000 };
    expect(measureReliability(toRows(vector, names), options)).toBeCloseTo(expected, 5);
  });

  it("b-shift: what the noise of difficulty leaves in a rate", () => {
    const vectors =
      readVector<
        { theta: number; psi: number; reliability: number; t: number[]; gamma: number[]; shift: number }[]
      >("b-shift");
    for (const { theta, psi, reliability, t, gamma, shift } of vectors) {
      const ones = new Float64Array(t.length).fill(1);
      const observed = [Float64Array.from(t), Float64Array.from(gamma), ones];
      const design = { observed, counterfactual: [new Float64Array(t.length), observed[1]!, ones] };
      const fit = { beta: Float64Array.of(-0.7, psi, theta), rate: 0 };
      type Fitted = Parameters<typeof calibrationShift>[0];
      const fitted = { recipe: recipes.length_controlled_v1, design, fit } as unknown as Fitted;
      expect(calibrationShift(fitted, reliability)).toBeCloseTo(shift, 5);
    }
  });

  it("e-scale: a scale that one runaway answer does not stretch", () => {
    const { delta, sd, robust_sd } = readVector<{ delta: number[]; sd: number; robust_sd: number }>(
      "e-scale",
    );
    const { standard, robust, beyond } = measureLengthScale(Float64Array.from(delta));
    expect(standard).toBeCloseTo(sd, 4);
    expect(robust).toBeCloseTo(robust_sd, 4);
    expect(beyond).toEqual([delta.indexOf(-18000)]);
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
    const { mode } = estimateDifficulty(rows, coefficients, new Float64Array(60).fill(9));
    const slope = Float64Array.from(mode);
    let m = 0;
    rows.preference.forEach((y, i) => {
      while (i >= rows.ends[m]!) m++;
      const { theta, phi, psi } = truth[m]!;
      slope[rows.instruction[i]!]! +=
        psi * (logistic(theta + phi * rows.length[i]! + psi * mode[rows.instruction[i]!]!) - y);
    });
    for (const value of slope) expect(Math.abs(value)).toBeLessThan(1e-9);
  });
});

describe("fitDifficulty", () => {
  it("recovers difficulty and coefficients that are known", () => {
    const { models, gamma, truth } = simulateModels({ models: 20, instructions: 300 });
    const fit = fitDifficulty(stackModels(models));
    expect(fit.converged).toBe(true);
    expect(pearson(fit.gamma, gamma).value).toBeGreaterThan(0.995);
    const strengths = truth.map(({ psi }) => psi);
    expect(pearson([...fit.difficulty], strengths).value).toBeGreaterThan(0.95);
  });

  it.each([3, 5, 10])("keeps the strengths of %i models sane on verdicts of 0 and 1", (count) => {
    for (const seed of [1, 2, 3]) {
      const { models } = simulateModels({ models: count, instructions: 200, votes: 1, seed });
      const fit = fitDifficulty(stackModels(models));
      expect(fit.converged).toBe(true);
      for (const psi of fit.difficulty) expect(Math.abs(psi)).toBeLessThan(3);
    }
  });

  it("standardises difficulty", () => {
    const fit = fitDifficulty(stackModels(simulateModels({ votes: 4 }).models));
    expect(spread(fit.gamma).mean).toBeCloseTo(0, 12);
    expect(spread(fit.gamma).sd).toBeCloseTo(1, 12);
  });

  it("depends neither on the order of models nor on that of rows", () => {
    const { models } = simulateModels({ votes: 4, instructions: 80 });
    const turned = [...models].reverse().map((model) => ({ ...model, rows: [...model.rows].reverse() }));
    const [rows, turnedRows] = [stackModels(models), stackModels(turned)];
    const [fit, other] = [fitDifficulty(rows), fitDifficulty(turnedRows)];
    rows.instructionIds.forEach((id, x) => {
      expect(other.gamma[turnedRows.instructionIds.indexOf(id)]).toBeCloseTo(fit.gamma[x]!, 4);
    });
    expect(measureReliability(turnedRows)).toBeCloseTo(measureReliability(rows), 4);
  });

  it("gives finite numbers for a model that always wins, one that always loses, and unseen instructions", () => {
    const { models } = simulateModels({ votes: 4, instructions: 50 });
    const [winner, loser, ...others] = models as ModelObservations[];
    const all = (model: ModelObservations, preference: number | null) => ({
      ...model,
      rows: model.rows.map((row) => ({ ...row, preference })),
    });
    const fit = fitDifficulty(stackModels([all(winner!, 1), all(loser!, 0), ...others]));
    for (const values of [fit.gamma, fit.model, fit.length, fit.difficulty])
      expect(values.every(Number.isFinite)).toBe(true);
    const alone = stackModels([
      all(winner!, null),
      ...others.map((model) => ({ ...model, rows: [...model.rows].slice(10) })),
    ]);
    expect([...fitDifficulty(alone).mode.slice(0, 10)]).toEqual(new Array(10).fill(0));
  });

  it("finds no difficulty where every verdict is the same", () => {
    const { models } = simulateModels({ votes: 1, instructions: 20, models: 2 });
    const lost = models.map((model) => ({
      ...model,
      rows: model.rows.map((row) => ({ ...row, preference: 0, modelLength: row.baselineLength })),
    }));
    expect([...fitDifficulty(stackModels(lost)).gamma]).toEqual(new Array(20).fill(0));
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

describe("calibrate", () => {
  const { models } = simulateModels({ votes: 4, instructions: 40 });

  it("names what it was made of, whatever the order of the rows", () => {
    const result = calibrateModels(models, []);
    const turned = calibrateModels(
      models.map((model) => ({ ...model, rows: [...model.rows].reverse() })),
      [],
    );
    expect(turned.models.map(({ sha256 }) => sha256)).toEqual(result.models.map(({ sha256 }) => sha256));
    expect(new Set(result.models.map(({ sha256 }) => sha256)).size).toBe(models.length);
    expect(result.warnings).toEqual([]);
  });

  it("refuses one model, other baselines, other judges and missing lengths, all at once", () => {
    const [first, second] = models as [ModelObservations, ModelObservations];
    expect(() => calibrateModels([first], [])).toThrow(/1 model besides the baseline/);
    const bare = {
      ...second,
      annotator: "other",
      rows: second.rows.map((row) => ({ ...row, modelLength: null })),
    };
    expect(() => calibrateModels([first, { ...bare, baseline: "b" }], [])).toThrow(
      /2 baselines: base, b\n.*2 judges: judge, other\n.*m1: 40 of 40 rows have neither/,
    );
  });

  it("carries a gamed baseline by instruction, null where it was not judged", () => {
    const gamed = { ...models[0]!, generator: "base_verbose", rows: [...models[0]!.rows].slice(1) };
    const [carried] = calibrateModels(models, [gamed]).gamedBaselines;
    expect(carried!.generator).toBe("base_verbose");
    expect(carried!.preference).toEqual(
      models[0]!.rows.map(({ preference }, i) => (i === 0 ? null : preference)),
    );
    expect(spread(carried!.standardizedLengthDifference.slice(1)).sd).toBeCloseTo(1, 12);
  });

  it("leaves the baseline itself out, and warns of few models", () => {
    const self = { ...models[0]!, generator: "base" };
    const { warnings, models: used } = calibrateModels([...models.slice(0, 3), self], []);
    expect(used).toHaveLength(3);
    expect(warnings.map((warning) => warning.split(":")[0])).toEqual(["baseline", "few-models"]);
  });
});
