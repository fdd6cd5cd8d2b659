import { describe, expect, it } from "vitest";
import { hashedOrder } from "../../src/core/hashed-order.js";
import type { Observation } from "../../src/length-control/observation.js";
import { unasked } from "../../src/length-control/observation.js";
import { intervalOfRate } from "../../src/metrics/rates/rate-interval.js";
import { rescore } from "../../src/metrics/score/rescore.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { decideLook, predictivePower, statisticOfRate } from "../../src/metrics/sequential/decide-look.js";
import { describeWithShared, readVector } from "../shared-data.js";

interface PartJudged {
  readonly N: number;
  readonly judged: number;
  readonly delta: readonly number[];
  readonly difficulty: readonly number[];
  readonly preference: readonly number[];
  readonly beta_phi_psi_theta: readonly number[];
  readonly lcRate: number;
  readonly lcSE: number;
  readonly gate: number;
  readonly z_lc: number;
  readonly rawRate: number;
  readonly rawSE: number;
  readonly z_raw: number;
  readonly predictivePowerAt_bK: { readonly bK: number; readonly t: number; readonly value: number };
}

const options = {
  calibration: null,
  mode: "auto",
  interval: "sandwich",
  level: 0.95,
  seed: 0,
  strength: "guarded-cv",
} as const;

describeWithShared("a run that is judged in part (vector gate-lc-part-judged)", () => {
  it("has the rates, errors and statistics of the recipe, to six digits", () => {
    const vector = readVector<PartJudged>("gate-lc-part-judged");
    const rows = vector.delta.map(
      (delta, row): Observation => ({
        instructionId: `q${row}`,
        cluster: `q${row}`,
        preference: vector.preference[row] ?? null,
        unjudgedReason: row < vector.judged ? undefined : unasked,
        baselineLength: 1000 + delta,
        modelLength: 1000,
        identical: false,
      }),
    );
    const calibration = {
      name: "vector",
      baseline: "b",
      annotator: null,
      difficulty: new Map(vector.difficulty.map((gamma, row) => [`q${row}`, gamma])),
      idByNormalizedId: new Map(),
      reliability: 1,
      gamedRows: [],
    };
    const until = { rule: "r", looks: 3, seed: 0, instructions: vector.N };
    const score = scoreModel(
      { generator: "m", baseline: "b", annotator: null, rows, until },
      {
        ...options,
        recipe: "length_controlled_noreg",
        calibration,
        mode: "required",
      },
    );
    const { fit } = score.lengthControlled!;
    const near = (value: number, expected: number) =>
      expect(Math.abs(value / expected - 1)).toBeLessThan(2e-6);
    expect(fit!.C).toBe(1e4);
    fit!.beta.forEach((value, j) => {
      expect(Math.abs(value - vector.beta_phi_psi_theta[j]!)).toBeLessThan(1e-6);
    });
    const { raw, lengthControlled } = score.rates;
    near(lengthControlled!.rate, vector.lcRate);
    near(lengthControlled!.standardError, vector.lcSE);
    near(raw.standardError, vector.rawSE);
    const outcomes = { wins: vector.rawRate * vector.judged, losses: (1 - vector.rawRate) * vector.judged };
    near(statisticOfRate(lengthControlled!, vector.gate, outcomes).z, vector.z_lc);
    near(statisticOfRate(raw, vector.gate, outcomes).z, vector.z_raw);
    const { bK, t, value } = vector.predictivePowerAt_bK;
    near(predictivePower(vector.z_lc, t, bK), value);
    expect(score.until).toMatchObject({ look: 2, asked: 16, times: [8 / 24, 16 / 24] });
    expect(score.winRate).toMatchObject({ unasked: 8, unjudged: {} });
    expect(score.winRateBounds).toBeNull();
    expect(score.lengthControlled!.bounds).toBeNull();
  });
});

const progress = {
  rule: "r",
  looks: 8,
  seed: 0,
  instructions: 800,
  asked: 300,
  look: 3,
  times: [0.125, 0.25, 0.375],
};
const evidence = {
  rate: 0.5,
  standardError: 0.03,
  trials: 300,
  degreesOfFreedom: 299,
  jumpUp: 0.5,
  jumpDown: 0.5,
};

describe("a look", () => {
  it("decides where the repeated interval leaves the threshold, on either side", () => {
    const { lower, upper } = intervalOfRate({ ...evidence, times: progress.times }, 0.95);
    const at = (threshold: number) =>
      decideLook(statisticOfRate(evidence, threshold, { wins: 150, losses: 150 }), progress, 0.025);
    expect([at(lower - 1e-9), at(lower + 1e-9), at(upper - 1e-9), at(upper + 1e-9)]).toEqual([
      "holds",
      "undecided",
      "undecided",
      "fails",
    ]);
  });

  it("decides nothing on a handful of outcomes", () => {
    const few = { ...evidence, rate: 0.012, standardError: 0.005 };
    const at = (threshold: number, wins: number) =>
      decideLook(statisticOfRate(few, threshold, { wins, losses: 300 - wins }), progress, 0.025);
    expect(at(0.001, 4)).toBe("undecided");
    expect(at(0.0001, 5)).toBe("holds");
    expect(at(0.3, 0)).toBe("undecided");
    expect(at(0.3, 4)).toBe("fails");
  });

  it("gives up where what is left would hardly decide, but not before the third", () => {
    const statistic = statisticOfRate(evidence, 0.5, { wins: 150, losses: 150 });
    expect(decideLook(statistic, progress, 0.025)).toBe("futile");
    expect(decideLook(statistic, { ...progress, look: 2, times: [0.125, 0.25] }, 0.025)).toBe("undecided");
  });
});

describe("a run after its stop", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `q${i}`);
  const rowsOf = (asked: number): Observation[] => {
    const first = new Set(hashedOrder(ids, 0).slice(0, asked));
    return ids.map((id, i) => ({
      instructionId: id,
      cluster: id,
      preference: first.has(id) ? Number(i % 3 === 0) : null,
      unjudgedReason: first.has(id) ? undefined : unasked,
      baselineLength: 100 + i,
      modelLength: 150 - 2 * i,
      identical: false,
    }));
  };
  const until = { rule: "r", looks: 4, seed: 0, instructions: 40 };
  const model = (asked: number) => ({
    generator: "m",
    baseline: "b",
    annotator: null,
    rows: rowsOf(asked),
    until,
  });

  it("is what the whole run is with the rest hidden", () => {
    const stopped = scoreModel(model(20), options);
    const hidden = rescore(model(40), options, { hide: new Set(hashedOrder(ids, 0).slice(20)) });
    expect(hidden.winRateInterval).toEqual(stopped.winRateInterval);
    expect(hidden.lengthControlled!.interval).toEqual(stopped.lengthControlled!.interval);
    expect(stopped.winRateInterval).toMatchObject({ method: "repeated", times: [0.25, 0.5] });
  });

  it("that goes on to the end keeps the last look's critical value", () => {
    const whole = scoreModel(model(40), options);
    expect(whole.until).toMatchObject({ look: 4, asked: 40, times: [0.25, 0.5, 0.75, 1] });
    const { until: _, ...fixed } = model(40);
    const once = scoreModel(fixed, { ...options, strength: 1e4 });
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower;
    expect(width(whole.winRateInterval!)).toBeGreaterThan(1.05 * width(once.winRateInterval!));
    expect(whole.warnings.join()).toMatch(/sequential: .*all instructions were asked in the end/);
  });
});
