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
    const { plan } = await import("../../pipeline/plan.js");
    const { reportPlan } = await import("../../report/plan-report.js");
    await printReport(reportPlan(await plan(request)), options);
  },
});
