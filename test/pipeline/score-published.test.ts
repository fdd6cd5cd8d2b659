// The published AlpacaEval leaderboards are the yardstick: what lceval says of the same annotations.
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readCalibrationFile } from "../../src/io/wire/calibration-file.js";
import { toScoreRecord } from "../../src/io/wire/score-result/to-score-record.js";
import type { Calibration } from "../../src/length-control/calibration.js";
import { fitLengthControlled } from "../../src/length-control/fit.js";
import { buildDesign } from "../../src/length-control/length-controlled-design.js";
import type { ModelObservations, Observations } from "../../src/length-control/observation.js";
import { ObservationColumns } from "../../src/length-control/observation-columns.js";
import { recipes } from "../../src/length-control/recipe.js";
import { scoreModel } from "../../src/metrics/score/score-model.js";
import { readObservations } from "../../src/pipeline/observations/read-observations.js";
import { loadCalibration } from "../../src/pipeline/score/load-calibration.js";
import { scoreDefaults } from "../../src/pipeline/score/score-request.js";
import { describeWithShared, readPublished, sharedFiles } from "../shared-data.js";

const fullRows = 805;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function readModels(folder: string): Promise<Map<string, ModelObservations>> {
  const models = new Map<string, ModelObservations>();
  for (const [name, path] of sharedFiles(folder)) models.set(name, (await readObservations([path]))[0]!);
  return models;
}

let calibration: Calibration;
beforeAll(async () => {
  calibration = (await loadCalibration("auto")).calibration!;
});

function fitModel(
  observations: Observations,
  strength: "cv" | "guarded-cv" | number,
  seed = 0,
  using = calibration,
) {
  const rows = ObservationColumns.of(observations);
  const design = buildDesign(rows, { recipe: recipes.length_controlled_v1, calibration: using });
  return fitLengthControlled(design, rows.clusters, { strength, seed });
}

describeWithShared("AlpacaEval 2, 29 published annotation files", () => {
  let models: Map<string, ModelObservations>;
  const published = readPublishedIfThere("alpacaeval2/published.csv");
  beforeAll(async () => {
    models = await readModels("alpacaeval2/annotations");
  });
  const full = () => [...models].filter(([, { rows }]) => rows.length === fullRows);
  const figure = (name: string, column: string) => Number(published.get(name)![column]);

  it("gives the published raw figures to 1e-9", () => {
    expect(models.size).toBe(29);
    for (const [name, model] of models) {
      const options = {
        ...scoreDefaults,
        calibration: null,
        mode: "auto",
        interval: "none",
        strength: 1,
      } as const;
      const record = toScoreRecord(scoreModel(model, options));
      for (const column of ["win_rate", "standard_error", "discrete_win_rate"] as const)
        expect(Math.abs(record[column]! - figure(name, column)), `${name} ${column}`).toBeLessThan(1e-9);
      for (const column of ["n_wins", "n_wins_base", "n_draws", "n_total"] as const)
        expect(record[column], `${name} ${column}`).toBe(figure(name, column));
      if (model.rows.length === fullRows) expect(record.avg_length, name).toBe(figure(name, "avg_length"));
    }
  });

  it("gives the published length-controlled rates and coefficients at the published C", () => {
    for (const [name, { rows }] of full()) {
      const { rate, beta, diagnostics } = fitModel(rows, figure(name, "C"));
      expect(diagnostics.converged, name).toBe(true);
      expect(Math.abs(100 * rate - figure(name, "length_controlled_winrate")), name).toBeLessThan(0.02);
      ["coef_length", "coef_difficulty", "coef_model"].forEach((column, j) => {
        expect(Math.abs(beta[j]! - figure(name, column)), `${name} ${column}`).toBeLessThan(0.005);
      });
    }
  });

  it("gives the reference's lc_standard_error under that name", () => {
    const errors = full()
      .filter(([name]) => published.get(name)!.lc_standard_error !== "")
      .map(([name, model]) => {
        const options = { ...scoreDefaults, calibration, mode: "auto", strength: figure(name, "C") } as const;
        const record = toScoreRecord(scoreModel(model, options));
        return Math.abs(record.lc_standard_error! - figure(name, "lc_standard_error"));
      });
    expect(errors.length).toBe(2);
    expect(Math.max(...errors)).toBeLessThan(0.002);
  });

  it("chooses C so that the rate stays at the published one, whatever the seed of the folds", () => {
    for (let seed = 0; seed < 20; seed++) {
      const fits = full().map(([name, { rows }]) => ({
        published: figure(name, "length_controlled_winrate"),
        guarded: fitModel(rows, "guarded-cv", seed),
      }));
      const cvErrors = fits.map(({ published, guarded }) =>
        Math.abs(100 * guarded.path!.cv.rate - published),
      );
      const guardedErrors = fits.map(({ published, guarded }) => Math.abs(100 * guarded.rate - published));
      expect(median(cvErrors), `cv, seed ${seed}`).toBeLessThanOrEqual(0.015);
      expect(Math.max(...cvErrors), `cv, seed ${seed}`).toBeLessThanOrEqual(0.15);
      expect(median(guardedErrors), `guarded-cv, seed ${seed}`).toBeLessThanOrEqual(0.01);
      expect(Math.max(...guardedErrors), `guarded-cv, seed ${seed}`).toBeLessThanOrEqual(0.2);
    }
  }, 180_000);

  it("explains the shorter files: joined by position, as the reference does, they give the published rate", () => {
    const short = [...models].filter(([, { rows }]) => rows.length < fullRows);
    expect(short.length).toBe(6);
    for (const [name, { rows }] of short) {
      const byPosition = fitModel(rows, figure(name, "C"), 0, joinByPosition(calibration, rows));
      const error = 100 * byPosition.rate - figure(name, "length_controlled_winrate");
      expect(Math.abs(error), name).toBeLessThan(0.02);
    }
    const name = "gpt35_turbo_instruct";
    const byInstruction = fitModel(models.get(name)!.rows, figure(name, "C"));
    expect(100 * byInstruction.rate - figure(name, "length_controlled_winrate")).toBeCloseTo(-2.77, 1);
  });
});

