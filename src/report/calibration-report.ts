// What a calibration found → a report: the models it came from, and what it is worth.
import { countOf } from "../core/count-of.js";
import type { CalibrationResult } from "../length-control/calibrate/calibrate.js";
import { standardDeviation } from "../numerics/moments.js";
import { left, type Report, right, type Section } from "./report.js";

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
  return {
    title: `Calibration ${name}: ${countOf(instructions.length, "instruction")}, ${countOf(models.length, "model")} against ${result.baseline}, judged by ${result.annotator ?? "an unnamed judge"}`,
    columns: [left("model"), right("pairs"), right("length φ"), right("difficulty ψ"), right("model θ")],
    rows: models.map(({ generator, judged, coefficients: { length, difficulty, model } }) => [
      generator,
      String(judged),
      length.toFixed(3),
      difficulty.toFixed(3),
      model.toFixed(3),
    ]),
    notes: [
      `reliability ${reliability.toFixed(2)}; ${fit.converged ? `settled after ${fit.iterations} rounds` : `NOT settled after ${fit.iterations} rounds`}; γ from ${Math.min(...ends).toFixed(2)} to ${Math.max(...ends).toFixed(2)}, standard deviation ${standardDeviation(ends).toFixed(2)}`,
      gamedBaselines.length > 0
        ? `gamed baselines: ${gamedBaselines.map(({ generator }) => generator).join(", ")}`
        : "no gamed baselines: scores use the recipe length_controlled_noreg",
    ],
  };
}
