// A report is data: what a command found, said three ways, so that a format needs to know nothing of the command and
// a command nothing of formats.
import type { Section } from "./table-of.js";

export interface Report {
  readonly sections: readonly Section[];
  /** What to be careful about, each `code: sentence`, already naming its model where there are several. */
  readonly warnings: readonly string[];
  /** One flat record a row, in full precision, in the order of its columns: for csv and tsv. */
  readonly records: readonly Readonly<Record<string, string | number | null>>[];
  /** Everything, for json: no NaN, no Infinity. */
  readonly document: Readonly<Record<string, unknown>>;
}
