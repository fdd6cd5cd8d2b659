import { describe, expect, it } from "vitest";
import type { Calibration } from "../../../src/length-control/calibration.js";
import type { ModelObservations, Observation } from "../../../src/length-control/observation.js";
import { wilsonInterval } from "../../../src/metrics/rates/wilson-interval.js";
import { type ScoreOptions, scoreModel } from "../../../src/metrics/score/score-model.js";
import { standardDeviation } from "../../../src/numerics/moments.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";

const count = 20;
const difficulty = new Map(Array.from({ length: 400 }, (_, i) => [`q${i}`, Math.sin(7 * i)]));
const calibration: Calibration = {
  name: "sines",
  baseline: "baseline",
  annotator: null,
  difficulty,
  idByNormalizedId: new Map(),
  gamedRows: [],
};
const options: ScoreOptions = { ...scoreDefaults, calibration, mode: "auto", strength: 1e4 };

const scatter = (i: number) => ((i * 7919) % 1009) / 1009;

/** Users differ in how they judge; `sizeOf` says how many rows each has. */
function model(sizeOf: (group: number) => number): ModelObservations {
  const rows: Observation[] = [];
  for (let g = 0; g < count; g++)
    for (let r = 0; r < sizeOf(g); r++) {
      const i = rows.length;
      const length = 200 + Math.floor(600 * scatter(i + 1));
      const noise = scatter(3 * i + 11) - 0.5;
      const preference =
        0.5 + 0.25 * Math.sin(2 * g) + 0.0003 * (length - 500) + 0.1 * Math.sin(7 * i) + 0.3 * noise;
      rows.push({
        instructionId: `q${i}`,
        cluster: `u${g}`,
        group: `u${g}`,
        preference: Math.max(0, Math.min(1, preference)),
        baselineLength: 500,
        modelLength: length,
        identical: false,
      });
    }
  return { generator: "model", baseline: "baseline", annotator: "judge", rows };
}

describe("macro averages over groups", () => {
  it("are the plain rates, intervals included, where groups are equally large and the clusters", () => {
    const { groups, winRate, winRateInterval, lengthControlled } = scoreModel(
      model(() => 8),
      options,
    );
    expect(groups!.groups).toHaveLength(count);
    expect(groups!.raw.rate).toBeCloseTo(winRate.rate, 12);
    expect(groups!.lengthControlled!.rate).toBeCloseTo(lengthControlled!.rate, 12);
    for (const [macro, plain] of [
      [groups!.raw.interval!, winRateInterval!],
      [groups!.lengthControlled!.interval!, lengthControlled!.interval!],
    ] as const) {
      expect(macro.lower).toBeCloseTo(plain.lower, 10);
      expect(macro.upper).toBeCloseTo(plain.upper, 10);
    }
  });

  it("count every group the same where sizes differ, with the error of a jackknife over groups", () => {
    const uneven = model((g) => 4 + ((5 * g) % 11));
    const { groups } = scoreModel(uneven, options);
    const rates = groups!.groups.map(({ rate }) => rate!);
    expect(groups!.raw.rate).toBeCloseTo(rates.reduce((a, b) => a + b, 0) / count, 12);
    expect(groups!.raw.interval!.standardError).toBeCloseTo(
      standardDeviation(Float64Array.from(rates)) / Math.sqrt(count),
      12,
    );
    const without = Float64Array.from({ length: count }, (_, g) => {
      const rows = uneven.rows.filter(({ group }) => group !== `u${g}`);
      return scoreModel({ ...uneven, rows }, options).groups!.lengthControlled!.rate;
    });
    const jackknife = (standardDeviation(without) * (count - 1)) / Math.sqrt(count);
    // One-step values against refits: they differ by the leverage that a whole group has.
    expect(groups!.lengthControlled!.interval!.standardError / jackknife).toBeGreaterThan(0.85);
    expect(groups!.lengthControlled!.interval!.standardError / jackknife).toBeLessThan(1.1);
  });

  it("have Wilson's interval for the number of groups where all verdicts are the same", () => {
    const wins = model(() => 8);
    const rows = wins.rows.map((row) => ({ ...row, preference: 1 }));
    const { raw, lengthControlled } = scoreModel({ ...wins, rows }, options).groups!;
    const { lower } = wilsonInterval(count, count, 0.95);
    for (const { interval } of [raw, lengthControlled!]) {
      expect(interval!.lower).toBeCloseTo(lower, 3);
    }
  });

  it("do not take groups without a verdict for ones that were drawn", () => {
    const judged = model(() => 8);
    const rows = judged.rows.map((row) => (row.group === "u0" ? row : { ...row, preference: null }));
    const { raw, lengthControlled, unjudged } = scoreModel({ ...judged, rows }, options).groups!;
    expect(unjudged).toBe(count - 1);
    expect(raw.interval).toMatchObject({ standardError: 0, trials: 1 });
    expect(lengthControlled!.interval.degreesOfFreedom).toBe(1);
  });

  it("do not exist without groups, or with a single one", () => {
    const grouped = model(() => 8);
    const plain = grouped.rows.map(({ group: _, ...row }) => row);
    expect(scoreModel({ ...grouped, rows: plain }, options).groups).toBeNull();
    const alone = grouped.rows.map((row) => ({ ...row, group: "all" }));
    expect(scoreModel({ ...grouped, rows: alone }, options).groups).toBeNull();
  });
});
