// Intervals of a rate and of differences: the recipe's vectors (made by an independent implementation), and identities.
import { describe, expect, it } from "vitest";
import { clusterInfluence } from "../../../src/length-control/cluster-influence.js";
import { computeInfluence } from "../../../src/length-control/influence.js";
import { recipes } from "../../../src/length-control/recipe.js";
import {
  correlationOf,
  differenceOf,
  intervalOfContrast,
  pValueOf,
  recoverEnds,
} from "../../../src/metrics/rates/contrast-interval.js";
import { measureFit } from "../../../src/metrics/rates/fit-evidence.js";
import { measureMean } from "../../../src/metrics/rates/rate-evidence.js";
import { exactRate, intervalOfRate, type RateEvidence } from "../../../src/metrics/rates/rate-interval.js";
import { wilsonInterval } from "../../../src/metrics/rates/wilson-interval.js";
import {
  type Clusters,
  clusteredStandardError,
  degreesOfFreedom,
  sumByCluster,
} from "../../../src/numerics/clusters.js";
import { studentTQuantile, studentTTwoSided } from "../../../src/numerics/distributions.js";
import { describeWithShared, readVector } from "../../shared-data.js";

const level = 0.95;
const each = (count: number): Clusters => ({
  count,
  codes: Uint32Array.from({ length: count }, (_, i) => i),
});
const shareOf = (wins: number, trials: number) =>
  measureMean(
    Float64Array.from({ length: trials }, (_, i) => Number(i < wins)),
    each(trials),
  ).evidence;

interface RateVector {
  readonly rate: number;
  readonly standard_error: number;
  readonly trials: number;
  readonly df: number;
  readonly jump_up: number;
  readonly jump_down: number;
  readonly lower: number;
  readonly upper: number;
}

const toEvidence = (vector: RateVector): RateEvidence => ({
  rate: vector.rate,
  standardError: vector.standard_error,
  trials: vector.trials,
  degreesOfFreedom: vector.df,
  jumpUp: vector.jump_up,
  jumpDown: vector.jump_down,
});

