import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareCorrelations,
  correlateWithRanking,
  kendallTauB,
  spearman,
} from "../../src/metrics/correlation/correlate-ranking.js";
import { pearson } from "../../src/metrics/correlation/pearson.js";
import {
  agreementWithConfidence,
  separabilityWithConfidence,
} from "../../src/metrics/correlation/separability.js";
import { bcaInterval } from "../../src/metrics/rates/bca-interval.js";
import { bootstrap, bootstrapDefaults } from "../../src/metrics/rates/bootstrap.js";
import { adjustHolm, adjustKnown } from "../../src/numerics/holm.js";
import { quantile } from "../../src/numerics/quantile.js";
import { averageRanks } from "../../src/numerics/ranks.js";
import fixture from "./fixtures/statistics.json" with { type: "json" };

// Sums of at most 200 terms of size 1 … 10⁶: both sides are right to some 1e-14; 1e-12 leaves room for their order.
const digits = 12;

describe("correlations agree with scipy, ties included", () => {
  it.each(fixture.correlations.map((sample) => [sample.x.length, sample] as const))("n = %i", (_, sample) => {
    expect([...averageRanks(sample.x)]).toEqual(sample.ranks);
    expect(pearson(sample.x, sample.y).value).toBeCloseTo(sample.pearson, digits);
    expect(spearman(sample.x, sample.y).value).toBeCloseTo(sample.spearman, digits);
    expect(kendallTauB(sample.x, sample.y).value).toBeCloseTo(sample.kendallTauB, digits);
  });

  it("give Kendall's own example with ties: 33 of √(41·36) (Rank Correlation Methods, 1948, chapter 3)", () => {
    const x = [1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5];
    const y = [1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10];
    expect(kendallTauB(x, y).value).toBeCloseTo(33 / Math.sqrt(41 * 36), 14);
    expect(kendallTauB(x, y).value).toBeCloseTo(0.859, 3);
  });
});

describe("correlations", () => {
  const numbers = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 2,
    maxLength: 30,
  });

  it("change sign with one side, stay with the other order, and are never NaN", () => {
    fc.assert(
      fc.property(numbers, (pairs) => {
        const x = pairs.map(([a]) => a);
        const y = pairs.map(([, b]) => b);
        for (const correlate of [pearson, spearman, kendallTauB]) {
          const { value, reason } = correlate(x, y);
          const turned = correlate(
            x,
            y.map((b) => -b),
          );
          if (value === null) {
            expect(reason).toMatch(/never varies/);
            expect(turned.value).toBeNull();
            continue;
          }
          expect(value).toBeGreaterThanOrEqual(-1 - 1e-15);
          expect(turned.value).toBeCloseTo(-value, 12);
          expect(correlate(y, x).value).toBeCloseTo(value, 12);
          expect(correlate(x.toReversed(), y.toReversed()).value).toBeCloseTo(value, 12);
        }
      }),
    );
  });

  it("have no value, and say why, where there is nothing to correlate", () => {
    expect(pearson([1], [2])).toEqual({ value: null, reason: "fewer than two pairs" });
    expect(spearman([1, 1, 1], [1, 2, 3])).toEqual({ value: null, reason: "one of the two never varies" });
    expect(kendallTauB([1, 2], [5, 5])).toEqual({ value: null, reason: "one of the two never varies" });
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3]).value).toBeNull();
  });
});

