import type { Command } from "@commander-js/extra-typings";
import {
  addAnalysis,
  addGroupOptions,
  addWhereOption,
  type GroupOptions,
} from "../../options/analysis-options.js";

interface WordsOptions extends GroupOptions {
  readonly words: string;
  readonly textColumn?: string;
}

export const addWordsAnalysis = (analyze: Command) =>
  addAnalysis<string, WordsOptions>(analyze, {
    name: "words",
    description: "how often groups of texts use the words of lists: lexical odds ratios",
    argument: ["<file>", "a file with a row a text: its group, its prompt"],
    addOptions: (command) => {
      command
        .requiredOption("--words <file>", "the lists: columns list and word, a row a word")
        .option("--text-column <name>", "the text (default: output)");
      addGroupOptions(command);
      addWhereOption(command);
    },
    run: async (file, options) => {
      const [{ analyzeWords }, { reportGroupRates }] = await Promise.all([
        import("../../../pipeline/analyze/words.js"),
        import("../../../report/analyze/group-rates-report.js"),
      ]);
      return reportGroupRates(await analyzeWords({ ...options, file }));
    },
  });
