import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/length-control/observation.js";
import { relativeGain } from "../../../src/metrics/comparison/relative-gain.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";
import { seededUniform } from "../../length-control/calibrate/simulate-models.js";

const level = 0.95;
const count = 200;
const random = seededUniform(3);
const ease = Array.from({ length: count }, () => random());
const before = ease.map((x) => 0.6 * x);
const after = ease.map((x, i) => Math.min(1, 0.7 * x + (i % 5) / 20));

function modelOf(generator: string, preferences: readonly number[]) {
  const rows = preferences.map(
    (preference, i): Observation => ({
      instructionId: `q${i}`,
      cluster: `q${i}`,
      preference,
      baselineLength: 100 + ((i * 37) % 50),
      modelLength: 100 + ((i * 53) % 60),
      identical: false,
    }),
  );
  const model = { generator, baseline: "base", annotator: "judge", rows };
  const options = { ...scoreDefaults, strength: 10, calibration: null, mode: "auto" } as const;
  return scoreModel(model, options);
}

const first = modelOf("first", before);
const later = modelOf("later", after);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("relativeGain", () => {
  it("is the ratio of the rates less one, its interval that of a paired bootstrap", () => {
    const { gain, interval } = relativeGain(first, later, { name: "raw", level })!;
    expect(gain).toBeCloseTo(sum(after) / sum(before) - 1, 12);
    const draw = seededUniform(8);
    const ratios = Array.from({ length: 4000 }, () => {
      const drawn = Array.from({ length: count }, () => Math.floor(draw() * count));
      return sum(drawn.map((i) => after[i]!)) / sum(drawn.map((i) => before[i]!)) - 1;
    }).sort((x, y) => x - y);
    const width = ratios[3899]! - ratios[100]!;
    expect((interval!.upper - interval!.lower) / width).toBeGreaterThan(0.93);
    expect((interval!.upper - interval!.lower) / width).toBeLessThan(1.07);
    expect(Math.abs(interval!.lower - ratios[100]!)).toBeLessThan(0.05 * width);
  });

  it("of a model over itself is 0, for both rates", () => {
    for (const name of ["raw", "lengthControlled"] as const) {
      const { gain, interval } = relativeGain(first, first, { name, level })!;
      expect(gain).toBe(0);
      expect(interval!.lower).toBeCloseTo(0, 12);
      expect(interval!.upper).toBeCloseTo(0, 12);
    }
  });

  it("does not exist over a rate of 0", () => {
    const nothing = modelOf("nothing", Array(count).fill(0));
    for (const name of ["raw", "lengthControlled"] as const) {
      expect(relativeGain(nothing, later, { name, level })).toBeNull();
      expect(relativeGain(later, nothing, { name, level })).toBeNull();
    }
  });
});

it("has no interval where it would have no end", () => {
  const raw = { ...later.rates.raw!, rate: 1e-6 };
  const lost = { ...later, rates: { ...later.rates, raw } };
  expect(relativeGain(first, lost, { name: "raw", level })!.interval).toBeNull();
});
