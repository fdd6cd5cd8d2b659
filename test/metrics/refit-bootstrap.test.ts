// The sandwich and the paired comparison rest on one-step influence values; refits are what they stand in for.
import { beforeAll, describe, expect, it } from "vitest";
import type { Calibration } from "../../src/length-control/calibration.js";
import { fitLengthControlled } from "../../src/length-control/fit.js";
import { buildDesign } from "../../src/length-control/length-controlled-design.js";
import type { ModelObservations } from "../../src/length-control/observation.js";
import { ObservationColumns } from "../../src/length-control/observation-columns.js";
import { recipes } from "../../src/length-control/recipe.js";
import { prepareRefit } from "../../src/length-control/refit.js";
import { compareModels } from "../../src/metrics/comparison/compare-models.js";
import { bootstrap } from "../../src/metrics/rates/bootstrap.js";
import { bootstrapRates } from "../../src/metrics/rates/bootstrap-rates.js";
import { measureWinRate } from "../../src/metrics/rates/win-rate.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { clusteredStandardError } from "../../src/numerics/clusters.js";
import { readObservations } from "../../src/pipeline/observations/read-observations.js";
import { loadCalibration } from "../../src/pipeline/score/load-calibration.js";
import { scoreDefaults } from "../../src/pipeline/score/score-request.js";
import { describeWithShared, shared } from "../shared-data.js";

const C = 10;
const settings = { replicates: 2000, level: 0.95, seed: 0 };

let calibration: Calibration;
beforeAll(async () => {
  calibration = (await loadCalibration("auto")).calibration!;
});

async function readModel(name: string): Promise<ModelObservations> {
  return (await readObservations([shared(`alpacaeval2/annotations/${name}.json.gz`)!]))[0]!;
}

function fitAtC(rows: ObservationColumns) {
  const design = buildDesign(rows, { recipe: recipes.length_controlled_v1, calibration });
  const { clusters } = rows;
  return { design, clusters, fit: fitLengthControlled(design, clusters, { strength: C, seed: 0 }) };
}

describeWithShared("the sandwich against 2,000 refits at one C, within 10 %", () => {
  // The lowest and the highest raw and length-controlled rates of the 29 files, and some between.
  it.each([
    "alpaca-7b_concise",
    "pythia-12b-mix-sft",
    "OpenHermes-2.5-Mistral-7B",
    "claude-2",
    "FuseChat-Gemma-2-9B-Instruct",
  ])("%s", async (name) => {
    const rows = ObservationColumns.of((await readModel(name)).rows);
    const { design, clusters, fit } = fitAtC(rows);
    const rawInfluence = measureWinRate(rows).influence;
    const rates = { rows, clusters, rawInfluence, fitted: { design, fit } };
    const { raw, lengthControlled } = bootstrapRates(rates, settings);
    const ratios = [
      clusteredStandardError(rawInfluence, clusters) / raw.interval!.standardError,
      clusteredStandardError(fit.influence.values, clusters) / lengthControlled!.interval!.standardError,
    ];
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    // BCa moves the ends, not the length, by much: both intervals are some four standard errors wide.
    const { lower, upper, standardError } = lengthControlled!.interval!;
    expect((upper - lower) / standardError).toBeGreaterThan(3.6);
    expect((upper - lower) / standardError).toBeLessThan(4.4);
  });
});

