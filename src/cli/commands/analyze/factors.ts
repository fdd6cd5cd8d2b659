import type { Command } from "@commander-js/extra-typings";
import { addAnalysis, addWhereOption, type WhereOption } from "../../options/analysis-options.js";
import { names, rangeOfNumbers } from "../../options/option-values.js";

interface FactorsOptions extends WhereOption {
  readonly outcome: string;
  readonly factors: readonly string[];
  readonly range?: { min: number; max: number };
  readonly cluster?: string;
  readonly interactions?: true;
}

export const addFactorsAnalysis = (analyze: Command) =>
  addAnalysis<string, FactorsOptions>(analyze, {
    name: "factors",
    description: "how an outcome differs between conditions, repeats of an item taken together",
    argument: ["<file>", "a file with a row an outcome: its conditions, its item"],
    addOptions: (command) => {
      command
        .requiredOption("--outcome <column>", "a number, or true and false")
        .option("--range <min..max>", "from where to where the outcome goes (default: 0..1)", rangeOfNumbers)
        .requiredOption("--factors <columns>", "the conditions", names)
        .option("--cluster <column>", "the item whose rows are dependent (default: rows are independent)")
        .option("--interactions", "how far each difference depends on each other factor");
      addWhereOption(command);
    },
    run: async (file, options) => {
      const [{ analyzeFactors }, { reportFactors }] = await Promise.all([
        import("../../../pipeline/analyze/factors.js"),
        import("../../../report/analyze/factors-report.js"),
      ]);
      return reportFactors(await analyzeFactors({ ...options, file }));
    },
  });
