import { type OptionTable, under } from "../../options/option-table.js";
import { file, names, text } from "../../options/option-values.js";
import { levelOption } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeLabelsRequest extends GroupOptions {
  /** `label`, else `raw_label` (what a judge's file has) when absent. */
  readonly labelColumn?: string | undefined;
  /** The labels to compare; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** Groups are compared within each combination of these columns. */
  readonly by?: readonly string[] | undefined;
}

export const labelsOptions = {
  file: {
    argument: "<file>",
    help: "a file with a row an output: its label, its group, its prompt",
    value: file,
  },
  ...under("Options:", "any", {
    labelColumn: {
      flag: "--label-column <name>",
      help: "the label (default: label, else raw_label)",
      value: text(),
    },
    only: { flag: "--only <labels>", help: "the labels to compare (default: all)", value: names() },
  }),
  by: {
    flag: "--by <columns>",
    help: "compare groups within each combination of these, as family,dataset",
    heading: "Intervals:",
    value: names(),
    trust: "any",
  },
  ...groupOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeLabelsRequest>;
