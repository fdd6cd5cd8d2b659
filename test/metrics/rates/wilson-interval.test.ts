import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../src/metrics/rates/wilson-interval.js";

describe("wilsonInterval", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives the published limits of %i in %i", (successes, trials, lower, upper) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it("mirrors when successes and failures change places, and stays in [0, 1]", () => {
    const few = wilsonInterval(3, 40, 0.9);
    const many = wilsonInterval(37, 40, 0.9);
    expect(few.lower).toBeCloseTo(1 - many.upper, 14);
    expect(few.upper).toBeCloseTo(1 - many.lower, 14);
    expect(wilsonInterval(5, 5).upper).toBe(1);
    expect(wilsonInterval(0, 5).lower).toBe(0);
  });
});
