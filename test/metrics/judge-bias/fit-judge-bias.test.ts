import { describe, expect, it } from "vitest";
import { countMarks } from "../../../src/metrics/judge-bias/count-marks.js";
import { measureBiases } from "../../../src/metrics/judge-bias/describe-judge.js";
import { fitJudgeBias } from "../../../src/metrics/judge-bias/fit-judge-bias.js";
import type { Judgement } from "../../../src/metrics/judge-bias/judgement.js";
import { solveLinear } from "../../../src/numerics/solve-linear.js";
import fixture from "../fixtures/statistics.json" with { type: "json" };

const level = 0.95;
const judgements = (fixture.biasFit.rows as [number, number, number, boolean, number][]).map(
  ([model, cluster, length, isSecond, preference], i): Judgement => ({
    generator: `m${model}`,
    baseline: "b",
    judgeModel: "gpt-4",
    cluster: String(cluster),
    pair: String(i),
    repeat: 0,
    preference,
    unjudgedReason: null,
    order: isSecond ? "baseline-first" : "model-first",
    differences: { length },
    hasLogprobs: true,
  }),
);

describe("the judge's coefficients of length and position", () => {
  it("agree with statsmodels; the clustered errors are a little larger for the leverage", () => {
    const fit = fitJudgeBias(judgements, level)!;
    expect(fit).toMatchObject({ rows: 240, clusters: 60, models: 2, converged: true });
    for (const { name, value, standardError } of fit.coefficients) {
      const [expected, error] = fixture.biasFit.coefficients[name] as [number, number];
      // Both solvers stop at gradients of some 1e-11 a row.
      expect(value).toBeCloseTo(expected, 8);
      expect(standardError).toBeGreaterThan(error);
      expect(standardError).toBeLessThan(1.05 * error);
    }
  });

  it("turn with the sides: swapping model and baseline keeps φ and κ", () => {
    const swapped = judgements.map((row) => ({
      ...row,
      preference: 1 - row.preference!,
      order: row.order === "model-first" ? ("baseline-first" as const) : ("model-first" as const),
      differences: { length: -row.differences.length! },
    }));
    const [fit, turned] = [fitJudgeBias(judgements, level)!, fitJudgeBias(swapped, level)!];
    turned.coefficients.forEach(({ value }, k) => {
      expect(value).toBeCloseTo(fit.coefficients[k]!.value, 8);
    });
  });

  it("exist only for what varies", () => {
    const unordered = judgements.map((row) => ({ ...row, order: null }));
    expect(fitJudgeBias(unordered, level)!.coefficients.map(({ name }) => name)).toEqual(["length"]);
    expect(fitJudgeBias([], level)).toBeNull();
    const flat = unordered.map((row) => ({ ...row, differences: { length: 0 } }));
    expect(fitJudgeBias(flat, level)).toBeNull();
  });
});

describe("a judge's description", () => {
  it("counts what has no verdict, and never averages it in", () => {
    const unjudged = { ...judgements[0]!, preference: null, unjudgedReason: "refused" };
    const description = measureBiases([...judgements, unjudged], level);
    expect(description).toMatchObject({ rows: 241, judged: 240, unjudged: { refused: 1 }, marks: {} });
    expect(description.preference.rows).toBe(240);
    expect(description.kin).toMatchObject({ family: "OpenAI", models: [], own: { share: null } });
  });

  it("exists for no rows at all", () => {
    const description = measureBiases([], level);
    expect(description).toMatchObject({ rows: 0, length: null, fit: null, repeats: null });
    expect(JSON.stringify(description)).not.toMatch(/NaN/);
  });
});

describe("marks of markdown", () => {
  it("are counted line by line", () => {
    expect(countMarks("# A\n- one\n 2. **two**\n-not\nplain **b** *c*")).toEqual({
      list_items: 2,
      headings: 1,
      bold: 2,
    });
    expect(countMarks("")).toEqual({ list_items: 0, headings: 0, bold: 0 });
  });
});

describe("solveLinear", () => {
  it("solves, and is NaN for a singular matrix", () => {
    const solve = (A: number[][], b: number[]) => [
      ...solveLinear(
        A.map((row) => Float64Array.from(row)),
        b,
      ),
    ];
    const [x, y] = solve(
      [
        [4, 2],
        [2, 3],
      ],
      [2, 5],
    );
    expect(x).toBeCloseTo(-0.5, 14);
    expect(y).toBeCloseTo(2, 14);
    expect(
      solve(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 2],
      ),
    ).toEqual([NaN, NaN]);
  });
});
