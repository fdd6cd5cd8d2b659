import { UsageError } from "../../core/errors.js";
import { outputOption } from "../../pipeline/options/shared-options.js";
import { type ReportRequest, reportOptions } from "../../pipeline/report-page/report-request.js";
import { defineCommand } from "../define-command.js";
import { printNote } from "../run/print-report.js";

export const reportCommand = defineCommand<ReportRequest, { readonly output: string }>({
  request: reportOptions,
  options: {
    output: { ...outputOption, help: "where to write the page; - is standard output", required: true },
  },
  examples: [
    "lceval report judged.jsonl -o report.html",
    "lceval report judged.jsonl --pairs 0 -o figures.html",
  ],
  run: async (request, { output, quiet }) => {
    if (/\.(md|markdown|txt|csv|json)$/i.test(output))
      throw new UsageError(`a report is a page, and the name of ${output} says something else`, {
        hint: "name it FILE.html; tables in Markdown, csv or JSON are what `lceval score ANNOTATIONS -o FILE.md` writes",
      });
    const { buildReport } = await import("../../pipeline/report-page/page-request.js");
    const page = await buildReport(request);
    if (output === "-") {
      process.stdout.write(page);
      return;
    }
    const { writeText } = await import("../../pipeline/outputs/write-report.js");
    await writeText(output, page);
    printNote(`wrote ${output} (${Math.ceil(Buffer.byteLength(page) / 1024)} KiB)`, { quiet });
  },
});
