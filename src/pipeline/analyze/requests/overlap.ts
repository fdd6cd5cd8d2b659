import { argument, type OptionTable, option, under } from "../../options/option-table.js";
import { names } from "../../options/option-values.js";
import { levelOption } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeOverlapRequest extends GroupOptions {
  /** `output` when absent. */
  readonly textColumn?: string | undefined;
  /** A text, or a list of texts of which the nearest counts; `reference` when absent. */
  readonly referenceColumn?: string | undefined;
  /** Groups are compared within each combination of these columns. */
  readonly by?: readonly string[] | undefined;
}

export const overlapOptions = {
  file: argument("<file>", "a file with a row an output: its model, its item, the reference"),
  ...under("Options:", "any", {
    textColumn: option("<name>", "the text (default: output)"),
    referenceColumn: option("<name>", "the right text, or a list of them (default: reference)"),
  }),
  ...under("Intervals:", "none", {
    by: option("<columns>", "within each combination of these, as task,language", names()),
  }),
  ...groupOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeOverlapRequest>;
