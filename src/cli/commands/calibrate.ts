import { type CalibrateRequest, calibrateOptions } from "../../pipeline/calibrate-request.js";
import { outputOption } from "../../pipeline/options/shared-options.js";
import { defineCommand } from "../define-command.js";
import { outputOptions, printOptions } from "../options/output-options.js";
import { type OutputOptions, printNote, printReport, printWarning } from "../run/print-report.js";

interface CalibrationOutput extends OutputOptions {
  readonly output: string;
}

export const calibrateCommand = defineCommand<CalibrateRequest, CalibrationOutput>({
  request: calibrateOptions,
  options: {
    output: {
      ...outputOption,
      help: "where to write the calibration (score reads it: --difficulty FILE); - is standard output",
      required: true,
    },
    ...printOptions,
    noWarn: outputOptions.noWarn,
  },
  examples: [
    "lceval calibrate 'annotations/*.jsonl' --name my-set -o my-set.json",
    "lceval score judged.jsonl --difficulty my-set.json",
  ],
  run: async (request, { output, ...options }) => {
    const { calibrate, writeCalibration } = await import("../../pipeline/calibrate.js");
    const { reportCalibration } = await import("../../report/calibration-report.js");
    const onWarning = (warning: string) => printWarning(warning, options);
    const { result, file } = await calibrate({ ...request, onWarning });
    await writeCalibration(output, file);
    if (output === "-") return;
    if (!options.quiet) await printReport(reportCalibration(file.name, result), options);
    printNote(`wrote ${output}; use it with: lceval score ANNOTATIONS --difficulty ${output}`, options);
  },
});
