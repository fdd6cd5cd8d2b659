import type { RowFormatName } from "../io/rows/row-format.js";
import type { ReadingOptions } from "../io/wire/annotation-reading.js";
import type { OptionTable } from "./options/option-table.js";
import { choice, file, onOff, text } from "./options/option-values.js";
import { readingOptions } from "./options/reading-options.js";

/** What `convert` is asked to do. */
export interface ConvertRequest extends ReadingOptions {
  /** A file of judgements, or `-`. */
  readonly input: string;
  /** Where to write, or `-`; packed when it ends in `.gz`. */
  readonly output: string;
  /** By default what the output's name says. */
  readonly format?: RowFormatName | undefined;
  /** The input is a journal, in which lines may be torn. */
  readonly journal?: boolean | undefined;
}

export const convertOptions = {
  input: { argument: "<file>", help: "a file of annotations; - is standard input", value: file },
  output: {
    flag: "-o, --output <file>",
    help: "where to write, packed when it ends in .gz; - is standard output",
    heading: "Output:",
    value: text(),
    required: true,
    trust: "inside",
  },
  format: {
    flag: "--format <name>",
    help: "how to write it (default: what the output's name says)",
    value: choice("json", "jsonl", "csv", "tsv"),
    hasOwnMeaning: true,
    trust: "any",
  },
  journal: { isLibraryOnly: true, value: onOff },
  ...readingOptions,
} satisfies OptionTable<ConvertRequest>;
