import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { addCommonOptions } from "../options/common-options.js";
import { collect } from "../options/option-values.js";
import { addReadingOptions, type ReadingCommandOptions } from "../options/score-options.js";
import { type OutputOptions, printNote, printReport } from "../run/print-report.js";

const ridgeHelp = "how strongly difficulty is drawn to 0: a number above 0, or cv (needs three models)";

export function defineCalibrate(command: Command): void {
  command
    .argument("<annotations...>", "annotation files or globs of the models, all against one baseline")
    .requiredOption(
      "-o, --output <file>",
      "where to write the calibration (score reads it: --difficulty FILE); - is standard output",
    )
    .option(
      "--gamed <file>",
      "annotations of the baseline's verbose and concise variants (repeatable)",
      collect,
    )
    .option("--ridge <lambda>", ridgeHelp, parseRidge, 1)
    .option("--name <name>", "what to call the calibration in results")
    .addOption(
      new Option("--format <name>", "how to print what was found").choices([
        "table",
        "json",
        "csv",
        "markdown",
      ]),
    )
    .action(async (annotations, options) => {
      await calibrateAndReport(annotations, options as unknown as CalibrateCommandOptions);
    });
  addReadingOptions(command);
  addCommonOptions(command);
}

interface CalibrateCommandOptions extends OutputOptions, ReadingCommandOptions {
  readonly output: string;
  readonly gamed?: readonly string[];
  readonly ridge: number | "cv";
  readonly name?: string;
  readonly seed: number;
}

async function calibrateAndReport(
  annotations: readonly string[],
  options: CalibrateCommandOptions,
): Promise<void> {
  const [{ calibrate, writeCalibration }, { reportCalibration }] = await Promise.all([
    import("../../pipeline/calibrate.js"),
    import("../../report/calibration-report.js"),
  ]);
  const { output, ...rest } = options;
  const { result, file } = await calibrate({ ...rest, annotations });
  await writeCalibration(output, file);
  if (output === "-") return;
  if (!options.quiet) await printReport(reportCalibration(file.name, result), rest);
  printNote(`wrote ${output}; use it with: lceval score ANNOTATIONS --difficulty ${output}`, options);
}

function parseRidge(text: string): number | "cv" {
  if (text === "cv") return text;
  const ridge = Number(text);
  if (text.trim() === "" || !Number.isFinite(ridge) || ridge <= 0)
    throw new InvalidArgumentError("a number above 0, or cv, is needed.");
  return ridge;
}
