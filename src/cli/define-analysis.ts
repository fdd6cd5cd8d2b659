// What every `lceval analyze …` takes and does beside its own: a report at the end, as a page too.
import { type OptionTable, option, under } from "../pipeline/options/option-table.js";
import type { BootstrapHooks } from "../pipeline/options/shared-options.js";
import type { Report } from "../report/report.js";
import { type DefinedCommand, defineCommand } from "./define-command.js";
import { outputOptions } from "./options/output-options.js";
import { watchBootstrap } from "./run/bootstrap-progress.js";
import { type OutputOptions, printReport, printWarning } from "./run/print-report.js";

/** One analysis: what it is asked, and what there is to say. */
export interface Analysis<Request> {
  readonly summary: string;
  readonly request: OptionTable<Request>;
  readonly examples: readonly string[];
  /** Loads what it needs, and finds what there is to say. */
  readonly report: (request: Request, hooks: BootstrapHooks) => Promise<Report>;
}

interface AnalysisOptions extends OutputOptions {
  readonly html?: string;
}

export const defineAnalysis = <Request extends object>({
  report,
  ...analysis
}: Analysis<Request>): DefinedCommand =>
  defineCommand<Request, AnalysisOptions>({
    ...analysis,
    options: {
      ...under("Options:", "inside", {
        html: option("<file>", "write the tables as a page too, bars as figures"),
      }),
      ...outputOptions,
    },
    run: async (request, options) => {
      const onWarning = (warning: string) => printWarning(warning, options);
      const told = "onWarning" in analysis.request ? { ...request, onWarning } : request;
      const found = await report(told, watchBootstrap(options));
      if (options.html !== undefined) {
        const { writeReport } = await import("../pipeline/outputs/write-report.js");
        await writeReport(found, options.html, "html");
      }
      await printReport(found, options);
    },
  });
