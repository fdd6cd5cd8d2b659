import { type OptionTable, option, tableArgument, under } from "../../options/option-table.js";
import { anyText, choice, names, type TableInput } from "../../options/option-values.js";
import {
  type BootstrapOptions,
  bootstrapIntervalOption,
  bootstrapOptions,
  onWarningOption,
  type WarningHook,
} from "../../options/shared-options.js";
import { whereOption } from "../../options/where-option.js";
import type { Condition } from "../../tables/row-condition.js";
import { unitOption } from "./label-options.js";

export interface AnalyzeClassifyRequest extends BootstrapOptions, WarningHook {
  /** A file with a row a prediction. */
  readonly file: TableInput;
  /** The column of right labels. */
  readonly gold: string;
  /** The column of predicted labels. */
  readonly predicted?: string | undefined;
  /** The column of P(the positive label), in [0, 1]. */
  readonly probability?: string | undefined;
  /** `yes`, `true` or `1` where gold has it when absent. */
  readonly positive?: string | undefined;
  /** Each combination of these has its figures (a model, a task), and shares are compared over them (a question, a year). */
  readonly by?: readonly string[] | undefined;
  /** A column of what rows count, > 0; all count the same when absent. */
  readonly weight?: string | undefined;
  readonly cluster?: string | undefined;
  readonly unparsable?: "miss" | "drop" | "class" | undefined;
  readonly where?: readonly Condition[] | undefined;
  /** `none`: figures without intervals, for many rows. */
  readonly interval?: "bootstrap" | "none" | undefined;
}

export const classifyOptions = {
  file: tableArgument("<file>", "a file with a row a prediction"),
  ...under("Options:", "any", {
    gold: option("<column>", "the right label", anyText(), { required: true }),
    predicted: option("<column>", "the predicted label; an empty cell could not be read"),
    probability: option("<column>", "the probability of the positive label, from 0 to 1"),
    positive: option("<label>", "the label whose probability is stated (default: yes, true or 1)"),
    unparsable: option(
      "<rule>",
      "what a row without a predicted label counts as",
      choice("miss", "drop", "class"),
      { default: "miss" },
    ),
  }),
  ...under("Intervals:", "none", {
    by: option("<columns>", "figures of each combination, as model,task, and shares over them", names()),
    weight: option("<column>", "what a row counts, as a survey's weight"),
  }),
  cluster: unitOption,
  where: whereOption,
  onWarning: onWarningOption,
  interval: bootstrapIntervalOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeClassifyRequest>;
