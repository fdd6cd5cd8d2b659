// The calibration file: instruction difficulty by instruction hash, and gamed baselines as figures.
import { z } from "zod";
import { InputError } from "../../core/errors.js";
import { nameOfPath } from "../bytes/byte-source.js";
import { parseJson } from "../rows/parse-json.js";
import { readText } from "../rows/read-text.js";
import { describeFileIssues } from "./describe-file-issues.js";

const gamedBaseline = z.strictObject({
  generator: z.string(),
  /** Δ/sd(Δ) by instruction, in the order of `instructions`. */
  standardized_length_difference: z.array(z.number()),
  /** P(gamed baseline beats baseline) by instruction, in the same order; null without a verdict. */
  preference: z.array(z.number().min(0).max(1).nullable()),
  /** Differences baseline − gamed baseline in other covariates, by name, unscaled, in the same order. */
  differences: z.record(z.string(), z.array(z.number())).default({}),
});

/** Where the figures come from: for those that `calibrate` wrote, everything that it takes to write them again. */
const provenance = z.union([
  z.string(),
  z.strictObject({
    method: z.string(),
    /** Every model of the joint fit, with a hash of what was used of its judgements. */
    models: z.array(
      z.strictObject({
        generator: z.string(),
        judged: z.number().int(),
        sha256: z.string(),
        coefficients: z.strictObject({ length: z.number(), difficulty: z.number(), model: z.number() }),
      }),
    ),
    files: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
    /** Of the joint fit of 0.1. */
    options: z.record(z.string(), z.unknown()).optional(),
    iterations: z.number().int(),
    converged: z.boolean(),
  }),
]);

const calibrationFile = z
  .strictObject({
    schema_version: z.literal(1),
    name: z.string(),
    baseline: z.string(),
    annotator: z.string().nullable(),
    /** How much of the difficulty as many other models would find again; 1 where nobody measured it. */
    reliability: z.number().min(0.1).max(1).optional(),
    provenance,
    instructions: z
      .array(z.strictObject({ id: z.string(), normalized_id: z.string().optional(), difficulty: z.number() }))
      .min(1),
    gamed_baselines: z.array(gamedBaseline).default([]),
  })
  .refine(
    ({ instructions, gamed_baselines }) =>
      gamed_baselines.every((gamed) =>
        [gamed.preference, gamed.standardized_length_difference, ...Object.values(gamed.differences)].every(
          (values) => values.length === instructions.length,
        ),
      ),
    { path: ["gamed_baselines"], message: "needs one value for each of the instructions" },
  );

/** The text of a calibration file, a line an instruction: differences between two of them can be read. */
export function formatCalibrationFile(file: CalibrationFile): string {
  const lines = (list: readonly unknown[]) =>
    list.length === 0 ? "[]" : `[\n${list.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const members = Object.entries(file).map(
    ([key, value]) =>
      `  ${JSON.stringify(key)}: ${Array.isArray(value) ? lines(value) : JSON.stringify(value)}`,
  );
  return `{\n${members.join(",\n")}\n}\n`;
}

export type CalibrationFile = z.infer<typeof calibrationFile>;

/** @throws InputError when the file cannot be read, and naming every field that is wrong */
export async function readCalibrationFile(path: string): Promise<CalibrationFile> {
  const file = nameOfPath(path);
  const value = parseJson(await readText(path), file);
  const parsed = calibrationFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(describeFileIssues(file, value, parsed.error.issues), {
    hint: "a calibration file is what `lceval calibrate` writes",
  });
}
