import type { Command } from "@commander-js/extra-typings";
import { addCommonOptions } from "../options/common-options.js";
import { wholeNumberBetween } from "../options/option-values.js";
import { addFitOptions, type FitCommandOptions } from "../options/score-options.js";
import { printNote } from "../run/print-report.js";

export function defineReport(report: Command): void {
  const command = report.argument(
    "<files...>",
    "annotation files, results of `score -o`, or globs of either",
  );
  addFitOptions(command)
    .requiredOption("-o, --output <file>", "where to write the page; - is standard output")
    .option("--title <text>", "heading of the page (default: who is compared with whom)")
    .option(
      "--pairs <n>",
      "pairs to show with their texts, over all models; 0 keeps every text out",
      wholeNumberBetween(0),
      240,
    )
    .action(async (inputs, options) => {
      await writePage(inputs, options as unknown as ReportCommandOptions);
    });
  addCommonOptions(command);
}

interface ReportCommandOptions extends FitCommandOptions {
  readonly output: string;
  readonly title?: string;
  readonly pairs: number;
  readonly quiet?: true;
}

async function writePage(inputs: readonly string[], options: ReportCommandOptions): Promise<void> {
  const { output, title, pairs, quiet } = options;
  const { buildReport } = await import("../../pipeline/report-page/page-request.js");
  const page = await buildReport({ ...options, inputs, title, pairs });
  if (output === "-") {
    process.stdout.write(page);
    return;
  }
  const { writeText } = await import("../../pipeline/outputs/write-report.js");
  await writeText(output, page);
  printNote(`wrote ${output} (${Math.ceil(Buffer.byteLength(page) / 1024)} KiB)`, { quiet });
}
