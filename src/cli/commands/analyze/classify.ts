import { type Command, Option } from "@commander-js/extra-typings";
import { addAnalysis, addWhereOption, type WhereOption } from "../../options/analysis-options.js";

interface ClassifyOptions extends WhereOption {
  readonly gold: string;
  readonly predicted?: string;
  readonly probability?: string;
  readonly positive?: string;
  readonly by?: string;
  readonly cluster?: string;
  readonly unparsable: "miss" | "drop" | "class";
}

export const addClassifyAnalysis = (analyze: Command) =>
  addAnalysis<string, ClassifyOptions>(analyze, {
    name: "classify",
    description: "predicted labels and probabilities against gold ones",
    argument: ["<file>", "a file with a row a prediction"],
    hasReplicates: true,
    addOptions: (command) => {
      command
        .requiredOption("--gold <column>", "the right label")
        .option("--predicted <column>", "the predicted label; an empty cell could not be read")
        .option("--probability <column>", "the probability of the positive label, from 0 to 1")
        .option("--positive <label>", "the label whose probability is stated (default: yes, true or 1)")
        .option("--by <column>", "compare predicted with observed shares over its values, as questions")
        .option("--cluster <column>", "rows of one value are dependent (default: rows are independent)")
        .addOption(
          new Option("--unparsable <rule>", "what a row without a predicted label counts as")
            .choices(["miss", "drop", "class"])
            .default("miss"),
        );
      addWhereOption(command);
    },
    run: async (file, options) => {
      const [{ analyzeClassify }, { reportClassification }] = await Promise.all([
        import("../../../pipeline/analyze/classify.js"),
        import("../../../report/analyze/classification-report.js"),
      ]);
      return reportClassification(await analyzeClassify({ ...options, file }));
    },
  });
