import type { UnparsableRule } from "../../../metrics/agreement/confusion-matrix.js";
import type { GoldRule } from "../../../metrics/agreement/gold-labels.js";
import { type OptionTable, under } from "../../options/option-table.js";
import { choice, file, text } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import {
  type BootstrapOptions,
  bootstrapIntervalOption,
  bootstrapOptions,
} from "../../options/shared-options.js";
import type { LabelReading } from "../../tables/read-label.js";
import { humanColumnsOption, labelNamesOption } from "./label-options.js";

export interface AnalyzeAgreementRequest extends BootstrapOptions {
  /** A file with the judge's verdict on each item. */
  readonly judgements: string;
  /** The humans' file; several rows of one item are several annotators. */
  readonly humans: string;
  /** In both files; the first of `instruction_id`, `id`, `idx`, `instruction` that both have when absent. */
  readonly idColumn?: string | undefined;
  /** `preference` when absent. */
  readonly judgeColumn?: string | undefined;
  /** One an annotator; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
  readonly labels?: LabelReading["labels"];
  /** `labels`: every value is a label. When absent, fractions from 1 to 2 are read as preferences. */
  readonly scale?: "1..2" | "0..1" | "labels" | undefined;
  /** The column of the humans' file that names who gave a row's labels. */
  readonly annotators?: string | undefined;
  readonly gold?: GoldRule | undefined;
  readonly unparsable?: UnparsableRule | undefined;
  /** `none`: figures without intervals, for many rows. */
  readonly interval?: "bootstrap" | "none" | undefined;
}

export const agreementOptions = {
  judgements: { argument: "<judgements>", help: "a file with the judge's verdict on each item", value: file },
  humans: {
    flag: "--against <humans>",
    help: "a file with the humans' labels; rows of one item are annotators",
    value: text(),
    required: true,
    hasOwnMeaning: true,
    trust: "any",
  },
  idColumn: {
    flag: "--id-column <name>",
    help: "what both files name items by (default: instruction_id, id, idx, instruction)",
    heading: "Files and pairs:",
    value: text(),
    trust: "any",
  },
  judgeColumn: {
    flag: "--judge-column <name>",
    help: "the judge's verdict (default: preference)",
    value: text(),
    trust: "any",
  },
  humanColumns: {
    ...humanColumnsOption,
    help: "the humans' labels, a column an annotator (default: preference)",
  },
  labels: { ...labelNamesOption, help: "what values mean: model=2,baseline=1,tie=0, or any classes" },
  scale: {
    flag: "--scale <scale>",
    help: "values are preferences (default: 1..2 where fractions are met)",
    heading: "Other files' names:",
    value: choice("1..2", "0..1", "labels"),
    trust: "any",
  },
  annotators: {
    ...readingOptions.annotators,
    help: "the column of the humans' file that names who gave a row's label",
  },
  ...under("Options:", "any", {
    gold: {
      flag: "--gold <rule>",
      help: "which human label counts where several were given",
      value: choice("majority", "leave-one-out", "each", "mean"),
      default: "majority",
    },
    unparsable: {
      flag: "--unparsable <rule>",
      help: "what an answer without a label counts as",
      value: choice("miss", "tie", "drop", "class"),
      default: "miss",
    },
  }),
  interval: bootstrapIntervalOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeAgreementRequest>;
