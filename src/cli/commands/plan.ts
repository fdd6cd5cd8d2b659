import { type PlanRequest, planOptions } from "../../pipeline/plan-request.js";
import { defineCommand } from "../define-command.js";
import { outputOptions } from "../options/output-options.js";
import { type OutputOptions, printReport } from "../run/print-report.js";

export const planCommand = defineCommand<PlanRequest, OutputOptions>({
  request: planOptions,
  options: outputOptions,
  examples: [
    "lceval plan",
    "lceval plan pilot.jsonl --half-width 2",
    "lceval plan judged.jsonl --detect 4 --format json",
  ],
  run: async (request, options) => {
    const [{ plan }, { reportPlan }] = await Promise.all([
      import("../../pipeline/plan.js"),
      import("../../report/plan-report.js"),
    ]);
    await printReport(reportPlan(await plan(request)), options);
  },
});
