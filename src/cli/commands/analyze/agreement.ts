import { type Command, Option } from "@commander-js/extra-typings";
import type { AnalyzeAgreementRequest } from "../../../pipeline/analyze/agreement.js";
import { parseLabelNames } from "../../../pipeline/options/stated-reading.js";
import { addAnalysis } from "../../options/analysis-options.js";
import { names } from "../../options/option-values.js";

interface AgreementOptions
  extends Omit<AnalyzeAgreementRequest, "judgements" | "humans" | "level" | "replicates" | "seed"> {
  readonly against: string;
}

export const addAgreementAnalysis = (analyze: Command) =>
  addAnalysis<string, AgreementOptions>(analyze, {
    name: "agreement",
    description:
      "a judge against human labels of the same items, with the humans against each other beside it",
    argument: ["<judgements>", "a file with the judge's verdict on each item"],
    hasReplicates: true,
    addOptions: (command) =>
      command
        .requiredOption(
          "--against <humans>",
          "a file with the humans' labels; rows of one item are annotators",
        )
        .option(
          "--id-column <name>",
          "what both files name items by (default: instruction_id, id, idx, instruction)",
        )
        .option("--judge-column <name>", "the judge's verdict (default: preference)")
        .option(
          "--human-columns <names>",
          "the humans' labels, a column an annotator (default: preference)",
          names,
        )
        .option(
          "--labels <map>",
          "what values mean: model=2,baseline=1,tie=0, or any classes",
          parseLabelNames,
        )
        .addOption(
          new Option(
            "--scale <scale>",
            "values are preferences (default: 1..2 where fractions are met)",
          ).choices(["1..2", "0..1", "labels"]),
        )
        .addOption(
          new Option("--gold <rule>", "which human label counts where several were given")
            .choices(["majority", "leave-one-out", "each"])
            .default("majority"),
        )
        .addOption(
          new Option("--unparsable <rule>", "what an answer without a label counts as")
            .choices(["miss", "tie", "drop", "class"])
            .default("miss"),
        ),
    run: async (judgements, options) => {
      const [{ analyzeAgreement }, { reportAgreement }] = await Promise.all([
        import("../../../pipeline/analyze/agreement.js"),
        import("../../../report/analyze/agreement-report.js"),
      ]);
      const { against: humans, ...rest } = options;
      return reportAgreement(await analyzeAgreement({ ...rest, judgements, humans }));
    },
  });
