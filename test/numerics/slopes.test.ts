import { expect, it } from "vitest";
import { leastSquaresSlope, theilSenSlope } from "../../src/numerics/slopes.js";

const x = Float64Array.of(1, 2, 3, 4, 10);
const y = Float64Array.of(1, 3, 2, 5, 0);

it("least squares: S_xy / S_xx", () => {
  // x̄ = 4, ȳ = 2.2: products 3.6 − 1.6 + 0.2 + 0 − 13.2, squares 9 + 4 + 1 + 0 + 36
  expect(leastSquaresSlope(x, y)).toBeCloseTo(-11 / 50, 12);
});

it("Theil–Sen: the lower middle of all slopes between two points, none between equal x", () => {
  const slopes: number[] = [];
  for (let i = 0; i < 5; i++) for (let j = i + 1; j < 5; j++) slopes.push((y[j]! - y[i]!) / (x[j]! - x[i]!));
  expect(theilSenSlope(x, y)).toBe(slopes.sort((a, b) => a - b)[4]);
  expect(theilSenSlope(Float64Array.of(0, 0, 1), Float64Array.of(5, 7, 9))).toBe(2);
});

it("Theil–Sen of many points is the middle of their sorted slopes", () => {
  const many = Float64Array.from({ length: 61 }, (_, i) => (i * 37) % 41);
  const values = many.map((value, i) => ((value * 13 + i * 7) % 29) / 3);
  const slopes: number[] = [];
  for (let i = 0; i < 61; i++)
    for (let j = i + 1; j < 61; j++)
      if (many[i] !== many[j]) slopes.push((values[j]! - values[i]!) / (many[j]! - many[i]!));
  expect(theilSenSlope(many, values)).toBe(slopes.sort((a, b) => a - b)[(slopes.length - 1) >> 1]);
});
