// Judgements of many models against one baseline → a calibration: the difficulty of each instruction and, where the
// baseline's verbose and concise variants were judged too, the gamed baselines.
import { InputError } from "../../core/errors.js";
import { sha256 } from "../../core/hash.js";
import { isBaselineItself, type ModelObservations } from "../observation.js";
import { findProblems, warnAboutCalibration } from "./check-models.js";
import { type DifficultyFit, fitDifficulty } from "./fit-difficulty.js";
import { describeGamed, type GamedBaseline } from "./gamed-baseline.js";
import { type JointRows, stackModels, stretchOf } from "./joint-rows.js";
import { measureReliability } from "./reliability.js";

export interface CalibratedModel {
  readonly generator: string;
  readonly judged: number;
  /** Of what was used: instruction, preference and lengths of every row, whatever the file's format. */
  readonly sha256: string;
  readonly coefficients: { readonly length: number; readonly difficulty: number; readonly model: number };
}

export interface CalibratedInstruction {
  /** Hash of the text where it is there, else the id. */
  readonly id: string;
  readonly difficulty: number;
  /** How many models were judged on it. */
  readonly models: number;
}

export interface CalibrationResult {
  readonly baseline: string;
  readonly annotator: string | null;
  readonly instructions: readonly CalibratedInstruction[];
  readonly models: readonly CalibratedModel[];
  readonly gamedBaselines: readonly GamedBaseline[];
  /** How much of the difficulty would be found again with as many other models, in [0.1, 1]. */
  readonly reliability: number;
  readonly fit: Pick<DifficultyFit, "iterations" | "converged">;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** @throws InputError for fewer than two models, several baselines or judges, rows without lengths */
export function calibrateModels(
  models: readonly ModelObservations[],
  gamed: readonly ModelObservations[],
): CalibrationResult {
  const used = models.filter((model) => !isBaselineItself(model));
  const problems = findProblems(used, gamed);
  if (problems.length > 0) throw new InputError(problems);
  const rows = stackModels(used);
  const fit = fitDifficulty(rows);
  const reliability = measureReliability(rows);
  const judgedModels = countModels(rows);
  const instructions = rows.instructionIds.map(
    (id, x): CalibratedInstruction => ({ id, difficulty: fit.gamma[x]!, models: judgedModels[x]! }),
  );
  return {
    baseline: used[0]!.baseline,
    annotator: used[0]!.annotator,
    instructions,
    models: used.map((model, m) => describeModel(model, fit, m)),
    gamedBaselines: gamed.map((variant) => describeGamed(variant, rows.instructionIds)),
    reliability,
    fit: { iterations: fit.iterations, converged: fit.converged },
    warnings: warnAboutCalibration(models, used, { judgedModels, reliability, fit }),
  };
}

/** How many models were judged on each instruction. */
function countModels({ instruction, instructionIds, generators, ends }: JointRows): Uint32Array {
  const counts = new Uint32Array(instructionIds.length);
  generators.forEach((_, m) => {
    const [begin, end] = stretchOf({ ends }, m);
    for (const x of new Set(instruction.subarray(begin, end))) counts[x]!++;
  });
  return counts;
}

function describeModel(model: ModelObservations, fit: DifficultyFit, m: number): CalibratedModel {
  const lines = model.rows.map(({ instructionId, preference, baselineLength, modelLength }) =>
    JSON.stringify([instructionId, preference, baselineLength, modelLength]),
  );
  return {
    generator: model.generator,
    judged: model.rows.filter(({ preference }) => preference !== null).length,
    sha256: sha256(lines.sort().join("\n")),
    coefficients: { length: fit.length[m]!, difficulty: fit.difficulty[m]!, model: fit.model[m]! },
  };
}
