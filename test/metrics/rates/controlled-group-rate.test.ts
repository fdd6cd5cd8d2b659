// A group's length-controlled rate rests on the group's rows and on a fit to all rows: refits are what it stands for.
import { beforeAll, describe, expect, it } from "vitest";
import { pythonRandom } from "../../../src/core/python-random.js";
import { logisticLoss } from "../../../src/glm/loss.js";
import { l1Penalty } from "../../../src/glm/penalty.js";
import { solveProximalNewton } from "../../../src/glm/proximal-newton.js";
import type { Calibration } from "../../../src/length-control/calibration.js";
import { fitLengthControlled } from "../../../src/length-control/fit.js";
import { buildDesign } from "../../../src/length-control/length-controlled-design.js";
import type { Observation } from "../../../src/length-control/observation.js";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { predictPreferences } from "../../../src/length-control/predict.js";
import { recipes } from "../../../src/length-control/recipe.js";
import { prepareControlledRates, rateCategories } from "../../../src/metrics/rates/category-rates.js";
import { measureFit } from "../../../src/metrics/rates/fit-evidence.js";
import { intervalOfRate } from "../../../src/metrics/rates/rate-interval.js";
import { wilsonInterval } from "../../../src/metrics/rates/wilson-interval.js";
import { mean, standardDeviation } from "../../../src/numerics/moments.js";
import { readObservations } from "../../../src/pipeline/observations/read-observations.js";
import { loadCalibration } from "../../../src/pipeline/score/load-calibration.js";
import { describeWithShared, shared } from "../../shared-data.js";

const C = 10;
const level = 0.95;
let published: Calibration;
beforeAll(async () => {
  published = (await loadCalibration("auto")).calibration!;
});

function fitRows(rows: ObservationColumns, calibration: Calibration | null) {
  const recipe =
    calibration === null
      ? recipes.length_controlled_minimal
      : calibration.gamedRows.length > 0
        ? recipes.length_controlled_v1
        : recipes.length_controlled_noreg;
  const design = buildDesign(rows, { recipe, calibration });
  return { design, fit: fitLengthControlled(design, rows.clusters, { strength: C, seed: 0 }) };
}

/** Standard deviation, over samples of clusters, of each group's rate by a refit at the same C. */
function refitGroups(rows: ObservationColumns, fitted: ReturnType<typeof fitRows>, samples: number) {
  const { design, fit } = fitted;
  const { clusters, groups } = rows;
  const random = pythonRandom("groups");
  const rates = Array.from({ length: groups!.count }, () => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    const counts = new Float64Array(clusters.count);
    for (let c = 0; c < clusters.count; c++) counts[random.integer(clusters.count)]!++;
    const weights = design.fitted.weights.slice();
    design.judged.forEach((row, at) => {
      weights[at]! *= counts[clusters.codes[row]!]!;
    });
    const { beta } = solveProximalNewton({ ...design.fitted, weights }, logisticLoss, l1Penalty(1 / C), {
      start: fit.beta,
    });
    const predicted = predictPreferences(design.counterfactual, beta);
    rates.forEach((of, group) => {
      let [sum, total] = [0, 0];
      predicted.forEach((q, row) => {
        const weight = groups!.codes[row] === group ? counts[clusters.codes[row]!]! : 0;
        sum += weight * q;
        total += weight;
      });
      of[sample] = sum / total;
    });
  }
  return new Map(
    rates.map((of, group) => [rows.groupAt(groups!.codes.indexOf(group))!, standardDeviation(of)]),
  );
}

const scatter = (i: number) => ((i * 7919) % 1009) / 1009;

function simulate(count: number, of: (i: number) => Partial<Observation> = () => ({})): ObservationColumns {
  return ObservationColumns.of(
    Array.from({ length: count }, (_, i): Observation => {
      const length = 200 + Math.floor(600 * scatter(i + 1));
      const lean = 0.5 + 0.0003 * (length - 500) + 0.2 * Math.sin(i) + 0.6 * (scatter(3 * i + 11) - 0.5);
      return {
        instructionId: `q${i}`,
        cluster: `q${i}`,
        group: ["law", "code", "poetry"][i % 3]!,
        preference: Math.max(0, Math.min(1, lean)),
        baselineLength: 500,
        modelLength: length,
        identical: false,
        ...of(i),
      };
    }),
  );
}

