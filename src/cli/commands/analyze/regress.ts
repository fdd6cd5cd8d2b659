import type { Command } from "@commander-js/extra-typings";
import { addAnalysis } from "../../options/analysis-options.js";
import { collect, names } from "../../options/option-values.js";
import { addReadingOptions, type ReadingCommandOptions } from "../../options/score-options.js";

interface RegressOptions extends ReadingCommandOptions {
  readonly outcome?: string;
  readonly on: readonly string[];
  readonly annotations?: readonly string[];
  readonly modelColumn?: string;
}

export const addRegressAnalysis = (analyze: Command) =>
  addAnalysis<string, RegressOptions>(analyze, {
    name: "regress",
    description: "how a score goes with figures of the models, such as the length of their answers",
    argument: ["<scores>", "a file with a row a model, or a result of `score -o`"],
    addOptions: (command) => {
      command
        .option("--outcome <column>", "the score (default: win_rate)")
        .requiredOption(
          "--on <names>",
          "columns of the scores, or counts of texts (length_tokens, unique_token_count, lists, …)",
          names,
        )
        .option("--annotations <file>", "with the texts to count (repeatable)", collect)
        .option(
          "--model-column <name>",
          "what names models (default: generator, model, else the first column)",
        );
      addReadingOptions(command as unknown as Command);
    },
    run: async (scores, options) => {
      const [{ analyzeRegress }, { reportRegression }] = await Promise.all([
        import("../../../pipeline/analyze/regress.js"),
        import("../../../report/analyze/regression-report.js"),
      ]);
      return reportRegression(await analyzeRegress({ ...options, scores }));
    },
  });
