import { countOf } from "../../core/count-of.js";
import { type ConvertRequest, convertOptions } from "../../pipeline/convert-request.js";
import { defineCommand } from "../define-command.js";
import { printNote, printWarning } from "../run/print-report.js";

export const convertCommand = defineCommand<ConvertRequest, object>({
  request: convertOptions,
  options: {},
  examples: [
    "lceval convert judged.jsonl -o annotations.json",
    "lceval convert verdicts.csv -o annotations.json \\",
    "    --columns preference=winner --labels model=B,baseline=A,tie=tie",
  ],
  run: async (request, options) => {
    const { convertAnnotations } = await import("../../pipeline/convert.js");
    const { rows, warnings } = await convertAnnotations(request);
    for (const warning of warnings) printWarning(warning, options);
    if (request.output !== "-") printNote(`wrote ${request.output} (${countOf(rows, "row")})`, options);
  },
});
