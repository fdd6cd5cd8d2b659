import { argument, type OptionTable, option, under } from "../../options/option-table.js";
import { text } from "../../options/option-values.js";
import { levelOption } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeWordsRequest extends GroupOptions {
  /** A file with columns `list` and `word`. */
  readonly words: string;
  /** `output` when absent. */
  readonly textColumn?: string | undefined;
}

export const wordsOptions = {
  file: argument("<file>", "a file with a row a text: its group, its prompt"),
  ...under("Options:", "any", {
    words: option("<file>", "the lists: columns list and word, a row a word", text(), { required: true }),
    textColumn: option("<name>", "the text (default: output)"),
  }),
  ...groupOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeWordsRequest>;