describeWithShared("a paired comparison against 2,000 paired refits", () => {
  it.each([
    ["claude-2", "claude-2.1"],
    ["vicuna-13b-v1.5", "vicuna-7b-v1.5"],
    ["FuseChat-Gemma-2-9B-Instruct", "FuseChat-Llama-3.2-1B-Instruct"],
  ])("%s − %s", async (...names) => {
    const models = await Promise.all(names.map(readModel));
    const scores = models.map((model) =>
      scoreModel(model, { ...scoreDefaults, strength: C, calibration, mode: "auto" }),
    );
    const [first, second] = scores;
    const { differences } = compareModels(first!, second!, 0.95);

    const ids = models[0]!.rows.map((row) => row.instructionId);
    const rows = models.map((model) => {
      const byId = new Map(model.rows.map((row) => [row.instructionId, row]));
      return ObservationColumns.of(ids.map((id) => byId.get(id)!));
    });
    const refits = rows.map((side) => {
      const { design, fit } = fitAtC(side);
      return prepareRefit(design, fit);
    });
    const weighted = ({ preferences }: ObservationColumns, counts: Float64Array) =>
      preferences.reduce((sum, y, i) => sum + counts[i]! * y, 0) / preferences.length;
    const [controlled, raw] = bootstrap({
      ...settings,
      units: ids.length,
      statistics: (counts) => [
        refits[0]!(counts) - refits[1]!(counts),
        weighted(rows[0]!, counts) - weighted(rows[1]!, counts),
      ],
      influence: [new Float64Array(ids.length), new Float64Array(ids.length)],
    });
    for (const [difference, replicates] of [
      [differences.lengthControlled!, controlled!],
      [differences.raw!, raw!],
    ] as const) {
      expect(difference.difference).toBeCloseTo(replicates.estimate!, 6);
      const { lower, upper } = difference.interval!;
      const { percentile } = replicates;
      // with rates near 0 the single intervals are lopsided, and the difference's is wider than its error alone makes it
      const ratio = (upper - lower) / (percentile!.upper - percentile!.lower);
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.2);
      expect(Math.abs(difference.standardError / replicates.standardError! - 1)).toBeLessThan(0.1);
    }
  });
});

describe("bootstrapRates", () => {
  const rowsOf = (preferences: readonly (number | null)[], clusterOf = (i: number) => `q${i}`) =>
    ObservationColumns.of(
      preferences.map((preference, i) => ({
        instructionId: `q${i}`,
        cluster: clusterOf(i),
        preference,
        baselineLength: 100 + ((i * 37) % 50),
        modelLength: 100 + ((i * 53) % 60),
        identical: false,
      })),
    );
  const ratesOf = (rows: ObservationColumns) => {
    const { clusters } = rows;
    const rawInfluence = measureWinRate(rows).influence;
    const recipe = recipes.length_controlled_minimal;
    const design = buildDesign(rows, { recipe, calibration: null });
    const fit = fitLengthControlled(design, clusters, { strength: 100, seed: 0 });
    return { rows, clusters, rawInfluence, fitted: { design, fit } };
  };
  const mixed = Array.from({ length: 60 }, (_, i) => ((i * 7) % 10) / 9);

  it("gives the same interval for the same seed, and another for another", () => {
    const rates = ratesOf(rowsOf(mixed));
    const few = { ...settings, replicates: 200 };
    expect(bootstrapRates(rates, few)).toEqual(bootstrapRates(rates, few));
    expect(bootstrapRates(rates, few)).not.toEqual(bootstrapRates(rates, { ...few, seed: 1 }));
  });

  it("resamples clusters: every row twice in one cluster changes nothing", () => {
    const once = bootstrapRates(ratesOf(rowsOf(mixed)), { ...settings, replicates: 200 });
    const twice = bootstrapRates(ratesOf(rowsOf([...mixed, ...mixed], (i) => `q${i % mixed.length}`)), {
      ...settings,
      replicates: 200,
    });
    expect(twice.raw.interval!.lower).toBeCloseTo(once.raw.interval!.lower, 10);
    expect(twice.raw.interval!.upper).toBeCloseTo(once.raw.interval!.upper, 10);
  });

  it("has no interval, and says why, where nothing varies or only one cluster is there", () => {
    const constant = bootstrapRates(ratesOf(rowsOf(mixed.map(() => 1))), { ...settings, replicates: 50 });
    const never = { interval: null, reason: "the bootstrap samples never vary" };
    expect(constant).toEqual({ raw: never, lengthControlled: never });
    const single = bootstrapRates(ratesOf(rowsOf(mixed, () => "one")), { ...settings, replicates: 50 });
    expect(single.raw).toEqual({ interval: null, reason: "fewer than two units" });
  });

  it("leaves pairs without a verdict out of the raw rate, and keeps them in the controlled one", () => {
    const rates = ratesOf(rowsOf(mixed.map((y, i) => (i % 6 === 0 ? null : y))));
    const { raw, lengthControlled } = bootstrapRates(rates, { ...settings, replicates: 200 });
    expect(raw.interval!.lower).toBeLessThan(raw.interval!.upper);
    expect(lengthControlled!.interval!.lower).toBeLessThan(rates.fitted.fit.rate);
    expect(lengthControlled!.interval!.upper).toBeGreaterThan(rates.fitted.fit.rate);
  });
});
