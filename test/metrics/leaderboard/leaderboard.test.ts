import { describe, expect, it } from "vitest";
import { publishedBoards, readPublishedLeaderboard } from "../../../src/io/wire/published-leaderboard.js";
import { namedJudge } from "../../../src/length-control/judge-identity.js";
import { rateOnEloScale } from "../../../src/metrics/leaderboard/elo-rating.js";
import { rankModels } from "../../../src/metrics/leaderboard/leaderboard.js";
import {
  baselineStrength,
  intervalBetween,
  type ModelStrength,
  rateBetween,
  strengthOf,
} from "../../../src/metrics/leaderboard/rate-between.js";
import { scoreModel } from "../../../src/metrics/score/score-model.js";
import { plainRate, type ScoredModel } from "../../../src/metrics/score/scored-model.js";
import { mean, standardDeviation } from "../../../src/numerics/moments.js";
import { loadCalibration } from "../../../src/pipeline/score/load-calibration.js";
import { simulateModels } from "../../length-control/calibrate/simulate-models.js";

const strength = (model: number, difficulty: number): ModelStrength => ({
  model,
  difficulty,
  influence: null,
});

describe("published coefficients and difficulty alone", () => {
  it("give 189 of 199 published length-controlled rates to 1e-6", async () => {
    const { calibration } = await loadCalibration("auto");
    const models = (await readPublishedLeaderboard("alpaca_eval_2")).filter(
      ({ coefficients }) => coefficients,
    );
    const errors = new Map(
      models.map(({ generator, coefficients, lengthControlledWinRate }) => {
        const { rate } = rateBetween(
          { ...coefficients!, influence: null },
          baselineStrength,
          calibration!.difficulty,
        );
        return [generator, Math.abs(100 * rate - lengthControlledWinRate!)] as const;
      }),
    );
    expect(errors.size).toBe(199);
    const off = [...errors].filter(([, error]) => error > 1e-6);
    expect(off).toHaveLength(10);
    // Eight have fewer than 805 rows, for which the first n difficulties were used; two are out of step with their own
    // coefficients.
    const short = new Set(models.filter(({ pairs }) => pairs! < 805).map(({ generator }) => generator));
    const others = off.filter(([generator]) => !short.has(generator));
    expect(others.map(([generator]) => generator).sort()).toEqual(["NullModel", "dbrx-instruct"]);
    expect(errors.get("NullModel")).toBeCloseTo(0.13, 2);
    expect(errors.get("dbrx-instruct")).toBeCloseTo(0.19, 2);
  });
});

describe("rateBetween", () => {
  const difficulties = new Map([
    ["a", -1],
    ["b", 0.5],
    ["c", 2],
  ]);

  it("is the mean of σ(Δθ + Δψ·γ)", () => {
    const sigma = (x: number) => 1 / (1 + Math.exp(-x));
    const { rate } = rateBetween(strength(1, 0.5), strength(0.2, 1), difficulties);
    expect(rate).toBeCloseTo((sigma(0.8 + 0.5) + sigma(0.8 - 0.25) + sigma(0.8 - 1)) / 3, 14);
  });

  it("needs no difficulty where the recipe has none", () => {
    expect(rateBetween(strength(1, 0), strength(1, 0), null).rate).toBe(0.5);
  });
});

describe("intervalBetween", () => {
  it("has the standard error that repeated data sets show", () => {
    const rates: number[] = [];
    const errors: number[] = [];
    for (let seed = 1; seed <= 80; seed++) {
      const { models, gamma } = simulateModels({ models: 2, instructions: 200, votes: 1, seed: 31 * seed });
      const difficulty = new Map(gamma.map((value, x) => [`x${x}`, value]));
      const calibration = {
        name: "truth",
        baseline: "base",
        annotator: "judge",
        difficulty,
        idByNormalizedId: new Map(),
        gamedRows: [],
      };
      const [a, b] = models.map((model) => {
        const score = scoreModel(model, {
          ...{ calibration, mode: "required", strength: 1e4, interval: "sandwich", level: 0.95, seed: 0 },
        });
        return strengthOf(score)!;
      });
      const between = rateBetween(a!, b!, difficulty);
      rates.push(between.rate);
      errors.push(intervalBetween(between, 0.95)!.standardError);
    }
    const meanError = mean(errors);
    // the instructions are drawn anew with each seed, so the spread holds theirs too
    expect(standardDeviation(rates) / meanError).toBeGreaterThan(0.8);
    expect(standardDeviation(rates) / meanError).toBeLessThan(1.25);
  });
});