describeWithShared("the recipe's vectors", () => {
  it("c-rate: ends to 1e-6", () => {
    const vectors = readVector<RateVector[]>("c-rate");
    expect(vectors.length).toBeGreaterThan(8);
    for (const vector of vectors) {
      const { lower, upper } = intervalOfRate(toEvidence(vector), level);
      expect(lower).toBeCloseTo(vector.lower, 6);
      expect(upper).toBeCloseTo(vector.upper, 6);
    }
  });

  it("c-difference: correlation, and ends from two given intervals", () => {
    type Ends = readonly [rate: number, lower: number, upper: number];
    const vectors =
      readVector<
        {
          a: Ends;
          b: Ends;
          se_a: number;
          se_b: number;
          se_difference: number;
          correlation: number;
          lower: number;
          upper: number;
        }[]
      >("c-difference");
    for (const { a, b, se_a, se_b, se_difference, correlation, lower, upper } of vectors) {
      const rho = correlationOf(se_a, se_b, se_difference);
      expect(rho).toBeCloseTo(correlation, 6);
      const rates = [a, b].map(([rate]) => ({ rate }));
      const ends = [a, b].map((of) => ({ lower: of[1], upper: of[2] }));
      const found = recoverEnds({ rates, weights: [1, -1], correlation: () => rho }, ends);
      expect(found.lower).toBeCloseTo(lower, 6);
      expect(found.upper).toBeCloseTo(upper, 6);
    }
  });

  interface ClusterVector {
    readonly t: number[];
    readonly gamma: number[];
    readonly y: number[];
    readonly cluster: number[];
    readonly gamed: { t: number[]; gamma: number[]; y: number[]; weight: number };
    readonly beta: { length: number; difficulty: number; model: number };
    readonly expect: RateVector & {
      readonly J: number[];
      readonly raw: RateVector & { readonly J: number[] };
    };
  }

  function readClusters() {
    const { t, gamma, y, cluster, gamed, beta, expect: expected } = readVector<ClusterVector>("d-clusters");
    const n = t.length;
    const ones = new Float64Array(n).fill(1);
    const stack = (a: readonly number[], b: readonly number[]) => Float64Array.from([...a, ...b]);
    const observed = [Float64Array.from(t), Float64Array.from(gamma), ones];
    const design = {
      fitted: {
        columns: recipes.length_controlled_v1.covariates.map(({ name }) => name),
        X: [
          stack(t, gamed.t),
          stack(gamma, gamed.gamma),
          stack(
            [...ones],
            gamed.t.map(() => 0),
          ),
        ],
        y: stack(y, gamed.y),
        weights: stack(
          [...ones],
          gamed.t.map(() => gamed.weight),
        ),
      },
      judged: Uint32Array.from({ length: n }, (_, i) => i),
      observed,
      counterfactual: [new Float64Array(n), observed[1]!, ones],
      instructionIdAt: String,
      textIdAt: String,
    };
    const clusters: Clusters = { count: 1 + Math.max(...cluster), codes: Uint32Array.from(cluster) };
    const influence = computeInfluence(design, Float64Array.of(beta.length, beta.difficulty, beta.model));
    return { design, clusters, influence, expected, y: Float64Array.from(y) };
  }

  const close = (found: RateEvidence, expected: Partial<RateVector>) => {
    const { lower, upper } = intervalOfRate(found, level);
    const all = {
      rate: found.rate,
      standard_error: found.standardError,
      trials: found.trials,
      df: found.degreesOfFreedom,
      jump_up: found.jumpUp,
      jump_down: found.jumpDown,
      lower,
      upper,
    };
    for (const [name, value] of Object.entries(all)) {
      const wanted = expected[name as keyof RateVector];
      if (wanted !== undefined) expect(value, name).toBeCloseTo(wanted, 5);
    }
  };

  it("d-clusters: J_c, standard error, df, T, jumps and interval, length-controlled and raw", () => {
    const { design, clusters, influence, expected, y } = readClusters();
    const { rate, J } = expected;
    const fit = { rate, influence } as Parameters<typeof measureFit>[0]["fit"];
    const G = clusters.count;
    const unshrunk = (values: Float64Array) =>
      sumByCluster(values, clusters).map((sum) => (sum * G) / (G - 1));
    unshrunk(clusterInfluence(design, influence, clusters)).forEach((value, c) => {
      expect(value).toBeCloseTo(J[c]!, 5);
    });
    close(measureFit({ design, fit }, clusters).evidence, expected);
    const raw = measureMean(y, clusters);
    unshrunk(raw.influence).forEach((value, c) => {
      expect(value).toBeCloseTo(expected.raw.J[c]!, 5);
    });
    close(raw.evidence, { ...expected.raw, df: expected.df });
  });

  it("d-df: degrees of freedom of clusters of all shapes", () => {
    for (const { sizes, df } of readVector<{ sizes: number[]; df: number }[]>("d-df"))
      expect(degreesOfFreedom(Float64Array.from(sizes))).toBeCloseTo(df, 5);
  });
});

describe("the interval of a rate", () => {
  it("is Wilson's where nothing varies, and nearly so for verdicts of 0 and 1", () => {
    for (const trials of [20, 200])
      for (const wins of [0, 1, trials / 4, trials]) {
        const found = intervalOfRate(shareOf(wins, trials), level);
        const wilson = wilsonInterval(wins, trials, level);
        const digits = wins % trials === 0 ? 12 : trials === 20 ? 1 : 2;
        expect(found.lower).toBeCloseTo(wilson.lower, digits);
        expect(found.upper).toBeCloseTo(wilson.upper, digits);
      }
  });

  it("turns round with the sides", () => {
    const up = intervalOfRate(shareOf(3, 40), level);
    const down = intervalOfRate(shareOf(37, 40), level);
    expect(down.upper).toBeCloseTo(1 - up.lower, 12);
    expect(down.lower).toBeCloseTo(1 - up.upper, 12);
  });

  it("is wider the higher the level, and the rate itself where there is no error", () => {
    const widths = [0.5, 0.9, 0.99, 0.9999].map((at) => {
      const { lower, upper } = intervalOfRate(shareOf(9, 30), at);
      return upper - lower;
    });
    expect([...widths].sort((a, b) => a - b)).toEqual(widths);
    expect(intervalOfRate(exactRate(0.5), level)).toMatchObject({ lower: 0.5, upper: 0.5 });
  });

  it("is honest about a judge that never gives the model a win: 50 rows of 0.0003 do not exclude 4 %", () => {
    const soft = measureMean(
      Float64Array.from({ length: 50 }, (_, i) => 0.0001 * (1 + (i % 5))),
      each(50),
    );
    expect(intervalOfRate(soft.evidence, level).upper).toBeGreaterThan(0.06);
  });

  it("counts clusters, not rows, where all rows of a cluster say the same", () => {
    const clusters: Clusters = { count: 20, codes: Uint32Array.from({ length: 200 }, (_, i) => i % 20) };
    const repeated = measureMean(
      Float64Array.from({ length: 200 }, (_, i) => Number(i % 20 < 6)),
      clusters,
    );
    const once = shareOf(6, 20);
    expect(repeated.evidence.trials).toBeCloseTo(20, 6);
    expect(repeated.evidence.standardError).toBeCloseTo(once.standardError, 12);
    expect(intervalOfRate(repeated.evidence, level).upper).toBeCloseTo(intervalOfRate(once, level).upper, 6);
  });
});

