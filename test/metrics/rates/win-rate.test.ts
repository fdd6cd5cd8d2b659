import { describe, expect, it } from "vitest";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { computeWinRate } from "../../../src/metrics/rates/win-rate.js";
import { isExtremeChange } from "../../../src/metrics/score/fit-health.js";

const observation = (preference: number | null, i: number) => ({
  instructionId: `q${i}`,
  cluster: `q${i}`,
  preference,
  baselineLength: 10,
  modelLength: 10 + i,
  identical: false,
});
const observe = (preferences: (number | null)[]) => ObservationColumns.of(preferences.map(observation));

describe("computeWinRate", () => {
  it("counts as alpaca_eval does: 1, 2, 1.5, an old 0, none, two out of range, 1.4999 and 1.5001", () => {
    const rows = [0, 1, 0.5, 0.5, null, null, null, 0.4999, 0.5001].map((preference, i) => ({
      ...observation(preference, i),
      ...(preference === null ? { unjudgedReason: i === 4 ? "no-verdict" : "out-of-range" } : {}),
    }));
    const winRate = computeWinRate(ObservationColumns.of(rows))!;
    expect(100 * winRate.rate).toBeCloseTo(50, 12);
    expect(100 * winRate.standardError!).toBeCloseTo(12.909945, 6);
    expect(winRate).toMatchObject({ wins: 2, losses: 2, draws: 2, judged: 6, discreteRate: 0.5 });
    expect(winRate.unjudged).toEqual({ "no-verdict": 1, "out-of-range": 2 });
  });

  it("has no standard error for one row, and no rate for none", () => {
    expect(computeWinRate(observe([1]))).toMatchObject({ rate: 1, standardError: null, judged: 1 });
    expect(computeWinRate(observe([null, null]))).toBeNull();
  });

  it("measures the outputs of unjudged rows too", () => {
    expect(computeWinRate(observe([1, null, 0]))!.meanModelLength).toBe(11);
  });
});

describe("isExtremeChange", () => {
  it("warns where the reference warns", () => {
    const cases = [
      [20, 9, true],
      [20, 41, true],
      [50, 37, true],
      [50, 63, true],
      [50, 62, false],
      [95, 84, false],
    ] as const;
    for (const [raw, controlled, extreme] of cases) expect(isExtremeChange(raw, controlled)).toBe(extreme);
  });
});
