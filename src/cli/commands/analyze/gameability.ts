import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { addAnalysis } from "../../options/analysis-options.js";
import { collect, names } from "../../options/option-values.js";

interface GameabilityOptions {
  readonly variants?: string;
  readonly scoreColumns?: readonly [string, string];
  readonly modelColumn?: string;
  readonly annotations?: readonly string[];
  readonly difficulty?: string;
}

export const addGameabilityAnalysis = (analyze: Command) =>
  addAnalysis<string, GameabilityOptions>(analyze, {
    name: "gameability",
    description: "how far prompting the same models to be concise or verbose moves a metric",
    argument: ["<scores>", "a file with a row a model, or a result of `score -o`"],
    hasReplicates: true,
    addOptions: (command) =>
      command
        .option(
          "--variants <file>",
          "columns model and generator, a row a variant (default: names that end in _concise and _verbose)",
        )
        .option(
          "--score-columns <a,b>",
          "the metric under suspicion, and the other (default: win_rate,length_controlled_winrate)",
          twoNames,
        )
        .option(
          "--model-column <name>",
          "what names models (default: generator, model, else the first column)",
        )
        .option("--annotations <file>", "of models to attack by adversarial truncation (repeatable)", collect)
        .option("--difficulty <source>", "of those models' fits: auto, none, or a calibration file"),
    run: async (scores, options) => {
      const [{ analyzeGameability }, { reportGameability }] = await Promise.all([
        import("../../../pipeline/analyze/gameability.js"),
        import("../../../report/analyze/gameability-report.js"),
      ]);
      return reportGameability(await analyzeGameability({ ...options, scores }));
    },
  });

function twoNames(text: string): [string, string] {
  const given = names(text);
  if (given.length !== 2) throw new InvalidArgumentError("two columns are needed: A,B.");
  return given as [string, string];
}
