// Difficulty estimated from the judgements of the shared models, against the published one.
import { beforeAll, describe, expect, it } from "vitest";
import { chooseRidge } from "../../src/length-control/calibrate/choose-ridge.js";
import { fitJointly } from "../../src/length-control/calibrate/fit-jointly.js";
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

  describe("with the default ridge", () => {
    let gamma: Float64Array;
    beforeAll(() => {
      const fit = fitJointly(rows, 1);
      expect(fit.converged).toBe(true);
      gamma = fit.gamma;
    });

    it("correlates with the published difficulty by 0.87 and more", () => {
      const known = rows.instructionIds.map((id) => published.difficulty.get(id)!);
      expect(pearson(gamma, known).value).toBeGreaterThan(0.87);
    });

    it("scores the 23 full models as published: 0.6 points RMS, 1.3 at most, within a standard error", () => {
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
      ).toBeGreaterThan(0.999);
      expect(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)).toBeLessThan(0.6);
      for (const [m, error] of errors.entries()) {
        expect(Math.abs(error)).toBeLessThan(1.3);
        expect(Math.abs(error)).toBeLessThan(ours[m]!.error);
      }
    });

    it("changes a model's score by less than its standard error when the model is left out", () => {
      for (const [m, model] of models.entries()) {
        const without = fitJointly(
          selectModels(rows, (k) => k !== m),
          1,
          { tolerance: 1e-4, start: gamma },
        );
        const [with_, left] = [
          score(model, calibrationOf(gamma)),
          score(model, calibrationOf(without.gamma)),
        ];
        expect(Math.abs(left.rate - with_.rate)).toBeLessThan(with_.error);
      }
    });
  });

  it("chooses λ = 0.3 by cross-validation with the one-standard-error rule", () => {
    expect(chooseRidge(rows, 0).ridge).toBe(0.3);
  });
});
