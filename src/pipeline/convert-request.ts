import type { ItemColumns } from "../io/layouts/item-columns.js";
import type { RowFormatName } from "../io/rows/row-format.js";
import type { ReadingOptions } from "../io/wire/annotation-reading.js";
import { itemOptions } from "./options/item-options.js";
import type { OptionTable } from "./options/option-table.js";
import { choice, file, onOff, repeatedTexts, text } from "./options/option-values.js";
import { readingOptions } from "./options/reading-options.js";

/** What `convert` is asked to do. */
export interface ConvertRequest extends ReadingOptions {
  /** A file of judgements, or `-`. */
  readonly input: string;
  /** Where to write, or `-`; packed when it ends in `.gz`. */
  readonly output: string;
  /** By default what the output's name says. */
  readonly format?: RowFormatName | undefined;
  /** How others laid out the judgements, or the outputs, by name. */
  readonly layout?: string | undefined;
  /** Files whose rows have the same ids: questions, answers, further columns. */
  readonly join?: readonly string[] | undefined;
  /** What stands for instruction, output, … where the file holds outputs. */
  readonly outputColumns?: ItemColumns | undefined;
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
  ...itemOptions,
  layout: { ...itemOptions.layout, help: "how others laid out the judgements, or the outputs" },
  join: {
    flag: "--join <file>",
    help: "a file whose rows have the same ids: questions, answers (repeatable)",
    heading: "Other files' names:",
    value: repeatedTexts,
    trust: "none",
  },
  journal: { isLibraryOnly: true, value: onOff },
  ...readingOptions,
} satisfies OptionTable<ConvertRequest>;
