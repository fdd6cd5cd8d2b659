// What every `lceval analyze …` takes and does beside its own: a report at the end, as a page too.
import { type OptionTable, option, under } from "../pipeline/options/option-table.js";
import type { BootstrapHooks } from "../pipeline/options/shared-options.js";
import type { Report } from "../report/report.js";
import { type DefinedCommand, defineCommand } from "./define-command.js";
import { outputOptions } from "./options/output-options.js";
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

// How far a bootstrap is, on standard error: a line that is written over on a terminal, elsewhere one every 30 seconds.
// The samples are drawn in one stretch, so that no timer comes between: every sample looks at the clock.
const [redrawMs, lineEveryMs] = [200, 30_000];

/** What an analysis with a bootstrap is told to tell; nothing with `--quiet`, nor of what takes less than a moment. */
function watchBootstrap({ quiet }: { readonly quiet?: boolean | undefined }): BootstrapHooks {
  if (quiet) return {};
  const { isTTY } = process.stderr;
  let lastMs = Date.now();
  let isShown = false;
  const onReplicate = (drawn: number, of: number) => {
    if (drawn === of && isShown) {
      process.stderr.write("\r\u001b[K");
      isShown = false;
    }
    if (drawn === of || Date.now() - lastMs < (isTTY ? redrawMs : lineEveryMs)) return;
    lastMs = Date.now();
    const text = `${drawn} of ${of} bootstrap samples`;
    process.stderr.write(isTTY ? `\r\u001b[K${text}` : `${text}\n`);
    isShown = isTTY;
  };
  return { onReplicate };
}
