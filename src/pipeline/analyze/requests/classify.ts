import { type OptionTable, under } from "../../options/option-table.js";
import { choice, file, text } from "../../options/option-values.js";
import {
  type BootstrapOptions,
  bootstrapIntervalOption,
  bootstrapOptions,
} from "../../options/shared-options.js";
import type { Condition } from "../../tables/row-condition.js";
import { unitOption, whereOption } from "./label-options.js";

export interface AnalyzeClassifyRequest extends BootstrapOptions {
  /** A file with a row a prediction. */
  readonly file: string;
  /** The column of right labels. */
  readonly gold: string;
  /** The column of predicted labels. */
  readonly predicted?: string | undefined;
  /** The column of P(the positive label), in [0, 1]. */
  readonly probability?: string | undefined;
  /** `yes`, `true` or `1` where gold has it when absent. */
  readonly positive?: string | undefined;
  /** Observed and predicted shares are compared over its values (questions). */
  readonly by?: string | undefined;
  readonly cluster?: string | undefined;
  readonly unparsable?: "miss" | "drop" | "class" | undefined;
  readonly where?: readonly Condition[] | undefined;
  /** `none`: figures without intervals, for many rows. */
  readonly interval?: "bootstrap" | "none" | undefined;
}

export const classifyOptions = {
  file: { argument: "<file>", help: "a file with a row a prediction", value: file },
  ...under("Options:", "any", {
    gold: { flag: "--gold <column>", help: "the right label", value: text(), required: true },
    predicted: {
      flag: "--predicted <column>",
      help: "the predicted label; an empty cell could not be read",
      value: text(),
    },
    probability: {
      flag: "--probability <column>",
      help: "the probability of the positive label, from 0 to 1",
      value: text(),
    },
    positive: {
      flag: "--positive <label>",
      help: "the label whose probability is stated (default: yes, true or 1)",
      value: text(),
    },
  }),
  by: {
    flag: "--by <column>",
    help: "compare predicted with observed shares over its values, as questions",
    heading: "Intervals:",
    value: text(),
    trust: "any",
  },
  cluster: unitOption,
  unparsable: {
    flag: "--unparsable <rule>",
    help: "what a row without a predicted label counts as",
    value: choice("miss", "drop", "class"),
    default: "miss",
    trust: "any",
  },
  where: whereOption,
  interval: bootstrapIntervalOption,
  ...bootstrapOptions,
} satisfies OptionTable<AnalyzeClassifyRequest>;
