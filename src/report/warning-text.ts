// A warning (`code: sentence`, the names of its models before it where there are several) → what to do about it, by the
// table data/warnings.json, which docs/messages.md is made of.
import { nearestWord } from "../core/nearest-word.js";
import { packageJson } from "../core/package-file.js";

export interface WarningEntry {
  readonly means: string;
  readonly do: string;
  /** Nothing is wrong, and nothing needs doing. */
  readonly isNote?: true;
  /** The sentence itself says what to do. */
  readonly isSaid?: true;
}

let table: Readonly<Record<string, WarningEntry>> | undefined;

export function warningTable(): Readonly<Record<string, WarningEntry>> {
  table ??= packageJson<Record<string, WarningEntry>>("data/warnings.json");
  return table;
}

/** The code of a warning; undefined where it has none that is known. */
export const codeOfWarning = (warning: string): string | undefined =>
  warning.split(": ").find((part) => Object.hasOwn(warningTable(), part));

const entryOf = (warning: string): WarningEntry | undefined => warningTable()[codeOfWarning(warning) ?? ""];

/** What to do about a warning; null where its sentence says it, or nothing is known of it. */
export function actionOf(warning: string): string | null {
  const entry = entryOf(warning);
  return entry === undefined || entry.isSaid ? null : entry.do;
}

/** A warning and what to do about it, in one line. */
export function describeWarning(warning: string): string {
  const action = actionOf(warning);
  return action === null ? warning : `${warning} → ${action}`;
}

/** Whether somebody may have to act on it. */
export const isActionable = (warning: string): boolean => !entryOf(warning)?.isNote;

/** The warnings but for those of some codes. */
export const withoutCodes = (
  warnings: readonly string[],
  codes: readonly string[] = [],
): readonly string[] =>
  codes.length === 0 ? warnings : warnings.filter((each) => !codes.includes(codeOfWarning(each) ?? ""));

/** What is wrong with a code; null for one that exists. */
export function refuseCode(code: string): string | null {
  const codes = Object.keys(warningTable());
  const near = nearestWord(code, codes);
  return codes.includes(code)
    ? null
    : `there is no warning "${code}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
}
