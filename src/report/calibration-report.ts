// What a calibration found → a report: the models it came from, and what it is worth.
import { countOf } from "../core/count-of.js";
import type { CalibrationResult } from "../length-control/calibrate/calibrate.js";
import { standardDeviation } from "../numerics/moments.js";
import type { Report } from "./report.js";
import { figure, type Section, tableOf, text } from "./table-of.js";

const calibrationReportVersion = 1;

export function reportCalibration(name: string, result: CalibrationResult): Report {
  const { models, warnings } = result;
  return {
    sections: [modelSection(name, result)],
    warnings,
    records: models.map(({ generator, judged, coefficients }) => ({ generator, judged, ...coefficients })),
    document: {
      schema_version: calibrationReportVersion,
      name,
      baseline: result.baseline,
      annotator: result.annotator,
      instructions: result.instructions.length,
      reliability: result.reliability,
      ...result.fit,
      models,
      gamed_baselines: result.gamedBaselines.map(({ generator, preference }) => ({
        generator,
        judged: preference.filter((value) => value !== null).length,
      })),
      warnings,
    },
  };
}

function modelSection(name: string, result: CalibrationResult): Section {
  const { instructions, models, gamedBaselines, reliability, fit } = result;
  const ends = instructions.map(({ difficulty }) => difficulty);
  return tableOf(
    `Calibration ${name}: ${countOf(instructions.length, "instruction")}, ${countOf(models.length, "model")} against ${result.baseline}, judged by ${result.annotator ?? "an unnamed judge"}`,
    models,
    [
      text("model", ({ generator }) => generator),
      figure("pairs", ({ judged }) => judged),
      figure("length φ", ({ coefficients }) => coefficients.length.toFixed(3)),
      figure("difficulty ψ", ({ coefficients }) => coefficients.difficulty.toFixed(3)),
      figure("model θ", ({ coefficients }) => coefficients.model.toFixed(3)),
    ],
    [
      `reliability ${reliability.toFixed(2)}; ${fit.converged ? `settled after ${fit.iterations} rounds` : `NOT settled after ${fit.iterations} rounds`}; γ from ${Math.min(...ends).toFixed(2)} to ${Math.max(...ends).toFixed(2)}, standard deviation ${standardDeviation(ends).toFixed(2)}`,
      gamedBaselines.length > 0
        ? `gamed baselines: ${gamedBaselines.map(({ generator }) => generator).join(", ")}`
        : "no gamed baselines: scores use the recipe length_controlled_noreg",
    ],
  );
}
