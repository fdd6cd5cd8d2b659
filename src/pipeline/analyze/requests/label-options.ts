// Members of several analyses: what a file's labels are, which rows are meant, and what is compared with what.
import { type OptionTable, option, under } from "../../options/option-table.js";
import { names, parsed, type TableInput } from "../../options/option-values.js";
import { onWarningOption, type WarningHook } from "../../options/shared-options.js";
import { whereOption } from "../../options/where-option.js";
import { parseLabelNames } from "../../tables/read-label.js";
import type { Condition } from "../../tables/row-condition.js";

const isList = (value: unknown) => Array.isArray(value);

export const { labels: labelNamesOption } = under("Other files' names:", "none", {
  labels: option(
    "<map>",
    "what the values mean: model=2,baseline=1,tie=0",
    parsed(parseLabelNames, isList, "a list of {name, value} is needed."),
  ),
});

export const { humanColumns: humanColumnsOption } = under("Options:", "any", {
  humanColumns: option("<names>", "the humans' labels, averaged (default: preference)", names()),
});

export const { cluster: unitOption } = under("Intervals:", "none", {
  cluster: option("<column>", "rows of one value are dependent (default: rows are independent)"),
});

/** Groups of outputs, and what is compared with what. */
export interface GroupOptions extends WarningHook {
  /** A file with a row an output. */
  readonly file: TableInput;
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
    groupColumn: option("<name>", "what is compared (default: group)"),
    controlGroup: option("<group>", "the group that all others are compared with (default: rates alone)"),
    pairColumn: option("<name>", "what groups have in common, a prompt (default: rows are independent)"),
  }),
  cluster: { ...unitOption, help: "rows of one value are dependent (default: the pair)" },
  where: whereOption,
  onWarning: onWarningOption,
} satisfies OptionTable<Omit<GroupOptions, "file" | "level">>;
