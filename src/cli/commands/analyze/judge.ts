import { type Command, Option } from "@commander-js/extra-typings";
import { addAnalysis } from "../../options/analysis-options.js";
import { addReadingOptions, type ReadingCommandOptions } from "../../options/score-options.js";

interface JudgeOptions extends ReadingCommandOptions {
  readonly order: "recorded" | "reference";
}

export const addJudgeAnalysis = (analyze: Command) =>
  addAnalysis<string[], JudgeOptions>(analyze, {
    name: "judge",
    description: "a judge's biases without humans: position, length, markdown, kin, ties, repeats",
    argument: ["<annotations...>", "annotation files or globs of one judge"],
    addOptions: (command) => {
      command.addOption(
        new Option(
          "--order <rule>",
          "which answer was shown first, where files do not say: unknown, or by alpaca_eval's rule with --seed",
        )
          .choices(["recorded", "reference"])
          .default("recorded"),
      );
      return addReadingOptions(command as unknown as Command);
    },
    run: async (annotations, options) => {
      const [{ analyzeJudge }, { reportJudge }] = await Promise.all([
        import("../../../pipeline/analyze/judge.js"),
        import("../../../report/analyze/judge-report.js"),
      ]);
      return reportJudge(await analyzeJudge({ ...options, annotations }));
    },
  });
