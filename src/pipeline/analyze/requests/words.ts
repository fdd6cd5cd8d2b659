import { type OptionTable, option, tableArgument, toggle, under } from "../../options/option-table.js";
import { anyText, choice, orRows, orTrue, type TableInput } from "../../options/option-values.js";
import { levelOption } from "../../options/shared-options.js";
import { type GroupOptions, groupOptions } from "./label-options.js";

export interface AnalyzeWordsRequest extends GroupOptions {
  /** A file with columns `list` and `word`; `capab*`, `*able` and `*capab*` stand for all words that begin, end, or have that. */
  readonly words?: TableInput | undefined;
  /** Every word of the lists is a stem: words begin with it (also for true), or have it anywhere. */
  readonly stems?: boolean | "beginning" | "anywhere" | undefined;
  /** Each word by itself, of the lists or without them of the texts; met ten times at least. */
  readonly eachWord?: boolean | undefined;
  /** `output` when absent. */
  readonly textColumn?: string | undefined;
}

export const wordsOptions = {
  file: tableArgument("<file>", "a file with a row a text: its group, its prompt"),
  ...under("Options:", "any", {
    words: option(
      "<file>",
      "the lists: columns list and word, a row a word; capab* is a stem",
      orRows(anyText()),
    ),
    stems: option(
      "[where]",
      "every word of the lists is a stem, at a word's beginning or anywhere in it",
      orTrue(choice("beginning", "anywhere")),
    ),
    eachWord: toggle("rank single words by their odds ratio: of the lists, or all that are met 10 times"),
    textColumn: option("<name>", "the text (default: output)"),
  }),
  ...groupOptions,
  level: levelOption,
} satisfies OptionTable<AnalyzeWordsRequest>;
