// Annotation rows made in a test → a file in a temporary folder, read back as the commands read it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelObservations } from "../src/length-control/observation.js";
import { readObservations } from "../src/pipeline/observations/read-observations.js";
import { temporaryFolder } from "./temporary-folder.js";

/** Writes rows as a JSON array; what a row leaves out gets a value that differs from row to row. */
export function writeAnnotations(
  rows: readonly Record<string, unknown>[],
  name = "annotations.json",
): string {
  const path = join(temporaryFolder(), name);
  const whole = rows.map((row, i) => ({
    instruction: `instruction ${i}`,
    output_1: `the baseline's answer ${"word ".repeat(i % 7)}`,
    output_2: `the model's answer ${"word ".repeat((3 * i) % 11)}`,
    generator_1: "some-baseline",
    generator_2: "some-model",
    annotator: "some-judge",
    ...row,
  }));
  writeFileSync(path, JSON.stringify(whole));
  return path;
}

/** The observations of rows written by {@link writeAnnotations}. */
export function readAnnotations(rows: readonly Record<string, unknown>[]): Promise<ModelObservations[]> {
  return readObservations([writeAnnotations(rows)]);
}
