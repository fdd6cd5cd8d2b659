import type { ReadingOptions } from "../../../io/wire/annotation-reading.js";
import { type OptionTable, option, tableArgument, under } from "../../options/option-table.js";
import { names, repeatedTexts, type TableInput } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import { levelOption, modelColumnOption } from "../../options/shared-options.js";

export interface AnalyzeRegressRequest extends ReadingOptions {
  /** A file with a row a model, or a result of `score -o`. */
  readonly scores: TableInput;
  /** `win_rate` when absent. */
  readonly outcome?: string | undefined;
  /** Columns of the scores' file, or counts of texts (`unique_token_count`, …) that `annotations` are read for. */
  readonly on: readonly string[];
  /** Files with the models' texts. */
  readonly annotations?: readonly string[] | undefined;
  readonly modelColumn?: string | undefined;
  readonly level?: number | undefined;
}

export const regressOptions = {
  scores: tableArgument("<scores>", "a file with a row a model, or a result of `score -o`"),
  ...under("Options:", "any", {
    outcome: option("<column>", "the score (default: win_rate)"),
    on: option(
      "<names>",
      "columns of the scores, or counts of texts (length_tokens, unique_token_count, lists, …)",
      names(),
      { required: true },
    ),
    modelColumn: modelColumnOption,
  }),
  ...under("Files and pairs:", "any", {
    annotations: option("<file>", "with the texts to count (repeatable)", repeatedTexts),
  }),
  ...readingOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeRegressRequest>;
