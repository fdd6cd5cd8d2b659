import { argument, defaultsOf, type OptionTable, option, under } from "../options/option-table.js";
import { repeatedTexts, wholeNumberBetween } from "../options/option-values.js";
import { noWarnOption } from "../options/warning-option.js";
import { type FitRequest, fitOptions } from "../score/score-request.js";

/** What `report` is asked to do. */
export interface ReportRequest extends FitRequest {
  /** Annotation files, results of `score -o`, or globs of either. Standard input cannot be read twice. */
  readonly inputs: readonly string[];
  readonly title?: string | undefined;
  /** How many pairs are shown with their texts, over all models; 0 keeps every text out of the page. */
  readonly pairs?: number | undefined;
  /** Conditions, as those of `score`, whose outcomes are shown. */
  readonly require?: readonly string[] | undefined;
  /** Codes of warnings that are not to be shown. */
  readonly noWarn?: readonly string[] | undefined;
}

export const reportOptions = {
  inputs: argument("<files...>", "annotation files, results of `score -o`, or globs of either"),
  ...fitOptions,
  ...under("Options:", "any", {
    title: option("<text>", "heading of the page (default: who is compared with whom)"),
    pairs: option(
      "<n>",
      "pairs to show with their texts, over all models; 0 keeps every text out",
      wholeNumberBetween(0),
      { default: 240 },
    ),
  }),
  ...under("Options:", "none", {
    require: option("<condition>", "show whether it holds, as of score (repeatable)", repeatedTexts),
  }),
  noWarn: noWarnOption,
} satisfies OptionTable<ReportRequest>;

export const reportDefaults = defaultsOf(reportOptions);
