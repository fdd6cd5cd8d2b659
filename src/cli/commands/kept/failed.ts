import { type FailedRequest, failedOptions } from "../../../pipeline/failed.js";
import { defineCommand } from "../../define-command.js";
import { outputOptions } from "../../options/output-options.js";
import { type OutputOptions, printReport } from "../../run/print-report.js";

export const failedCommand = defineCommand<FailedRequest, OutputOptions>({
  request: failedOptions,
  options: outputOptions,
  examples: ["lceval failed judged.jsonl", "lceval failed outputs.jsonl --format json"],
  run: async (request, options) => {
    const { listFailed } = await import("../../../pipeline/failed.js");
    const { reportFailed } = await import("../../../report/failed-report.js");
    await printReport(reportFailed(await listFailed(request)), options);
  },
});