/** The reference's mistake, on purpose: row k of the file gets the difficulty of row k of the data set. */
function joinByPosition(right: Calibration, rows: ModelObservations["rows"]): Calibration {
  const difficulties = [...right.difficulty.values()];
  const byPosition = new Map(rows.map((row, k) => [row.instructionId, difficulties[k]!]));
  const gamedRows = right.gamedRows.map((row) => ({ ...row, instructionId: `gamed:${row.instructionId}` }));
  for (const { instructionId } of gamedRows)
    byPosition.set(instructionId, right.difficulty.get(instructionId.slice("gamed:".length))!);
  return { ...right, difficulty: byPosition, gamedRows };
}

describeWithShared("AlpacaEval 1, ten published annotation files", () => {
  let models: Map<string, ModelObservations>;
  const published = readPublishedIfThere("alpacaeval1/published.csv");
  beforeAll(async () => {
    models = await readModels("alpacaeval1/annotations");
  });

  it("gives the published raw rates to 1e-9", () => {
    expect(models.size).toBe(10);
    for (const [name, model] of models) {
      const options = {
        ...scoreDefaults,
        calibration: null,
        mode: "auto",
        interval: "none",
        strength: 1,
      } as const;
      const record = toScoreRecord(scoreModel(model, options));
      const row = published.get(name)!;
      expect(Math.abs(record.win_rate - Number(row.win_rate)), name).toBeLessThan(1e-9);
      expect(Math.abs(record.standard_error! - Number(row.standard_error)), name).toBeLessThan(1e-9);
      expect(record.n_draws, name).toBe(Number(row.n_draws));
    }
  });

  it("gives the published length-controlled rates", () => {
    const known = [...models].filter(([name]) => published.get(name)!.length_controlled_winrate !== "");
    expect(known.length).toBe(9);
    const errorsOf = (rule: "cv" | "guarded-cv") =>
      known.map(([name, { rows }]) =>
        Math.abs(100 * fitModel(rows, rule).rate - Number(published.get(name)!.length_controlled_winrate)),
      );
    expect(median(errorsOf("cv"))).toBeLessThanOrEqual(0.02);
    expect(median(errorsOf("guarded-cv"))).toBeLessThanOrEqual(0.06);
  });
});

function readPublishedIfThere(path: string): Map<string, Record<string, string>> {
  try {
    return readPublished(path);
  } catch {
    return new Map();
  }
}

describe("the bundled calibration", () => {
  it("holds 805 difficulties and two gamed baselines", () => {
    expect(calibration.difficulty.size).toBe(fullRows);
    expect(calibration.gamedRows.length).toBe(2 * fullRows);
  });

  it("is a calibration file by the schema that users' files are held to", async () => {
    const path = fileURLToPath(new URL("../../data/alpaca_eval_2/calibration.json", import.meta.url));
    expect((await readCalibrationFile(path)).instructions.length).toBe(fullRows);
  });
});
