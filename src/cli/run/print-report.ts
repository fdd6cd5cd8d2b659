import { visibleText } from "../../core/visible-text.js";
import type { Report } from "../../report/report.js";
import { actionOf, codeOfWarning, withoutCodes } from "../../report/warning-text.js";
import { wrapText } from "../wrap-text.js";
import { mayUseColor } from "./standard-output.js";

export interface OutputOptions {
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly color: boolean;
  /** Tables as wide as they are, and in full. */
  readonly wide?: boolean | undefined;
  /** Codes of warnings that nobody wants to read; results in JSON keep them. */
  readonly noWarn?: readonly string[] | undefined;
}

/**
 * Writes a report where the options say: to standard output in `--format` (a table by default), or to `-o FILE` in
 * the format of its name; a table still goes to standard output then, unless `--quiet`. Warnings are no result: where
 * the format is for people or has no place for them they go to standard error.
 */
export async function printReport(
  whole: Report,
  options: OutputOptions & { readonly brief?: boolean | undefined },
): Promise<void> {
  const report = { ...whole, warnings: withoutCodes(whole.warnings, options.noWarn) };
  const { renderReport, writeReport } = await import("../../pipeline/outputs/write-report.js");
  const color = mayUseColor(process.stdout, options.color);
  const toFile = options.output !== undefined && options.output !== "-";
  if (toFile) await writeReport(report, options.output, options.format);
  if (toFile && options.quiet) return;
  const format = toFile ? "table" : (options.format ?? "table");
  const isApart = format === "table" || format === "csv";
  const shown = isApart ? { ...report, warnings: [] } : report;
  const detail = options.wide ? "wide" : options.brief ? "brief" : undefined;
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(await renderReport(shown, format, { color, width, detail }));
  if (!isApart || report.warnings.length === 0) return;
  if (detail === "brief") return printNote(`! ${summariseCodes(report.warnings)}`, options);
  for (const warning of report.warnings) printWarning(warning, options);
}

/** A line for people, beside the results. */
export function printNote(text: string, { quiet }: { quiet?: boolean | undefined }): void {
  if (!quiet) process.stderr.write(`${text.split("\n").map(visibleText).join("\n")}\n`);
}

type WarningOptions = Pick<OutputOptions, "noWarn"> & { quiet?: boolean | undefined };

/** A warning, and below it what to do about it; nothing where its code is not wanted. */
export function printWarning(warning: string, { quiet, noWarn }: WarningOptions): void {
  for (const wanted of withoutCodes([warning], noWarn)) printNote(warningLines(wanted), { quiet });
}

/** As wide as the terminal that it is for. */
export function warningLines(warning: string): string {
  const action = actionOf(warning);
  const said = fitTerminal(`! ${warning}`, "  ");
  return action === null ? said : `${said}\n  ${fitTerminal(`→ ${action}`, "    ")}`;
}

/** Broken between words where standard error is a terminal; further lines are set in. */
export const fitTerminal = (text: string, indent: string): string =>
  wrapText(text, process.stderr.isTTY ? process.stderr.columns - 2 : Number.POSITIVE_INFINITY).join(
    `\n${indent}`,
  );

/** "2 × no-difficulty, offline-judge" */
function summariseCodes(warnings: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const warning of warnings) {
    const code = codeOfWarning(warning) ?? "note";
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => (count === 1 ? code : `${count} × ${code}`)).join(", ");
}
