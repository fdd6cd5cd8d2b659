import { describe, expect, it } from "vitest";
import { computeCoefficientInfluence } from "../../src/length-control/coefficient-influence.js";
import { computeInfluence } from "../../src/length-control/influence.js";

describe("computeInfluence", () => {
  it("is finite also where one row alone settles a coefficient, whose leverage is 1", () => {
    // the first column is 0 but in row 0
    const observed = [Float64Array.of(1, 0, 0, 0), Float64Array.of(0, 1, 1, 1)];
    const design = {
      fitted: {
        columns: ["length", "model"],
        X: observed,
        y: Float64Array.of(1, 1, 0, 1),
        weights: Float64Array.of(1, 1, 1, 1),
      },
      judged: Uint32Array.of(0, 1, 2, 3),
      observed,
      counterfactual: [new Float64Array(4), Float64Array.of(0, 1, 1, 1)],
      textIdAt: (row: number) => `q${row}`,
    };
    for (const beta of [Float64Array.of(0, 0), Float64Array.of(800, 0.4), Float64Array.of(30, 40)]) {
      const influence = computeInfluence(design, beta);
      for (const values of [influence.values, ...computeCoefficientInfluence(design, { influence })])
        expect([...values].filter((value) => !Number.isFinite(value))).toEqual([]);
    }
  });
});
