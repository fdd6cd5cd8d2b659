import type { Command } from "@commander-js/extra-typings";
import {
  addAnalysis,
  addGroupOptions,
  addWhereOption,
  type GroupOptions,
} from "../../options/analysis-options.js";
import { names } from "../../options/option-values.js";

interface LabelsOptions extends GroupOptions {
  readonly labelColumn?: string;
  readonly only?: readonly string[];
  readonly by?: readonly string[];
}

export const addLabelsAnalysis = (analyze: Command) =>
  addAnalysis<string, LabelsOptions>(analyze, {
    name: "labels",
    description: "how often groups of outputs get each label, and how far each group is from a control",
    argument: ["<file>", "a file with a row an output: its label, its group, its prompt"],
    addOptions: (command) => {
      command
        .option("--label-column <name>", "the label (default: label, else raw_label)")
        .option("--only <labels>", "the labels to compare (default: all)", names)
        .option(
          "--by <columns>",
          "compare groups within each combination of these, as family,dataset",
          names,
        );
      addGroupOptions(command);
      addWhereOption(command);
    },
    run: async (file, options) => {
      const [{ analyzeLabels }, { reportGroupRates }] = await Promise.all([
        import("../../../pipeline/analyze/labels.js"),
        import("../../../report/analyze/group-rates-report.js"),
      ]);
      return reportGroupRates(await analyzeLabels({ ...options, file }));
    },
  });