describe("the interval of a difference", () => {
  const pair = (a: number, b: number, n = 400) => {
    const [first, second] = [shareOf(a, n), shareOf(b, n)];
    const standardError = Math.hypot(first.standardError, second.standardError);
    return { contrast: differenceOf(first, second, standardError), standardError };
  };

  it("turns round with the sides", () => {
    const there = intervalOfContrast(pair(30, 10).contrast, level);
    const back = intervalOfContrast(pair(10, 30).contrast, level);
    expect(back.lower).toBeCloseTo(-there.upper, 12);
    expect(back.upper).toBeCloseTo(-there.lower, 12);
  });

  it("is D ± t·SE far from the edges, with the same p-value", () => {
    const n = 40_000;
    const { contrast, standardError } = pair(0.5 * n, 0.49 * n, n);
    const t = studentTQuantile(0.975, n - 1);
    const { lower, upper } = intervalOfContrast(contrast, level);
    expect(lower).toBeCloseTo(0.01 - t * standardError, 5);
    expect(upper).toBeCloseTo(0.01 + t * standardError, 5);
    expect(pValueOf(contrast, level)).toBeCloseTo(studentTTwoSided(0.01 / standardError, n - 1), 3);
  });

  it.each([
    [3, 1, 50],
    [12, 0, 50],
    [45, 30, 60],
    [0, 1, 20],
    [230, 180, 400],
  ])("has a p-value at whose level it ends at 0: %i against %i of %i", (a, b, n) => {
    const { contrast } = pair(a, b, n);
    const p = pValueOf(contrast, level);
    const nearer = ({ lower, upper }: { lower: number; upper: number }) => (a > b ? lower : -upper);
    expect(p).toBeGreaterThan(0);
    expect(nearer(intervalOfContrast(contrast, 1 - 0.98 * p))).toBeLessThan(0);
    if (p < 0.9) expect(nearer(intervalOfContrast(contrast, 1 - 1.02 * p))).toBeGreaterThan(0);
  });

  it("has a p-value however far apart the two are", () => {
    const p = pValueOf(pair(390, 10).contrast, level);
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-40);
  });

  it("has the p-value 1 at no difference", () => {
    expect(pValueOf(pair(7, 7).contrast, level)).toBe(1);
  });

  it("pairs: what is shared cancels", () => {
    const first = Float64Array.from({ length: 100 }, (_, i) => Number(i < 40));
    const second = Float64Array.from({ length: 100 }, (_, i) => Number(i < 35));
    const [a, b] = [measureMean(first, each(100)), measureMean(second, each(100))];
    const error = clusteredStandardError(
      a.influence.map((value, i) => value - b.influence[i]!),
      each(100),
    );
    const paired = intervalOfContrast(differenceOf(a.evidence, b.evidence, error), level);
    const apart = intervalOfContrast(pair(40, 35, 100).contrast, level);
    expect(paired.upper - paired.lower).toBeLessThan(0.5 * (apart.upper - apart.lower));
    expect(paired.lower).toBeGreaterThan(0);
  });

  it("is not certain of three pairs that go together", () => {
    const sides = [
      [0.2, 0.5, 0.8],
      [0.1, 0.25, 0.4],
    ].map((values) => measureMean(Float64Array.from(values), each(3)));
    const [a, b] = sides;
    const error = clusteredStandardError(
      a!.influence.map((value, i) => value - b!.influence[i]!),
      each(3),
    );
    const contrast = differenceOf(a!.evidence, b!.evidence, error);
    expect(studentTTwoSided(0.25 / error, 2)).toBeGreaterThan(0.1);
    // its 95 % interval leaves 0 out, and it is no surer than that
    expect(intervalOfContrast(contrast, level).lower).toBeGreaterThan(0);
    expect(pValueOf(contrast, level)).toBeCloseTo(0.05, 12);
    expect(pValueOf(contrast, 0.9)).toBeCloseTo(0.1, 12);
  });
});
