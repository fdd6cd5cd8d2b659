import { type OptionTable, under } from "../../options/option-table.js";
import { file, text } from "../../options/option-values.js";
import { levelOption } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeWordsRequest extends GroupOptions {
  /** A file with columns `list` and `word`. */
  readonly words: string;
  /** `output` when absent. */
  readonly textColumn?: string | undefined;
}

export const wordsOptions = {
  file: { argument: "<file>", help: "a file with a row a text: its group, its prompt", value: file },
  ...under("Options:", "any", {
    words: {
      flag: "--words <file>",
      help: "the lists: columns list and word, a row a word",
      value: text(),
      required: true,
    },
    textColumn: { flag: "--text-column <name>", help: "the text (default: output)", value: text() },
  }),
  ...groupOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeWordsRequest>;
