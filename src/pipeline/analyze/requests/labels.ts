import { type OptionTable, option, tableArgument, under } from "../../options/option-table.js";
import { names } from "../../options/option-values.js";
import { type BootstrapOptions, bootstrapOptions } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeLabelsRequest extends GroupOptions, BootstrapOptions {
  /** `label`, else `raw_label` (what a judge's file has) when absent. */
  readonly labelColumn?: string | undefined;
  /** The labels to compare; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** Groups are compared within each combination of these columns. */
  readonly by?: readonly string[] | undefined;
}

export const labelsOptions = {
  file: tableArgument("<file>", "a file with a row an output: its label, its group, its prompt"),
  ...under("Options:", "any", {
    labelColumn: option("<name>", "the label (default: label, else raw_label)"),
    only: option("<labels>", "the labels to compare (default: all)", names()),
  }),
  ...under("Intervals:", "none", {
    by: option("<columns>", "compare groups within each combination of these, as family,dataset", names()),
  }),
  ...groupOptions,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeLabelsRequest>;
