import { countOf } from "../../../core/count-of.js";
import { type MergeRequest, mergeOptions } from "../../../pipeline/scale/merge-request.js";
import { defineCommand } from "../../define-command.js";
import { printNote } from "../../run/print-report.js";

export const mergeCommand = defineCommand<MergeRequest, object>({
  request: mergeOptions,
  options: {},
  examples: [
    "lceval merge judged-1.jsonl judged-2.jsonl -o judged.jsonl",
    "lceval merge store-1 store-2 -o store",
  ],
  run: async (request, options) => {
    const { merge } = await import("../../../pipeline/scale/merge.js");
    const { lines, left, warnings } = await merge(request);
    for (const warning of warnings) printNote(`! ${warning}`, options);
    printNote(`${request.output}: ${countOf(lines, "line")}, ${left} left out that others repeat`, options);
  },
});
