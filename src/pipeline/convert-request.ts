import type { ItemColumns } from "../io/layouts/item-columns.js";
import type { RowFormatName } from "../io/rows/row-format.js";
import type { ReadingOptions } from "../io/wire/annotation-reading.js";
import { itemOptions } from "./options/item-options.js";
import { argument, type OptionTable, option, under } from "./options/option-table.js";
import { choice, onOff, repeatedTexts } from "./options/option-values.js";
import { readingOptions } from "./options/reading-options.js";
import { outputOption } from "./options/shared-options.js";

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
  input: argument("<file>", "a file of annotations; - is standard input"),
  output: {
    ...outputOption,
    help: "where to write, packed when it ends in .gz; - is standard output",
    required: true,
  },
  ...under("Options:", "any", {
    format: option(
      "<name>",
      "how to write it (default: what the output's name says)",
      choice("json", "jsonl", "csv", "tsv"),
      { hasOwnMeaning: true },
    ),
  }),
  ...itemOptions,
  layout: { ...itemOptions.layout, help: "how others laid out the judgements, or the outputs" },
  ...under("Other files' names:", "none", {
    join: option(
      "<file>",
      "a file whose rows have the same ids: questions, answers (repeatable)",
      repeatedTexts,
    ),
  }),
  journal: { isLibraryOnly: true, value: onOff },
  ...readingOptions,
} satisfies OptionTable<ConvertRequest>;
