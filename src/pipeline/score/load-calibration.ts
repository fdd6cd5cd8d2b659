import type { CalibrationFile } from "../../io/wire/calibration-file.js";
import { readPackageFile } from "../../io/wire/package-files.js";
import type { Calibration, GamedRow } from "../../length-control/calibration.js";
import { standardDeviation } from "../../numerics/moments.js";

/** The calibration that comes with the package, used by `--difficulty auto`. */
const bundledPath = "data/alpaca_eval_2/calibration.json";

export interface LoadedCalibration {
  readonly calibration: Calibration | null;
  readonly mode: "auto" | "required";
  /** Whether it knows the instruction with this text hash; undefined without a calibration. */
  readonly isKnown: ((textId: string) => boolean) | undefined;
}

/**
 * @param difficulty `auto` (the bundled calibration, if it knows the instructions), `none`, or a calibration file
 * @throws InputError when the file cannot be used
 */
export async function loadCalibration(difficulty: string): Promise<LoadedCalibration> {
  if (difficulty === "none") return { calibration: null, mode: "auto", isKnown: undefined };
  const calibration = toCalibration(await readCalibration(difficulty));
  return {
    calibration,
    mode: difficulty === "auto" ? "auto" : "required",
    isKnown: (textId) => calibration.difficulty.has(textId),
  };
}

async function readCalibration(difficulty: string): Promise<CalibrationFile> {
  // a test holds the bundled file to the schema; checking it on every run would load the validator for nothing
  if (difficulty === "auto") return JSON.parse(await readPackageFile(bundledPath)) as CalibrationFile;
  const { readCalibrationFile } = await import("../../io/wire/calibration-file.js");
  return readCalibrationFile(difficulty);
}

function toCalibration(file: CalibrationFile): Calibration {
  const { instructions, provenance } = file;
  return {
    name: file.name,
    baseline: file.baseline,
    annotator: file.annotator,
    reliability: file.reliability,
    models: typeof provenance === "string" ? undefined : provenance.models.length,
    difficulty: new Map(instructions.map(({ id, difficulty }) => [id, difficulty])),
    idByNormalizedId: new Map(instructions.map(({ id, normalized_id }) => [normalized_id ?? id, id])),
    gamedRows: file.gamed_baselines.flatMap((gamed) => toGamedRows(instructions, gamed)),
  };
}

function toGamedRows(
  instructions: CalibrationFile["instructions"],
  gamed: CalibrationFile["gamed_baselines"][number],
): GamedRow[] {
  let scaled: (readonly [string, number[]])[] | undefined;
  const scaleAll = () =>
    Object.entries(gamed.differences ?? {}).map(([name, differences]) => {
      const scale = standardDeviation(differences);
      return [name, differences.map((value) => (value === 0 ? 0 : value / scale))] as const;
    });
  return instructions.flatMap(({ id }, i) => {
    const preference = gamed.preference[i]!;
    if (preference === null) return [];
    return {
      generator: gamed.generator,
      instructionId: id,
      preference,
      standardizedLengthDifference: gamed.standardized_length_difference[i]!,
      // of the eight that the file holds few fits ask for any
      get standardizedDifferences() {
        scaled ??= scaleAll();
        return Object.fromEntries(scaled.map(([name, values]) => [name, values[i]!]));
      },
    };
  });
}
