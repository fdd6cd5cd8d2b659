import type { Command } from "@commander-js/extra-typings";
import { addCommonOptions } from "../options/common-options.js";
import { numberBetween } from "../options/option-values.js";
import {
  addFitOptions,
  addGateOptions,
  addOutputOptions,
  addRowsOption,
  type FitCommandOptions,
} from "../options/score-options.js";
import { printGates, setGateExitCode } from "../run/print-gates.js";
import { type OutputOptions, printReport } from "../run/print-report.js";

export function defineCompare(compare: Command): void {
  const command = compare.argument(
    "<models...>",
    "two or more files: annotations, or results written with score -o; the first minus the second",
  );
  addFitOptions(command)
    .option(
      "--detect <points>",
      "how many instructions a difference of so many points needs",
      numberBetween(0, 100, true),
    )
    .option("--series", "the models are checkpoints in order: each step's change, and the trend");
  addOutputOptions(addGateOptions(addRowsOption(command))).action(async (models, options) => {
    await compareAndReport(models, options as unknown as CompareCommandOptions);
  });
  addCommonOptions(command);
}

interface CompareCommandOptions extends FitCommandOptions, OutputOptions {
  readonly detect?: number;
  readonly series?: true;
  readonly against?: string;
  readonly margin?: number;
  readonly rows?: "shared" | "own";
}

async function compareAndReport(models: readonly string[], options: CompareCommandOptions): Promise<void> {
  const [{ compare }, { reportComparison }] = await Promise.all([
    import("../../pipeline/compare.js"),
    import("../../report/compare/compare-report.js"),
  ]);
  const { margin, detect, series = false, against, rows } = options;
  const found = await compare({ ...options, models, series, against, marginPercent: margin, rows });
  await printReport(reportComparison(found, { detectPercent: detect ?? null }), options);
  setGateExitCode(printGates(found.gates, options));
}
