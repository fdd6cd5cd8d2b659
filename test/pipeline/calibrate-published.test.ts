// Difficulty estimated from the judgements of the shared models, against the published one.
import { beforeAll, describe, expect, it } from "vitest";
import { pythonRandom } from "../../src/core/python-random.js";
import { calibrateModels } from "../../src/length-control/calibrate/calibrate.js";
import { fitDifficulty } from "../../src/length-control/calibrate/fit-difficulty.js";
import { type JointRows, selectModels, stackModels } from "../../src/length-control/calibrate/joint-rows.js";
import type { Calibration } from "../../src/length-control/calibration.js";
import type { ModelObservations } from "../../src/length-control/observation.js";
import { pearson } from "../../src/metrics/correlation/pearson.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { readObservations } from "../../src/pipeline/observations/read-observations.js";
import { loadCalibration } from "../../src/pipeline/score/load-calibration.js";
import { scoreDefaults } from "../../src/pipeline/score/score-request.js";
import { describeWithShared, readPublished, sharedFiles } from "../shared-data.js";

const fullRows = 805;

describeWithShared("difficulty from the 29 shared models", () => {
  let models: readonly ModelObservations[];
  let rows: JointRows;
  let published: Calibration;
  beforeAll(async () => {
    models = await readObservations([...sharedFiles("alpacaeval2/annotations").values()]);
    rows = stackModels(models);
    published = (await loadCalibration("auto")).calibration!;
  });

  /** Gamed rows keep their shipped preference and Δ; only γ is replaced. */
  const calibrationOf = (gamma: Float64Array): Calibration => ({
    ...published,
    difficulty: new Map(rows.instructionIds.map((id, x) => [id, gamma[x]!])),
  });
  const score = (model: ModelObservations, calibration: Calibration) => {
    const options = { ...scoreDefaults, calibration, mode: "required" } as const;
    const { lengthControlled } = scoreModel(model, { ...options, covariateChoice: undefined });
    return {
      rate: 100 * lengthControlled!.rate,
      error: 100 * lengthControlled!.interval!.standardError,
    };
  };

  describe("fitted", () => {
    let gamma: Float64Array;
    beforeAll(() => {
      const fit = fitDifficulty(rows);
      expect(fit.converged).toBe(true);
      gamma = fit.gamma;
    });

    it("correlates with the published difficulty by 0.90 and more", () => {
      const known = rows.instructionIds.map((id) => published.difficulty.get(id)!);
      expect(pearson(gamma, known).value).toBeGreaterThan(0.9);
    });

    it("scores the 23 full models as published: 0.30 points RMS, 0.6 at most", () => {
      const board = readPublished("alpacaeval2/published.csv");
      const calibration = calibrationOf(gamma);
      const full = models.filter((model) => model.rows.length === fullRows);
      const ours = full.map((model) => score(model, calibration));
      const theirs = full.map(({ generator }) => Number(board.get(generator)!.length_controlled_winrate));
      const errors = ours.map(({ rate }, m) => rate - theirs[m]!);
      expect(full).toHaveLength(23);
      expect(
        pearson(
          ours.map(({ rate }) => rate),
          theirs,
        ).value,
      ).toBeGreaterThan(0.9998);
      expect(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)).toBeLessThan(0.3);
      for (const error of errors) expect(Math.abs(error)).toBeLessThan(0.6);
    });

    it("changes a model's score by less than its standard error when the model is left out", () => {
      for (const [m, model] of models.entries()) {
        if (m % 4 > 0) continue; // a refit takes a second
        const without = fitDifficulty(selectModels(rows, (k) => k !== m));
        const [with_, left] = [
          score(model, calibrationOf(gamma)),
          score(model, calibrationOf(without.gamma)),
        ];
        expect(Math.abs(left.rate - with_.rate)).toBeLessThan(with_.error);
      }
    });
  });
});

describeWithShared("difficulty from five of the ten AlpacaEval 1 files, by verdicts of 0 and 1", () => {
  it("gives sane strengths, and scores within 6 points RMS of those from all ten", async () => {
    const models = await readObservations([...sharedFiles("alpacaeval1/annotations").values()]);
    const ratesWith = (calibrated: readonly ModelObservations[]) => {
      const { instructions, models: found, reliability } = calibrateModels(calibrated, []);
      const calibration: Calibration = {
        name: "five",
        baseline: models[0]!.baseline,
        annotator: models[0]!.annotator,
        difficulty: new Map(instructions.map(({ id, difficulty }) => [id, difficulty])),
        idByNormalizedId: new Map(),
        reliability,
        gamedRows: [],
      };
      const options = {
        ...scoreDefaults,
        calibration,
        mode: "required",
        covariateChoice: undefined,
      } as const;
      const rates = calibrated.map(
        (model) => [model.generator, 100 * scoreModel(model, options).lengthControlled!.rate] as const,
      );
      return { rates, strengths: found.map(({ coefficients }) => coefficients.difficulty) };
    };
    const all = new Map(ratesWith(models).rates);
    const random = pythonRandom("five of ten");
    const errors: number[] = [];
    for (let subset = 0; subset < 4; subset++) {
      const left = [...models];
      while (left.length > 5) left.splice(random.integer(left.length), 1);
      const { rates, strengths } = ratesWith(left);
      for (const psi of strengths) expect(Math.abs(psi)).toBeLessThan(4);
      errors.push(...rates.map(([generator, rate]) => rate - all.get(generator)!));
    }
    expect(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)).toBeLessThan(6);
  }, 120_000);
});
