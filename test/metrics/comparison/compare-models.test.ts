import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.js";
import type { ModelObservations, Observation } from "../../../src/length-control/observation.js";
import { compareMany } from "../../../src/metrics/comparison/compare-many.js";
import { compareModels } from "../../../src/metrics/comparison/compare-models.js";
import { compareSeries } from "../../../src/metrics/comparison/compare-series.js";
import { holdAgainst, judgeNonInferiority } from "../../../src/metrics/comparison/non-inferiority.js";
import { computeRankSets } from "../../../src/metrics/comparison/rank-sets.js";
import { clustersNeeded, type RateDifference } from "../../../src/metrics/comparison/rate-difference.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import type { ScoredModel } from "../../../src/metrics/score/scored-model.js";
import { adjustHolm } from "../../../src/numerics/holm.js";
import { loadScoredModels } from "../../../src/pipeline/models/load-scored-models.js";
import { scoreDefaults } from "../../../src/pipeline/score/score-request.js";
import { describeWithShared, shared } from "../../shared-data.js";

const level = 0.95;

/** Deterministic, and unlike one another. */
const preference = (i: number, salt: number) => ((i * 7919 + salt * 104729) % 101) / 100;

function observe(preferences: readonly (number | null)[], from = 0): Observation[] {
  return preferences.map((y, at) => {
    const i = from + at;
    return {
      instructionId: `q${i}`,
      cluster: `q${i}`,
      preference: y,
      baselineLength: 100 + ((i * 37) % 50),
      modelLength: 100 + ((i * 53) % 60),
      identical: false,
    };
  });
}

function modelOf(
  generator: string,
  rows: readonly Observation[],
  over: Partial<ModelObservations> = {},
): ScoredModel {
  const model = { generator, baseline: "base", annotator: "judge", rows, ...over };
  const options = { ...scoreDefaults, strength: 10, calibration: null, mode: "auto" } as const;
  return scoreModel(model, options);
}

const many = (salt: number, count = 120) => Array.from({ length: count }, (_, i) => preference(i, salt));
const a = modelOf("a", observe(many(1)));
const b = modelOf("b", observe(many(2).map((y) => y ** 2)));