describeWithShared(
  "a controlled rate of a group against 400 bootstraps of the whole fit, within 10 %",
  () => {
    it.each(["claude-2", "FuseChat-Gemma-2-9B-Instruct"])("%s by data set", async (name) => {
      const path = shared(`alpacaeval2/annotations/${name}.json.gz`)!;
      const [model] = await readObservations([path], { by: ["dataset"] });
      const rows = ObservationColumns.of(model!.rows);
      const fitted = fitRows(rows, published);
      const found = rateCategories(rows, {
        categoryOf: (row) => rows.groupAt(row),
        fitted,
        confidence: level,
      });
      expect(found).toHaveLength(5);
      const spread = refitGroups(rows, fitted, 400);
      for (const { category, lengthControlled } of found) {
        const ratio = lengthControlled!.interval!.standardError / spread.get(category)!;
        // The spread of 400 samples is itself known to 3.5 %.
        expect(ratio, category).toBeGreaterThan(0.9);
        expect(ratio, category).toBeLessThan(1.1);
      }
    });
  },
);

describe("a group's controlled rate", () => {
  it("is the model's, interval included, for a group of all rows", () => {
    const rows = simulate(120, (i) => ({ cluster: `c${i >> 1}`, preference: i % 10 ? scatter(i) : null }));
    const { clusters } = rows;
    const { design, fit } = fitRows(rows, null);
    const context = { clusters, confidence: level };
    const found = prepareControlledRates({ design, fit }, context)([...rows.preferences.keys()]);
    const expected = intervalOfRate(measureFit({ design, fit }, clusters).evidence, level);
    expect(found.rate).toBeCloseTo(fit.rate, 12);
    expect(found.interval!.lower).toBeCloseTo(expected.lower, 10);
    expect(found.interval!.upper).toBeCloseTo(expected.upper, 10);
    expect(found.interval!.standardError).toBeCloseTo(expected.standardError, 10);
  });

  it("agrees with 400 cluster bootstraps where two rows of different groups share a cluster, and in a small group", () => {
    const difficulty = new Map(Array.from({ length: 240 }, (_, i) => [`q${i}`, 2 * Math.sin(i)]));
    const calibration = { ...published, difficulty, gamedRows: [] };
    const rows = simulate(240, (i) => ({
      cluster: `c${i >> 1}`,
      group: i % 8 === 0 ? "rare" : i % 2 ? "odd" : "even",
    }));
    const fitted = fitRows(rows, calibration);
    const found = rateCategories(rows, { categoryOf: (row) => rows.groupAt(row), fitted, confidence: level });
    const spread = refitGroups(rows, fitted, 400);
    for (const { category, lengthControlled } of found) {
      const ratio = lengthControlled!.interval!.standardError / spread.get(category)!;
      expect(ratio, category).toBeGreaterThan(0.9);
      expect(ratio, category).toBeLessThan(1.1);
    }
    expect(mean(found.map(({ rows }) => rows))).toBe(80);
  });

  it("counts a user's instructions within the user, and users within a category", () => {
    const byUser = (i: number) => ({ cluster: `u${i % 30}` });
    const rateBy = (of: (i: number) => Partial<Observation>) => {
      const rows = simulate(240, of);
      const request = {
        categoryOf: (row: number) => rows.groupAt(row),
        fitted: fitRows(rows, null),
        confidence: level,
      };
      return rateCategories(rows, request);
    };
    const users = rateBy((i) => ({ ...byUser(i), group: `u${i % 30}` }));
    const alone = rateBy((i) => ({ group: `u${i % 30}` }));
    expect(users).toEqual(alone);

    const twice = (i: number) => ({ preference: scatter((i % 120) * 31), group: i % 2 ? "law" : "code" });
    const plain = rateBy(twice)[0]!;
    const clustered = rateBy((i) => ({ ...twice(i), cluster: `c${i % 120}` }))[0]!;
    // Every row stands there twice: as many clusters as half the rows, and errors √2 times as large.
    expect(clustered.interval!.standardError / plain.interval!.standardError).toBeCloseTo(Math.SQRT2, 1);
  });

  it("has an interval where all verdicts of the file are the same: Wilson's for the raw rate", () => {
    const rows = simulate(60, () => ({ preference: 1 }));
    const request = {
      categoryOf: (row: number) => rows.groupAt(row),
      fitted: fitRows(rows, null),
      confidence: level,
    };
    for (const { lengthControlled, interval } of rateCategories(rows, request)) {
      expect(interval!.lower).toBeCloseTo(wilsonInterval(20, 20).lower, 12);
      expect(lengthControlled!.interval!.lower).toBeLessThan(lengthControlled!.rate - 0.05);
    }
  });
});
