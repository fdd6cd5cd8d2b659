import type { Report } from "../report.js";

export interface FormatOptions {
  /** Whether colour may be used: only on a terminal that wants it. */
  readonly color: boolean;
  /** How many columns a terminal line has; no limit where undefined. */
  readonly width?: number | undefined;
  /** `brief`: the first table's main columns; `wide`: all there is, whatever the width. */
  readonly detail?: "brief" | "wide" | undefined;
}

/** Turns a report into the text that is written, ending in a newline. */
export type Format = (report: Report, options: FormatOptions) => string | Promise<string>;
