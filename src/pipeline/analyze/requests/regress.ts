import type { ReadingOptions } from "../../../io/wire/annotation-reading.js";
import { type OptionTable, under } from "../../options/option-table.js";
import { file, names, repeatedTexts, text } from "../../options/option-values.js";
import { readingOptions } from "../../options/reading-options.js";
import { levelOption, modelColumnOption } from "../../options/shared-options.js";

export interface AnalyzeRegressRequest extends ReadingOptions {
  /** A file with a row a model, or a result of `score -o`. */
  readonly scores: string;
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
  scores: { argument: "<scores>", help: "a file with a row a model, or a result of `score -o`", value: file },
  ...under("Options:", "any", {
    outcome: { flag: "--outcome <column>", help: "the score (default: win_rate)", value: text() },
    on: {
      flag: "--on <names>",
      help: "columns of the scores, or counts of texts (length_tokens, unique_token_count, lists, …)",
      value: names(),
      required: true,
    },
  }),
  annotations: {
    flag: "--annotations <file>",
    help: "with the texts to count (repeatable)",
    heading: "Files and pairs:",
    value: repeatedTexts,
    trust: "any",
  },
  modelColumn: modelColumnOption,
  ...readingOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeRegressRequest>;
