import { writeOutput } from "../../io/durable/write-output.js";
import { readText } from "../../io/rows/read-text.js";
import { findChanges } from "../../report/find-changes.js";
import type { FormatOptions } from "../../report/formats/format.js";
import { formatOfFile, loadFormat } from "../../report/formats/index.js";
import type { Report } from "../../report/report.js";

const inFiles: FormatOptions = { color: false, detail: "wide" };

/** @throws UsageError for a name that is no format */
export async function renderReport(report: Report, format: string, options: FormatOptions): Promise<string> {
  return (await loadFormat(format))(report, options);
}

/**
 * Writes a report whole or not at all, in the given format or in the one that the file's name asks for; `-` is standard
 * output.
 * @throws OutputError (exit 7) when the file cannot be written
 */
export async function writeReport(report: Report, path: string, format = formatOfFile(path)): Promise<void> {
  await writeOutput(path, await renderReport(report, format, inFiles));
}

/** Writes a text; `-` is standard output. @throws OutputError (exit 7) when the file cannot be written */
export const writeText = (path: string, text: string): Promise<void> => writeOutput(path, text);

/**
 * The lines of a stored report that a fresh one would change; none where they say the same.
 * @throws InputError (exit 3) when the file cannot be read
 */
export async function compareWithStored(
  report: Report,
  path: string,
  format = formatOfFile(path),
): Promise<string[]> {
  const stored = await readText(path);
  return findChanges(stored, await renderReport(report, format, inFiles));
}
