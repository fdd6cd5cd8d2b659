import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/length-control/observation.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";

const rowsOf = (preferences: readonly (number | null)[]): Observation[] =>
  preferences.map((preference, i) => ({
    instructionId: `q${i}`,
    cluster: `q${i}`,
    preference,
    baselineLength: 100 + ((i * 37) % 50),
    modelLength: 100 + ((i * 53) % 60),
    identical: false,
  }));

const score = (preferences: readonly (number | null)[], strength = 10) =>
  scoreModel(
    { generator: "m", baseline: "b", annotator: "j", rows: rowsOf(preferences) },
    { ...scoreDefaults, strength, calibration: null, mode: "auto" },
  );

const verdicts = Array.from({ length: 80 }, (_, i) => ((i * 7919) % 101) / 100);
const without = (missing: readonly number[]) => verdicts.map((y, i) => (missing.includes(i) ? null : y));

describe("bounds for pairs without a verdict", () => {
  it("are null where every pair has one", () => {
    expect(score(verdicts)).toMatchObject({ winRateBounds: null, lengthControlled: { bounds: null } });
  });

  it("hold the raw rate with all of them lost, and all won", () => {
    const { winRateBounds } = score([1, 0, null, 1, null, 0, 0.5, 0.5]);
    expect(winRateBounds).toEqual({ lower: 3 / 8, upper: 5 / 8 });
  });

  it("hold the rates under every verdict that the missing ones could have had", () => {
    const missing = [3, 17, 40];
    const { winRateBounds, lengthControlled } = score(without(missing));
    for (let choice = 0; choice < 2 ** missing.length; choice++) {
      const full = verdicts.map((y, i) => {
        const at = missing.indexOf(i);
        return at < 0 ? y : (choice >> at) & 1;
      });
      const filled = score(full);
      for (const [bounds, rate] of [
        [winRateBounds!, filled.winRate.rate],
        [lengthControlled!.bounds!, filled.lengthControlled!.rate],
      ] as const) {
        expect(rate).toBeGreaterThanOrEqual(bounds.lower - 1e-9);
        expect(rate).toBeLessThanOrEqual(bounds.upper + 1e-9);
      }
    }
  });

  it("do not count as evidence: two verdicts among thirty pairs are two", () => {
    const { winRateInterval } = score([1, 1, ...Array<null>(28).fill(null)]);
    // Wilson's interval for 2 of 2.
    expect(winRateInterval!.lower).toBeCloseTo(0.34238, 5);
    expect(winRateInterval!.trials).toBe(2);
  });

  it("are wider than the estimate alone, on both sides", () => {
    const { lengthControlled } = score(without([3, 17, 40]));
    expect(lengthControlled!.bounds!.lower).toBeLessThan(lengthControlled!.rate);
    expect(lengthControlled!.bounds!.upper).toBeGreaterThan(lengthControlled!.rate);
  });

  it("move with the missing verdicts even where the penalty holds the coefficient at 0", () => {
    const missing = without([3, 17, 40]);
    const { rate, bounds } = score(missing, 1e-4).lengthControlled!;
    const free = score(missing, 1e4).lengthControlled!.bounds!;
    expect(rate).toBe(0.5);
    expect(bounds).toEqual({ lower: Math.min(free.lower, 0.5), upper: Math.max(free.upper, 0.5) });
    expect(bounds!.upper - bounds!.lower).toBeGreaterThan(0.03);
  });
});