describe("the bootstrap", () => {
  it.each(fixture.bootstraps.map((sample) => [sample.jackknife.length, sample] as const))(
    "turns replicates of %i values into scipy's percentile and BCa intervals",
    (_, { estimate, sorted, jackknife, bca, percentile }) => {
      const replicates = Float64Array.from(sorted);
      const request = { estimate, sorted: replicates, jackknife: Float64Array.from(jackknife), level: 0.95 };
      const { interval } = bcaInterval(request);
      expect(interval?.lower).toBeCloseTo(bca[0]!, 10);
      expect(interval?.upper).toBeCloseTo(bca[1]!, 10);
      expect(quantile(replicates, 0.025)).toBeCloseTo(percentile[0]!, 10);
      expect(quantile(replicates, 0.975)).toBeCloseTo(percentile[1]!, 10);
    },
  );

  const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
  const meanOf = (counts: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += counts[i]! * values[i]!;
    return [sum / values.length];
  };

  it("gives equal results for equal seeds, others for others, and the mean's textbook error", () => {
    const run = (seed: number) =>
      bootstrap({ ...bootstrapDefaults, seed, units: values.length, statistics: meanOf })[0]!;
    expect(run(1)).toEqual(run(1));
    expect(run(1).standardError).not.toBe(run(2).standardError);
    // σ̂/√n with divisor n; the Monte Carlo error at B = 2,000 is 1.6 %.
    expect(run(1).standardError! / 0.7005).toBeCloseTo(1, 1);
  });

  it("has no interval, and says why, for one unit, a constant, or a statistic that most samples lack", () => {
    const one = bootstrap({ ...bootstrapDefaults, units: 1, statistics: () => [0.5] })[0]!;
    expect(one).toMatchObject({ estimate: 0.5, percentile: null, bca: null, reason: "fewer than two units" });
    const constant = bootstrap({ ...bootstrapDefaults, units: 9, statistics: () => [1] })[0]!;
    expect(constant).toMatchObject({ percentile: { lower: 1, upper: 1 }, bca: null });
    expect(constant.reason).toMatch(/never vary/);
    const statistics = (counts: Float64Array) => [counts[0]! > 0 ? counts[1]! : Number.NaN];
    const rare = bootstrap({ ...bootstrapDefaults, units: 9, statistics })[0]!;
    expect(rare).toMatchObject({ estimate: 1, percentile: null, bca: null });
    expect(rare.reason).toMatch(/samples do not have it/);
    const never = bootstrap({ ...bootstrapDefaults, units: 9, statistics: () => [Number.NaN] })[0]!;
    expect(never).toMatchObject({ estimate: null, reason: "the data does not have it" });
  });
});

describe("correlation with a ranking", () => {
  it("is 1 for the ranking itself, and differs from itself by 0", () => {
    const ranking = [1, 2, 3, 4, 5, 6, 7];
    const { spearman: rho, kendallTauB: tau } = correlateWithRanking(ranking, ranking, bootstrapDefaults);
    expect(rho.estimate).toBeCloseTo(1, 14);
    expect(tau.percentile!.lower).toBeCloseTo(1, 14);
    const same = compareCorrelations({ first: ranking, second: ranking, ranking }, bootstrapDefaults);
    expect(same.pearson).toMatchObject({ estimate: 0, bca: null });
  });
});

describe("separability and agreement with confidence", () => {
  const around = (centre: number, half = 1) => ({ lower: centre - half, upper: centre + half });

  it("count pairs with disjoint intervals", () => {
    expect(separabilityWithConfidence([around(0), around(1), around(5)]).value).toBeCloseTo(2 / 3, 14);
    expect(separabilityWithConfidence([around(0), around(2)]).value).toBe(0);
    expect(separabilityWithConfidence([around(0)])).toMatchObject({ value: null });
  });

  it("add 1 for a shared order, −1 for opposite ones, 0 where one cannot tell", () => {
    const first = [around(0), around(5), around(10)];
    expect(agreementWithConfidence(first, first).value).toBe(1);
    expect(agreementWithConfidence(first, first.toReversed()).value).toBe(-1);
    expect(agreementWithConfidence(first, [around(0), around(9), around(9)]).value).toBeCloseTo(2 / 3, 14);
  });
});

describe("Holm's adjustment", () => {
  it("agrees with statsmodels", () => {
    for (const { p, adjusted } of fixture.holm)
      adjustHolm(p).forEach((value, i) => {
        expect(value).toBeCloseTo(adjusted[i]!, 14);
      });
  });

  it("is empty for nothing, and keeps ties together", () => {
    expect([...adjustHolm([])]).toEqual([]);
    expect([...adjustHolm([0.01, 0.01])]).toEqual([0.02, 0.02]);
    expect(adjustKnown([null, 0.01, 0.04, null, 0.03])).toEqual([null, 0.03, 0.06, null, 0.06]);
  });
});
