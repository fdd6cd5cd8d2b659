import { describe, expect, it } from "vitest";
import { regressScores } from "../../../src/metrics/correlation/regress-scores.js";
import { studentTQuantile } from "../../../src/numerics/distributions.js";

// NIST, Statistical Reference Datasets, Longley (J. W. Longley, JASA 62, 1967): highly collinear on purpose.
const names = ["deflator", "GNP", "unemployed", "armed", "population", "year"];
const longley = `
60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962`
  .trim()
  .split("\n")
  .map((line) => line.split(" ").map(Number));
const certified = [
  [15.0618722713733, 84.9149257747669],
  [-0.035819179292591, 0.0334910077722432],
  [-2.02022980381683, 0.488399681651699],
  [-1.03322686717359, 0.214274163161675],
  [-0.0511041056535807, 0.22607320006937],
  [1829.15146461355, 455.478499142212],
] as const;

describe("regression over models", () => {
  const outcome = longley.map(([y]) => y!);
  const predictors = names.map((name, j) => ({ name, values: longley.map((row) => row[j + 1]!) }));

  it("has the slopes, errors and R² that NIST certifies for Longley's data", () => {
    const { slopes, rSquared, n } = regressScores(outcome, predictors, 0.95);
    expect(n).toBe(16);
    expect(rSquared.value).toBeCloseTo(0.995479004577296, 9);
    const t = studentTQuantile(0.975, 9);
    slopes.forEach(({ value, lower, upper }, j) => {
      const [slope, error] = certified[j]!;
      // Normal equations of standardised columns with a condition number of some 100: ten digits are left.
      expect(value / slope).toBeCloseTo(1, 7);
      expect((upper - lower) / (2 * t) / error).toBeCloseTo(1, 7);
    });
    expect(Math.max(...slopes.map(({ varianceInflation }) => varianceInflation!))).toBeGreaterThan(1000);
  });

  it("has no slopes, and says why, where there can be none", () => {
    const [first] = predictors;
    expect(
      regressScores(
        outcome.slice(0, 2),
        [first!].map((p) => ({ ...p, values: p.values.slice(0, 2) })),
        0.95,
      ),
    ).toMatchObject({ slopes: [], reason: "2 models are too few for 1 predictors" });
    const twice = { name: "twice", values: first!.values.map((value) => 2 * value) };
    expect(regressScores(outcome, [first!, twice], 0.95).reason).toBe("the predictors are exactly dependent");
    const constant = { name: "constant", values: outcome.map(() => 3) };
    expect(regressScores(outcome, [constant], 0.95).reason).toBe("constant is the same for all models");
  });
});
