import type { RowsToCompare } from "../metrics/comparison/share-rows.js";
import { argument, type OptionTable, option, toggle, under } from "./options/option-table.js";
import { choice, wholeNumberBetween } from "./options/option-values.js";
import { marginOption } from "./options/shared-options.js";
import { type FitRequest, fitOptions } from "./score/score-request.js";

/** What models are held against, for every request with a gate. */
export interface GateRequest {
  /** A result to hold each model against. */
  readonly against?: string | undefined;
  /** By how much the rate of a model may be below the reference's (the second model's, without `against`), in [0, 1]. */
  readonly margin?: number | undefined;
}

export const gateOptions = {
  ...under("Requirements:", "none", {
    against: option("<result>", "a result written with score -o: exit 10 if worse than it, 11 if unclear"),
  }),
  margin: marginOption,
} satisfies OptionTable<GateRequest>;

export const { rows: rowsOption } = under("Options:", "none", {
  rows: option(
    "<which>",
    "models on unlike instructions: over those that all share, or each over its own",
    choice("shared", "own"),
  ),
});

/** What `compare` is asked to do. */
export interface CompareRequest extends FitRequest, GateRequest {
  /** Files of annotations, or of results written with `score -o`; each may hold several models. */
  readonly models: readonly string[];
  /** The models are checkpoints in order. */
  readonly series?: boolean | undefined;
  /** The model that every other one's gain is measured over, on each benchmark that the files hold. */
  readonly over?: string | undefined;
  /** `shared` (the default): over the instructions that all models have; `own`: each over its own. */
  readonly rows?: RowsToCompare | undefined;
  /** How many of the pairs that changed most are listed, with both outputs and the judge's words; none when absent. */
  readonly list?: number | undefined;
}

export const compareOptions = {
  models: argument(
    "<models...>",
    "two or more files: annotations, or results written with score -o; the first minus the second",
  ),
  ...fitOptions,
  ...under("Options:", "none", {
    series: toggle("the models are checkpoints in order: each step's change, and the trend"),
    over: option(
      "<model>",
      "each model's gain over this one; files of several judges or baselines are benchmarks side by side",
    ),
    rows: rowsOption,
  }),
  ...under("Options:", "any", {
    list: option(
      "<n>",
      "the pairs that changed most between two models: both outputs, and the judge's words",
      wholeNumberBetween(0),
    ),
  }),
  ...gateOptions,
} satisfies OptionTable<CompareRequest>;
