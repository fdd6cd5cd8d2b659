import { expect, it } from "vitest";
import { standardDeviation } from "../../src/numerics/moments.js";

it("gives equal values no spread, however their sum rounds", () => {
  const value = 0.1 + 0.2;
  const sum = Array.from({ length: 805 }, () => value).reduce((a, b) => a + b, 0);
  expect(sum / 805).not.toBe(value);
  expect(standardDeviation(new Array(805).fill(value))).toBe(0);
  expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(1.2909944487358056, 15);
});
