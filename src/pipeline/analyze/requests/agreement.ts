import type { PreferenceScale } from "../../../io/wire/preference-scale.js";
import type { UnparsableRule } from "../../../metrics/agreement/confusion-matrix.js";
import type { GoldRule } from "../../../metrics/agreement/gold-labels.js";
import { type OptionTable, option, tableArgument, under } from "../../options/option-table.js";
import { anyText, choice, orRows, type TableInput } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import {
  type BootstrapOptions,
  bootstrapIntervalOption,
  bootstrapOptions,
  onWarningOption,
  type WarningHook,
} from "../../options/shared-options.js";
import { whereOption } from "../../options/where-option.js";
import type { LabelReading } from "../../tables/read-label.js";
import type { Condition } from "../../tables/row-condition.js";
import { humanColumnsOption, labelNamesOption } from "./label-options.js";

export interface AnalyzeAgreementRequest extends BootstrapOptions, WarningHook {
  /** A file with the judge's verdict on each item. */
  readonly judgements: TableInput;
  /** The humans' file; several rows of one item are several annotators. */
  readonly humans: TableInput;
  /** In both files; the first of `instruction_id`, `id`, `idx`, `instruction` that both have when absent. */
  readonly idColumn?: string | undefined;
  /** `preference` when absent. */
  readonly judgeColumn?: string | undefined;
  /** One an annotator; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
  readonly labels?: LabelReading["labels"];
  /** `labels`: every value is a label. When absent, fractions from 1 to 2 are read as preferences. */
  readonly scale?: PreferenceScale | undefined;
  /** Verdicts of several judges on one pair are votes: their mean, with equal weights. */
  readonly jury?: boolean | undefined;
  /** The column of the humans' file that names who gave a row's labels. */
  readonly annotators?: string | undefined;
  readonly gold?: GoldRule | undefined;
  /** The judgements that are meant; all when absent. */
  readonly where?: readonly Condition[] | undefined;
  readonly unparsable?: UnparsableRule | undefined;
  /** `none`: figures without intervals, for many rows. */
  readonly interval?: "bootstrap" | "none" | undefined;
}

export const agreementOptions = {
  judgements: tableArgument("<judgements>", "a file with the judge's verdict on each item"),
  ...under("Options:", "any", {
    humans: option(
      "<humans>",
      "a file with the humans' labels; rows of one item are annotators",
      orRows(anyText()),
      {
        flag: "--against <humans>",
        required: true,
        hasOwnMeaning: true,
      },
    ),
    judgeColumn: option("<name>", "the judge's verdict (default: preference)"),
    humanColumns: {
      ...humanColumnsOption,
      help: "the humans' labels, a column an annotator (default: preference)",
    },
    gold: option(
      "<rule>",
      "which human label counts where several were given",
      choice("majority", "leave-one-out", "each", "mean"),
      { default: "majority" },
    ),
    unparsable: option(
      "<rule>",
      "what an answer without a label counts as",
      choice("miss", "tie", "drop", "class"),
      { default: "miss" },
    ),
  }),
  ...under("Files and pairs:", "none", {
    idColumn: option(
      "<name>",
      "what both files name items by (default: instruction_id, id, idx, instruction)",
    ),
  }),
  ...under("Other files' names:", "none", {
    labels: {
      ...labelNamesOption,
      help: "what values mean: model=2,baseline=1,tie=0, any classes, or the model's chance by word: A>>B=0,A=B=0.5,…",
    },
    scale: {
      ...readingOptions.scale,
      help: "values are preferences, LOW..HIGH (default: 1..2 where fractions are met); labels: each is a label",
    },
    jury: { ...readingOptions.jury, help: "verdicts of several judges on one pair are votes: their mean" },
    annotators: {
      ...readingOptions.annotators,
      help: "the column of the humans' file that names who gave a row's label",
    },
  }),
  where: { ...whereOption, help: "only such judgements: turn=1,category=math (also != >= <= > <)" },
  interval: bootstrapIntervalOption,
  ...bootstrapOptions,
  onWarning: onWarningOption,
} satisfies OptionTable<AnalyzeAgreementRequest>;