describe("compareModels", () => {
  it("changes its sign, and nothing else, when the models change places", () => {
    const forwards = compareModels(a, b, level);
    const backwards = compareModels(b, a, level);
    for (const name of ["raw", "lengthControlled"] as const) {
      const [one, other] = [forwards.differences[name]!, backwards.differences[name]!];
      expect(one.difference).toBe(-other.difference);
      expect(one.standardError).toBeCloseTo(other.standardError, 15);
      expect(one.interval!.lower).toBeCloseTo(-other.interval!.upper, 14);
      expect(one.pValue).toBeCloseTo(other.pValue!, 14);
    }
    expect(forwards.overlap!.firstWinsAlone).toBe(backwards.overlap!.secondWinsAlone);
  });

  it("gives exactly 0 for a model and itself, whether its rows vary or not", () => {
    for (const model of [a, modelOf("always", observe(many(1).map(() => 1)))]) {
      const { differences } = compareModels(model, model, level);
      for (const difference of [differences.raw!, differences.lengthControlled!])
        expect(difference).toMatchObject({
          difference: 0,
          standardError: 0,
          interval: { lower: 0, upper: 0 },
          pValue: 1,
          method: "identical",
        });
    }
  });

  it("is the paired t test for the raw rate", () => {
    const { difference, standardError } = compareModels(a, b, level).differences.raw!;
    const paired = many(1).map((y, i) => y - many(2)[i]! ** 2);
    const mean = paired.reduce((sum, d) => sum + d, 0) / paired.length;
    const squares = paired.reduce((sum, d) => sum + (d - mean) ** 2, 0);
    expect(difference).toBeCloseTo(mean, 14);
    expect(standardError).toBeCloseTo(Math.sqrt(squares / (paired.length - 1) / paired.length), 14);
  });

  it("does not depend on the order of the rows", () => {
    const shuffled = modelOf("b", observe(many(2).map((y) => y ** 2)).reverse());
    const [one, other] = [b, shuffled].map((model) => compareModels(a, model, level).differences.raw!);
    expect(other!.standardError).toBeCloseTo(one!.standardError, 14);
  });

  it("counts whom the baseline lost to, and what is not shared", () => {
    const first = modelOf("first", observe([1, 1, 0, 0.5, null, 1]));
    const second = modelOf("second", observe([0, 1, 1, 0, 1, 0, 1]));
    expect(compareModels(first, second, level).overlap).toEqual({
      shared: 6,
      askedOfBoth: 6,
      onlyFirst: 0,
      onlySecond: 1,
      firstWinsAlone: 2,
      secondWinsAlone: 1,
    });
  });

  it("says which baseline and which judge differ, all at once", () => {
    const other = modelOf("c", observe(many(3)), { baseline: "another", annotator: "somebody" });
    const compare = () => compareModels(a, other, level);
    expect(compare).toThrow(InputError);
    expect(compare).toThrow(
      /a was compared with base, c with another[\s\S]*a was judged by judge, c by somebody/,
    );
  });

  it("asks for the same clusters on both sides", () => {
    const rows = observe(many(2)).map((row, i) => ({ ...row, cluster: `domain ${i % 4}` }));
    expect(() => compareModels(a, modelOf("b", rows), level)).toThrow(/same --cluster/);
  });

  it("is unpaired, and says so, without shared instructions or without influence values", () => {
    const elsewhere = modelOf("elsewhere", observe(many(2), 1000));
    const bare: ScoredModel = {
      ...b,
      rows: null,
      rates: { raw: { ...b.rates.raw!, influence: null }, lengthControlled: null },
    };
    for (const other of [elsewhere, bare]) {
      const { differences, warnings } = compareModels(a, other, level, "own");
      const { method, standardError } = differences.raw!;
      expect(method).toBe("unpaired");
      expect(standardError).toBeCloseTo(
        Math.hypot(a.rates.raw!.standardError!, other.rates.raw!.standardError!),
        14,
      );
      expect(warnings.join()).toContain("unpaired:");
    }
  });

  it("keeps an error where rows never vary", () => {
    const always = modelOf("always", observe(many(1).map(() => 1)));
    const too = modelOf("too", observe(many(1).map(() => 1)));
    const never = modelOf("never", observe(many(1).map(() => 0)));
    const same = compareModels(always, too, level).differences.raw!;
    expect(same.difference).toBe(0);
    expect(same.interval!.lower).toBeLessThan(-0.005);
    const apart = compareModels(always, never, level).differences.raw!;
    expect(apart).toMatchObject({ difference: 1, interval: { upper: 1 } });
    expect(apart.pValue).toBeLessThan(1e-6);
  });

  it("has no interval for one cluster", () => {
    const one = modelOf("one", observe([1]));
    const { differences } = compareModels(one, modelOf("other", observe([0.2])), level);
    for (const difference of [differences.raw!, differences.lengthControlled!])
      expect(difference).toMatchObject({ interval: null, pValue: null, minimumDetectable: null });
  });

  it("plans with the same formula that it tests with", () => {
    const found: RateDifference = {
      difference: 0.02,
      standardError: 0.01,
      interval: { lower: 0, upper: 0.04, level },
      pValue: 0.05,
      method: "paired",
      clusters: 805,
      minimumDetectable: null,
    };
    expect(clustersNeeded(found, 0.02)).toBe(1580);
    const { minimumDetectable, standardError } = compareModels(a, b, level).differences.raw!;
    // t with 119 degrees of freedom at 0.975, and z at 0.8.
    expect(minimumDetectable! / standardError).toBeCloseTo(1.98009988 + 0.84162123, 6);
  });
});

