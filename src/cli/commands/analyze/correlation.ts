import type { Command } from "@commander-js/extra-typings";
import { addAnalysis } from "../../options/analysis-options.js";
import { names } from "../../options/option-values.js";

interface CorrelationOptions {
  readonly with: string;
  readonly scoreColumns: readonly string[];
  readonly rankColumn: string;
  readonly rankAscending?: true;
  readonly modelColumn?: string;
}

export const addCorrelationAnalysis = (analyze: Command) =>
  addAnalysis<string, CorrelationOptions>(analyze, {
    name: "correlation",
    description: "how well scores of models order them as an outside ranking does",
    argument: ["<scores>", "a file with a row a model, or a result of `score -o`"],
    hasReplicates: true,
    addOptions: (command) =>
      command
        .requiredOption("--with <ranking>", "the ranking's file; may be the same one")
        .option("--score-columns <names>", "each against the ranking, the first against every other", names, [
          "length_controlled_winrate",
          "win_rate",
        ])
        .requiredOption(
          "--rank-column <name>",
          "the ranking's values; higher is better, as for an Elo rating",
        )
        .option("--rank-ascending", "lower is better: 1 is the first rank")
        .option(
          "--model-column <name>",
          "what names models (default: generator, model, else the first column)",
        ),
    run: async (scores, options) => {
      const [{ analyzeCorrelation }, { reportCorrelation }] = await Promise.all([
        import("../../../pipeline/analyze/correlation.js"),
        import("../../../report/analyze/correlation-report.js"),
      ]);
      const { with: ranking, rankAscending: isRankAscending, ...rest } = options;
      return reportCorrelation(await analyzeCorrelation({ ...rest, scores, ranking, isRankAscending }));
    },
  });
