import { describe, expect, it } from "vitest";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { computeWinRate } from "../../../src/metrics/rates/win-rate.js";
import { isExtremeChange } from "../../../src/metrics/score/fit-health.js";
import { readAnnotations } from "../../annotation-files.js";

const observe = (preferences: (number | null)[]) =>
  ObservationColumns.of(
    preferences.map((preference, i) => ({
      instructionId: `q${i}`,
      cluster: `q${i}`,
      preference,
      baselineLength: 10,
      modelLength: 10 + i,
      identical: false,
    })),
  );

describe("computeWinRate", () => {
  it("reads alpaca_eval's preferences as alpaca_eval counts them", async () => {
    const wire = [1, 2, 1.5, 0, null, 3, -1, 1.4999, 1.5001];
    const [model] = await readAnnotations(
      wire.map((preference, i) => ({ instruction: `q${i}`, preference })),
    );
    const winRate = computeWinRate(ObservationColumns.of(model!.rows))!;
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