describe("several models", () => {
  it("adjusts the p-values together and keeps the pairs' own differences", () => {
    const c = modelOf("c", observe(many(3)));
    const { pairs, adjusted, rankSets } = compareMany([a, b, c], level);
    expect(pairs.map(({ first, second }) => first.generator + second.generator)).toEqual(["ab", "ac", "bc"]);
    pairs.forEach(({ differences }, at) => {
      expect(adjusted.raw[at]).toBeGreaterThanOrEqual(differences.raw!.pValue!);
    });
    expect(rankSets.lengthControlled!.sets.map(({ generator }) => generator)).toEqual(["a", "b", "c"]);
  });

  it("has one family of tests a rate: ranks set apart exactly the pairs whose adjusted p-value is at most α", () => {
    const models = Array.from({ length: 8 }, (_, m) =>
      modelOf(`m${m}`, observe(many(m + 1).map((y) => y ** (1 + m / 6)))),
    );
    const { pairs, adjusted, rankSets } = compareMany(models, level);
    for (const name of ["raw", "lengthControlled"] as const) {
      const oneSided = pairs.flatMap(({ differences }) => {
        const p = differences[name]!.pValue! / 2;
        return [p, 1 - p];
      });
      const expected = adjustHolm(oneSided);
      const apart = models.map(() => ({ better: 0, worse: 0 }));
      pairs.forEach(({ first, second, differences }, at) => {
        const p = adjusted[name][at]!;
        expect(p).toBeCloseTo(Math.min(1, expected[2 * at]!), 12);
        if (p > 1 - level) return;
        const isFirstBetter = differences[name]!.difference > 0;
        const [winner, loser] = isFirstBetter ? [first, second] : [second, first];
        apart[models.indexOf(loser)]!.better++;
        apart[models.indexOf(winner)]!.worse++;
      });
      const sets = rankSets[name]!.sets.map(({ best, worst }) => [best, worst]);
      expect(sets).toEqual(apart.map(({ better, worse }) => [1 + better, models.length - worse]));
      expect(sets).toEqual(
        computeRankSets(models, name, level)!.sets.map(({ best, worst }) => [best, worst]),
      );
      // Some are told apart and some are not, or this would prove nothing; two-sided tests would separate more.
      expect(apart.some(({ better }) => better > 0)).toBe(true);
      expect(adjusted[name].some((p) => p! > 1 - level)).toBe(true);
      const twoSided = adjustHolm(pairs.map((pair) => pair.differences[name]!.pValue!));
      expect(adjusted[name].some((p, at) => p! > twoSided[at]! + 1e-6)).toBe(true);
    }
  });

  it("leaves out of a rate's family what cannot be tested by it, and adjusts the rest", () => {
    const [c, d] = [3, 4].map((salt) => modelOf(`m${salt}`, observe(many(salt).map((y) => y / salt))));
    const bare: ScoredModel = { ...d!, rates: { ...d!.rates, lengthControlled: null } };
    const { adjusted, rankSets, pairs } = compareMany([a, b, c!, bare], level);
    const found = pairs.map(({ differences }) => differences.lengthControlled);
    expect(adjusted.lengthControlled.map((p) => p === null)).toEqual(found.map((pair) => pair === null));
    expect(adjusted.lengthControlled.filter((p) => p !== null)).toEqual(
      compareMany([a, b, c!], level).adjusted.lengthControlled,
    );
    expect(adjusted.raw).not.toContain(null);
    expect(rankSets).toMatchObject({ lengthControlled: null, raw: { sets: expect.anything() } });
    const { adjusted: ofSteps } = compareSeries([a, b, bare], level);
    const first = compareModels(b, a, level).differences.lengthControlled!.pValue!;
    expect(ofSteps.lengthControlled).toEqual([first, null]);
  });

  it("ranks results without influence values by unpaired tests", () => {
    const bare = [a, b, modelOf("c", observe(many(3).map((y) => y ** 4)))].map(
      (model): ScoredModel => ({
        ...model,
        rows: null,
        rates: { raw: { ...model.rates.raw!, influence: null }, lengthControlled: null },
      }),
    );
    const { rankSets, pairs } = compareMany(bare, level);
    expect(pairs.every(({ differences }) => differences.raw!.method === "unpaired")).toBe(true);
    expect(rankSets.raw!.sets.find(({ generator }) => generator === "c")).toMatchObject({
      best: 3,
      worst: 3,
    });
  });

  it("sees each step of a series, and the trend: for two models the step itself", () => {
    const c = modelOf("c", observe(many(3)));
    const two = compareSeries([a, b], level);
    expect(two.trend.raw!.difference).toBeCloseTo(two.steps[0]!.differences.raw!.difference, 14);
    expect(two.trend.raw!.standardError).toBeCloseTo(two.steps[0]!.differences.raw!.standardError, 14);
    const three = compareSeries([a, b, c], level);
    // Of three points in a row the least-squares slope is half the last minus the first.
    const ends = compareModels(c, a, level).differences.raw!;
    expect(three.trend.raw!.difference).toBeCloseTo(ends.difference / 2, 14);
    expect(three.trend.raw!.standardError).toBeCloseTo(ends.standardError / 2, 14);
    expect(three.steps).toHaveLength(2);
  });
});

