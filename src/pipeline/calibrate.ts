// Annotation files of many models → a calibration file: a pure function of its files, no network.
import { basename } from "node:path";
import { sha256 } from "../core/hash.js";
import { hashFile } from "../io/bytes/hash-file.js";
import { writeOutput } from "../io/durable/write-output.js";
import type { RowInput } from "../io/rows/located-row.js";
import { type CalibrationFile, formatCalibrationFile } from "../io/wire/calibration-file.js";
import { type CalibrationResult, calibrateModels } from "../length-control/calibrate/calibrate.js";
import { covariates } from "../length-control/covariates/index.js";
import { normalizeText } from "../length-control/near-misses.js";
import { expandModelPaths } from "./annotation-files/model-paths.js";
import { type CalibrateRequest, calibrateOptions } from "./calibrate-request.js";
import { loadCovariateReading } from "./observations/load-covariate-reading.js";
import { readObservations } from "./observations/read-observations.js";
import { type OrJudgements, takeJudgements } from "./options/judgements-at-hand.js";

/** @throws InputError (exit 3) for files, or judgements at hand, that cannot be read or used */
export async function calibrate(
  given: OrJudgements<CalibrateRequest, "annotations">,
): Promise<{ result: CalibrationResult; file: CalibrationFile }> {
  const request = takeJudgements("calibrate", calibrateOptions, given, "annotations");
  const { annotations, gamed = [], name, seed: _, ...reading } = request;
  const measured = covariates.filter(({ loadTextStatistic }) => loadTextStatistic).map((known) => known.name);
  const normalIds = new Map<string, string>();
  const models = await readObservations(annotations, {
    ...reading,
    onRow: ({ row }) => void (row.instruction && keepNormalForm(row.instruction, normalIds)),
  });
  const variants =
    gamed.length === 0
      ? []
      : await readObservations(gamed, { ...reading, ...(await loadCovariateReading(measured)) });
  const result = calibrateModels(models, variants);
  const files = await hashFiles([...annotations, ...gamed]);
  return { result, file: toCalibrationFile(result, { files, name, normalIds }) };
}

/** By the hash of a text, that of its normal form where it is another. */
function keepNormalForm(text: string, normalIds: Map<string, string>): void {
  const normal = normalizeText(text);
  if (normal !== text) normalIds.set(sha256(text), sha256(normal));
}

/** Writes a calibration; `-` is standard output. @throws OutputError (exit 7) when the file cannot be written */
export function writeCalibration(path: string, file: CalibrationFile): Promise<void> {
  return writeOutput(path, formatCalibrationFile(file));
}

function toCalibrationFile(
  result: CalibrationResult,
  about: {
    readonly files: readonly { name: string; sha256: string }[];
    readonly name: string | undefined;
    readonly normalIds: ReadonlyMap<string, string>;
  },
): CalibrationFile {
  const identity = sha256(JSON.stringify(result.models)).slice(0, 8);
  return {
    schema_version: 1,
    name: about.name ?? `${result.baseline}-${identity}`,
    baseline: result.baseline,
    annotator: result.annotator,
    reliability: result.reliability,
    provenance: {
      method: "joint fit of length, difficulty and model over all models (lceval calibrate)",
      models: result.models.map((model) => ({ ...model })),
      files: [...about.files],
      ...result.fit,
    },
    instructions: result.instructions.map(({ id, difficulty }) => ({
      id,
      ...(about.normalIds.has(id) && { normalized_id: about.normalIds.get(id)! }),
      difficulty,
    })),
    gamed_baselines: result.gamedBaselines.map((gamed) => ({
      generator: gamed.generator,
      standardized_length_difference: [...gamed.standardizedLengthDifference],
      preference: [...gamed.preference],
      differences: Object.fromEntries(
        Object.entries(gamed.differences).map(([covariate, values]) => [covariate, [...values]]),
      ),
    })),
  };
}

/** Names without folders: a calibration says nothing of the machine that it was made on. */
async function hashFiles(inputs: readonly RowInput[]): Promise<{ name: string; sha256: string }[]> {
  const files: { name: string; sha256: string }[] = [];
  for (const { path, rows } of await expandModelPaths(inputs)) {
    const hash = rows ? null : await hashFile(path);
    if (hash !== null) files.push({ name: basename(path), sha256: hash });
  }
  return files;
}
