// Members of several analyses: what a file's labels are, which rows are meant, and what is compared with what.
import { type FlagEntry, type OptionTable, under } from "../../options/option-table.js";
import { names, parsed, text } from "../../options/option-values.js";
import { type LabelReading, parseLabelNames } from "../../tables/read-label.js";
import { type Condition, parseConditions } from "../../tables/row-condition.js";

const isList = (value: unknown) => Array.isArray(value);

export const labelNamesOption = {
  flag: "--labels <map>",
  help: "what the values mean: model=2,baseline=1,tie=0",
  heading: "Other files' names:",
  value: parsed(parseLabelNames, isList, "a list of {name, value} is needed."),
  trust: "any",
} satisfies FlagEntry<NonNullable<LabelReading["labels"]>>;

export const humanColumnsOption = {
  flag: "--human-columns <names>",
  help: "the humans' labels, averaged (default: preference)",
  value: names(),
  trust: "any",
} satisfies FlagEntry<readonly string[]>;

export const whereOption = {
  flag: "--where <conditions>",
  help: "only rows with these values: study=letters,generator=m",
  heading: "Other files' names:",
  value: parsed(parseConditions, isList, "a list of {column, value} is needed."),
  trust: "any",
} satisfies FlagEntry<readonly Condition[]>;

export const unitOption = {
  flag: "--cluster <column>",
  help: "rows of one value are dependent (default: rows are independent)",
  heading: "Intervals:",
  value: text(),
  trust: "any",
} satisfies FlagEntry<string>;

/** Groups of outputs, and what is compared with what. */
export interface GroupOptions {
  /** A file with a row an output. */
  readonly file: string;
  /** `group` when absent. */
  readonly groupColumn?: string | undefined;
  /** The group that all others are compared with; rates alone when absent. */
  readonly controlGroup?: string | undefined;
  /** What groups have in common, a prompt; rows are independent when absent. */
  readonly pairColumn?: string | undefined;
  /** What is dependent beyond the pair. */
  readonly cluster?: string | undefined;
  readonly where?: readonly Condition[] | undefined;
  readonly level?: number | undefined;
}

export const groupOptions = {
  ...under("Options:", "any", {
    groupColumn: { flag: "--group-column <name>", help: "what is compared (default: group)", value: text() },
    controlGroup: {
      flag: "--control-group <group>",
      help: "the group that all others are compared with (default: rates alone)",
      value: text(),
    },
    pairColumn: {
      flag: "--pair-column <name>",
      help: "what groups have in common, a prompt (default: rows are independent)",
      value: text(),
    },
  }),
  cluster: { ...unitOption, help: "rows of one value are dependent (default: the pair)" },
  where: whereOption,
} satisfies OptionTable<Omit<GroupOptions, "file" | "level">>;
