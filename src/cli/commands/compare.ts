import { type CompareRequest, compareOptions } from "../../pipeline/compare-request.js";
import { option, under } from "../../pipeline/options/option-table.js";
import { numberBetween } from "../../pipeline/options/option-values.js";
import { defineCommand } from "../define-command.js";
import { outputOptions } from "../options/output-options.js";
import { printGates, setGateExitCode } from "../run/print-gates.js";
import { type OutputOptions, printReport } from "../run/print-report.js";

interface CompareOutput extends OutputOptions {
  readonly detect?: number;
}

export const compareCommand = defineCommand<CompareRequest, CompareOutput>({
  request: compareOptions,
  options: {
    ...under("Options:", "any", {
      detect: option(
        "<points>",
        "how many instructions a difference of so many points needs",
        numberBetween(0, 100, true),
      ),
    }),
    ...outputOptions,
  },
  examples: [
    "lceval compare new.jsonl old.jsonl",
    "lceval compare new.jsonl old.jsonl --detect 2",
    "lceval compare step-1.jsonl step-2.jsonl step-3.jsonl --series",
    "lceval compare alpaca.jsonl arena.jsonl --over base",
  ],
  run: async (request, options) => {
    const { compare } = await import("../../pipeline/compare.js");
    const { reportComparison } = await import("../../report/compare/compare-report.js");
    const found = await compare(request);
    await printReport(reportComparison(found, { detectPercent: options.detect ?? null }), options);
    setGateExitCode(printGates(found.gates, options));
  },
});