describe("rateOnEloScale", () => {
  it("gives 400 points to odds of ten to one", () => {
    const anchor = { strength: baselineStrength, rating: 1000 };
    expect(rateOnEloScale(strength(Math.log(10), 3), anchor).rating).toBeCloseTo(1400, 10);
    expect(rateOnEloScale(baselineStrength, anchor)).toEqual({ rating: 1000, standardError: 0 });
  });
});

describe("rankModels", () => {
  const { baseline, annotator } = publishedBoards.alpaca_eval_2;
  const model = (generator: string, rate: number | null, of: ModelStrength | null): ScoredModel => ({
    generator,
    baseline,
    annotator,
    judgedBy: namedJudge(annotator),
    recipe: "length_controlled_v1",
    difficultySource: "alpaca_eval_2",
    warnings: [],
    clusters: 3,
    unjudged: 0,
    bounds: { raw: null, lengthControlled: null },
    rescore: null,
    rows: null,
    difficulties: null,
    isPublished: true,
    rates: {
      raw: plainRate(0.5, { standardError: null, clusters: 3 }),
      lengthControlled: rate === null ? null : plainRate(rate, { standardError: null, clusters: 3 }),
    },
    intervals: { raw: null, lengthControlled: null },
    coefficients: of && { values: { model: of.model, difficulty: of.difficulty }, influence: null },
  });
  const models = [
    model("low", 0.2, strength(-1.5, 0.5)),
    model("high", 0.8, strength(1.4, 1)),
    model("bare", 0.4, null),
  ];
  const options = {
    difficulties: new Map([
      ["a", -1],
      ["b", 1],
    ]),
    level: 0.95,
  };

  it("ranks by falling rate; equal rates share the better rank", () => {
    const { entries } = rankModels([...models, model("low too", 0.2, null)], options);
    expect(entries.map(({ generator, rank }) => [generator, rank])).toEqual([
      ["high", 1],
      ["bare", 2],
      ["low", 3],
      ["low too", 3],
    ]);
  });

  it("has a matrix that adds up to 1 with its transpose, and null where coefficients are missing", () => {
    const { matrix } = rankModels(models, { ...options, withMatrix: true });
    expect(matrix!.generators).toEqual(["high", "bare", "low", baseline]);
    matrix!.cells.forEach((row, j) => {
      row.forEach((cell, k) => {
        if (j === k || j === 1 || k === 1) expect(cell).toBeNull();
        else expect(cell!.rate + matrix!.cells[k]![j]!.rate).toBeCloseTo(1, 15);
      });
    });
  });

  it("puts the shared baseline on the board when another model is the baseline", () => {
    const { entries } = rankModels(models, { ...options, baseline: "high" });
    expect(entries.map(({ generator, rank }) => [generator, rank])).toEqual([
      [baseline, 1],
      ["low", 2],
      ["bare", null],
    ]);
    expect(entries[0]!.rate).toBeCloseTo(
      1 - rateBetween(strengthOf(models[1]!)!, baselineStrength, options.difficulties).rate,
      14,
    );
  });

  it("names the models there are when asked for another", () => {
    expect(() => rankModels(models, { ...options, baseline: "none" })).toThrow(
      /no model "none" among low, high, bare/,
    );
    expect(() => rankModels(models, { ...options, baseline: "bare" })).toThrow(/bare has no coefficients/);
  });
});