describe("non-inferiority", () => {
  const withInterval = (lower: number, upper: number) =>
    ({
      difference: (lower + upper) / 2,
      interval: { lower, upper, level },
      method: "paired",
    }) as RateDifference;

  it("passes, fails or cannot tell by the whole interval", () => {
    expect(judgeNonInferiority(withInterval(-0.01, 0.03), 0.02).outcome).toBe("holds");
    expect(judgeNonInferiority(withInterval(-0.05, -0.03), 0.02).outcome).toBe("fails");
    expect(judgeNonInferiority(withInterval(-0.05, 0.01), 0.02).outcome).toBe("inconclusive");
    expect(judgeNonInferiority(null, 0.02).outcome).toBe("fails");
  });

  it("passes a model held against itself, at any margin", () => {
    expect(holdAgainst(a, a, { margin: 0, level }).verdict.outcome).toBe("holds");
  });
});

describeWithShared("real models", () => {
  const pathOf = (name: string) => shared(`alpacaeval2/annotations/${name}.json.gz`)!;
  let models: ScoredModel[];
  beforeAll(async () => {
    models = await loadScoredModels(["claude-2", "claude-2.1", "phi-2"].map(pathOf), {}, "each");
  });

  it("are closer to each other than two unpaired errors say", () => {
    const [first, second] = models as [ScoredModel, ScoredModel];
    const { differences, overlap, warnings } = compareModels(first, second, level);
    expect(warnings).toEqual([]);
    expect(overlap).toMatchObject({ shared: 805, firstWinsAlone: 48, secondWinsAlone: 32 });
    for (const name of ["raw", "lengthControlled"] as const) {
      const unpaired = Math.hypot(first.rates[name]!.standardError!, second.rates[name]!.standardError!);
      expect(unpaired / differences[name]!.standardError).toBeGreaterThan(1.3);
    }
  });

  it("may lack some instructions", () => {
    const { overlap, warnings } = compareModels(models[0]!, models[2]!, level);
    expect(overlap).toMatchObject({ shared: 803, onlyFirst: 2, onlySecond: 0 });
    expect(warnings.join()).toContain("partial-overlap: 803 instructions are shared");
  });

  it("of another baseline and judge are refused", async () => {
    const [other] = await loadScoredModels(
      [shared("alpacaeval1/annotations")!].map((f) => `${f}/*v1*.gz`),
      {},
      "each",
    );
    expect(() => compareModels(models[0]!, other!, level)).toThrow(
      /different baselines[\s\S]*different judges/,
    );
  });
});
