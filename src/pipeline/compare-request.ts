import type { RowsToCompare } from "../metrics/comparison/share-rows.js";
import { type FlagEntry, type OptionTable, under } from "./options/option-table.js";
import { choice, files, numberBetween, onOff, text, wholeNumberBetween } from "./options/option-values.js";
import { type FitRequest, fitOptions } from "./score/score-request.js";

/** What models are held against, for every request with a gate. */
export interface GateRequest {
  /** A result to hold each model against. */
  readonly against?: string | undefined;
  /** By how many percentage points a model may be worse than the reference (the second model, without `against`). */
  readonly marginPercent?: number | undefined;
}

export const gateOptions = {
  ...under("Requirements:", "any", {
    against: {
      flag: "--against <result>",
      help: "a result written with score -o: exit 10 if worse than it, 11 if unclear",
      value: text(),
    },
    marginPercent: {
      flag: "--margin <points>",
      help: "by how many points a model may be worse than its reference",
      value: numberBetween(0, 100),
    },
  }),
} satisfies OptionTable<GateRequest>;

export const rowsOption = {
  flag: "--rows <which>",
  help: "models on unlike instructions: over those that all share, or each over its own",
  value: choice("shared", "own"),
  trust: "any",
} satisfies FlagEntry<RowsToCompare>;

/** What `compare` is asked to do. */
export interface CompareRequest extends FitRequest, GateRequest {
  /** Files of annotations, or of results written with `score -o`; each may hold several models. */
  readonly models: readonly string[];
  /** The models are checkpoints in order. */
  readonly series?: boolean | undefined;
  /** `shared` (the default): over the instructions that all models have; `own`: each over its own. */
  readonly rows?: RowsToCompare | undefined;
  /** How many of the pairs that changed most are listed, with both outputs and the judge's words; none when absent. */
  readonly list?: number | undefined;
}

export const compareOptions = {
  models: {
    argument: "<models...>",
    help: "two or more files: annotations, or results written with score -o; the first minus the second",
    value: files,
  },
  ...fitOptions,
  series: {
    flag: "--series",
    help: "the models are checkpoints in order: each step's change, and the trend",
    value: onOff,
    trust: "any",
  },
  rows: rowsOption,
  list: {
    flag: "--list <n>",
    help: "the pairs that changed most between two models: both outputs, and the judge's words",
    value: wholeNumberBetween(0),
    trust: "any",
  },
  ...gateOptions,
} satisfies OptionTable<CompareRequest>;
