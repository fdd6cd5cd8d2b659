import { type OptionTable, option, tableArgument, toggle, under } from "../../options/option-table.js";
import { anyText, names, rangeOfNumbers, type TableInput } from "../../options/option-values.js";
import { levelOption, onWarningOption, type WarningHook } from "../../options/shared-options.js";
import { whereOption } from "../../options/where-option.js";
import type { Condition } from "../../tables/row-condition.js";
import { unitOption } from "./label-options.js";

export interface AnalyzeFactorsRequest extends WarningHook {
  /** A file with a row an outcome. */
  readonly file: TableInput;
  /** A number in the range, or true and false. */
  readonly outcome: string;
  /** 0 to 1 when absent. */
  readonly range?: { readonly min: number; readonly max: number } | undefined;
  /** One at least. */
  readonly factors: readonly string[];
  /** The item whose repeats and conditions are dependent; rows are independent when absent. */
  readonly cluster?: string | undefined;
  /** How far each difference depends on each other factor. */
  readonly interactions?: boolean | undefined;
  /** Rates of every combination of levels too. */
  readonly combinations?: boolean | undefined;
  readonly where?: readonly Condition[] | undefined;
  readonly level?: number | undefined;
}

export const factorsOptions = {
  file: tableArgument("<file>", "a file with a row an outcome: its conditions, its item"),
  ...under("Options:", "any", {
    outcome: option("<column>", "a number, or true and false", anyText(), { required: true }),
    range: option("<min..max>", "from where to where the outcome goes (default: 0..1)", rangeOfNumbers),
    factors: option("<columns>", "the conditions", names(), { required: true }),
    interactions: toggle("how far each difference depends on each other factor"),
    combinations: toggle("the mean under every combination of conditions too"),
  }),
  cluster: { ...unitOption, help: "the item whose rows are dependent (default: rows are independent)" },
  where: whereOption,
  onWarning: onWarningOption,
  level: levelOption,
} satisfies OptionTable<AnalyzeFactorsRequest>;
