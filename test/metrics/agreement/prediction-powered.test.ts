import { describe, expect, it } from "vitest";
import { pythonRandom } from "../../../src/core/python-random.js";
import {
  estimateRateWithPredictions,
  estimateWithPredictions,
  labelsForHalfWidth,
} from "../../../src/metrics/agreement/prediction-powered.js";
import { normalQuantile } from "../../../src/numerics/distributions.js";
import { mean } from "../../../src/numerics/moments.js";
import fixture from "../fixtures/statistics.json" with { type: "json" };

const level = 0.95;
const meanOf = (values: readonly number[]) => {
  const estimate = mean(values);
  return { estimate, influence: values.map((value) => value - estimate) };
};
const estimate = (human: readonly number[], judge: readonly number[], unlabelled: readonly number[]) =>
  estimateWithPredictions({
    human: meanOf(human),
    judge: meanOf(judge),
    unlabelled: meanOf(unlabelled),
    level,
  })!;

describe("prediction-powered means", () => {
  it("agree with the definitions, computed by numpy", () => {
    for (const { human, judge, unlabelled, plain, tuned } of fixture.predictionPowered) {
      const found = estimate(human, judge, unlabelled);
      for (const [ours, theirs] of [
        [found.plain, plain],
        [found.tuned, tuned],
      ] as const) {
        // A covariance of centred and of raw values differ by rounding, some 1e-15 of λ.
        expect(ours.weight).toBeCloseTo(theirs.weight, 12);
        expect(ours.estimate).toBeCloseTo(theirs.estimate, 12);
        expect(ours.standardError).toBeCloseTo(theirs.standardError, 12);
      }
    }
  });

  it("give 0 in the authors' own example: predictions off by 2 everywhere (ppi_py, tests/test_mean.py)", () => {
    const stream = pythonRandom("ppi");
    const human = Array.from({ length: 100 }, () => normalQuantile(stream.random()));
    const found = estimate(
      human,
      human.map((y) => y + 2),
      new Array<number>(10_000).fill(2),
    );
    expect(found.plain.estimate).toBeCloseTo(0, 12);
  });

  it("are the human mean for a judge that is worth nothing, and nearly the whole sample's for a perfect one", () => {
    const human = Array.from({ length: 40 }, (_, i) => i % 2);
    const useless = estimate(human, new Array<number>(40).fill(0.5), new Array<number>(400).fill(0.5));
    expect(useless.tuned).toMatchObject({ weight: 0, estimate: 0.5 });
    expect(useless.tuned.effectiveSampleSize).toBeCloseTo(40, 10);
    expect(useless.correlation).toBeNull();
    const everything = Array.from({ length: 400 }, (_, i) => Number(i % 5 === 0));
    const perfect = estimate(human, human, everything);
    expect(perfect.plain.estimate).toBeCloseTo(0.2, 12);
    expect(perfect.correlation).toBeCloseTo(1, 12);
    expect(perfect.tuned.effectiveSampleSize).toBeGreaterThan(300);
  });

  it("cover what they estimate: 95 % of 600 draws, with a biased judge and 30 labels", () => {
    const stream = pythonRandom("coverage");
    let covered = 0;
    let narrower = 0;
    const runs = 600;
    const draw = () => {
      const truth = stream.random() < 0.6 ? 1 : 0;
      return { truth, guess: Math.min(1, 0.75 * truth + 0.3 * stream.random() + 0.1) };
    };
    for (let run = 0; run < runs; run++) {
      const labelled = Array.from({ length: 30 }, draw);
      const rest = Array.from({ length: 300 }, draw);
      const found = estimate(
        labelled.map(({ truth }) => truth),
        labelled.map(({ guess }) => guess),
        rest.map(({ guess }) => guess),
      );
      const { lower, upper } = found.tuned.interval;
      if (lower <= 0.6 && 0.6 <= upper) covered++;
      if (found.tuned.standardError < found.humanOnly.standardError) narrower++;
    }
    // Three binomial standard errors of 600 draws at 95 % are 2.7 points.
    expect(covered / runs).toBeGreaterThan(0.923);
    expect(covered / runs).toBeLessThan(0.977);
    expect(narrower / runs).toBeGreaterThan(0.95);
  });

  it("cover rare wins with 40 labels as rates, inside of (0, 1): at least 95 % of 600 draws", () => {
    const stream = pythonRandom("rare");
    const runs = 600;
    let covered = 0;
    const draw = () => {
      const truth = stream.random() < 0.06 ? 1 : 0;
      return { truth, guess: Math.min(1, 0.7 * truth + 0.2 * stream.random()) };
    };
    for (let run = 0; run < runs; run++) {
      const labelled = Array.from({ length: 40 }, draw);
      const found = estimateRateWithPredictions({
        human: meanOf(labelled.map(({ truth }) => truth)),
        judge: meanOf(labelled.map(({ guess }) => guess)),
        unlabelled: meanOf(Array.from({ length: 300 }, draw).map(({ guess }) => guess)),
        level,
      })!;
      const { estimate, interval } = found.estimate.tuned;
      expect(interval.lower).toBeGreaterThanOrEqual(0);
      expect(interval.lower).toBeLessThanOrEqual(estimate);
      expect(interval.upper).toBeLessThan(1);
      if (interval.lower <= 0.06 && 0.06 <= interval.upper) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
  });

  it("need two units of either kind", () => {
    expect(
      estimateWithPredictions({ human: meanOf([1]), judge: meanOf([1]), unlabelled: meanOf([1, 0]), level }),
    ).toBeNull();
  });
});

describe("labels for a half-width", () => {
  const request = { humanVariance: 0.25, correlation: 0, total: 10_000, halfWidth: 0.05, level };

  it("are the textbook's without a judge, fewer with one, and do not exist beyond the pool", () => {
    // (1.96/0.05)²·0.25 = 384.1 with z; t on 386 degrees of freedom asks for three more.
    expect(labelsForHalfWidth(request).value).toBe(387);
    const withJudge = labelsForHalfWidth({ ...request, correlation: 0.8 }).value!;
    expect(withJudge).toBeLessThan(387 * 0.42);
    expect(labelsForHalfWidth({ ...request, total: 300 })).toEqual({
      value: null,
      reason: "labels on all 300 judged units would not do",
    });
  });

  it("are just enough", () => {
    const n = labelsForHalfWidth(request).value!;
    expect(labelsForHalfWidth({ ...request, halfWidth: 0.0499 }).value).toBeGreaterThan(n);
    expect(labelsForHalfWidth({ ...request, halfWidth: 1e9 }).value).toBe(2);
  });
});
