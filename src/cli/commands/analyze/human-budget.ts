import { type Command, Option } from "@commander-js/extra-typings";
import type { AnalyzeHumanBudgetRequest } from "../../../pipeline/analyze/human-budget.js";
import { parseLabelNames } from "../../../pipeline/options/stated-reading.js";
import { addAnalysis } from "../../options/analysis-options.js";
import { names, numberBetween } from "../../options/option-values.js";

interface HumanBudgetOptions
  extends Omit<AnalyzeHumanBudgetRequest, "annotations" | "halfWidth" | "scale" | "level" | "seed"> {
  readonly halfWidth: number;
  readonly scale?: "1..2" | "0..1" | "labels";
}

export const addHumanBudgetAnalysis = (analyze: Command) =>
  addAnalysis<string[], HumanBudgetOptions>(analyze, {
    name: "human-budget",
    description:
      "win rates from a few human labels on top of many judged pairs, and what more labels would buy",
    argument: ["<judgements...>", "the judge's annotation files or globs"],
    addOptions: (command) =>
      command
        .requiredOption(
          "--labels-file <file>",
          "the humans' labels, by instruction_id or instruction (and generator, where there are several models)",
        )
        .option("--human-columns <names>", "the humans' labels, averaged (default: preference)", names)
        .option("--labels <map>", "what the humans' values mean: model=2,baseline=1,tie=0", parseLabelNames)
        .addOption(
          new Option("--scale <scale>", "the humans' values are preferences").choices([
            "1..2",
            "0..1",
            "labels",
          ]),
        )
        .option(
          "--half-width <points>",
          "the interval to aim at, plus or minus so many points",
          numberBetween(0, 50, true),
          3,
        )
        .option("--difficulty <source>", "instruction difficulty: auto, none, or a calibration file", "auto"),
    run: async (annotations, options) => {
      const [{ analyzeHumanBudget }, { reportHumanBudget }] = await Promise.all([
        import("../../../pipeline/analyze/human-budget.js"),
        import("../../../report/analyze/human-budget-report.js"),
      ]);
      const halfWidth = options.halfWidth / 100;
      const scale = options.scale === "labels" ? undefined : options.scale;
      return reportHumanBudget(await analyzeHumanBudget({ ...options, scale, halfWidth, annotations }));
    },
  });
