import { type AnalyzeLabelsRequest, labelsOptions } from "../../../pipeline/analyze/requests/labels.js";
import { defineAnalysis } from "./define-analysis.js";

export const labels = defineAnalysis<AnalyzeLabelsRequest>({
  summary: "how often groups of outputs get each label, and how far each group is from a control",
  request: labelsOptions,
  examples: [
    "lceval analyze labels judged.jsonl --group-column persona \\",
    "    --control-group none --pair-column prompt",
    "lceval analyze labels judged.jsonl --group-column method \\",
    "    --control-group plain --by family,dataset --pair-column prompt",
  ],
  report: async (request) => {
    const [{ analyzeLabels }, { reportGroupRates }] = await Promise.all([
      import("../../../pipeline/analyze/labels.js"),
      import("../../../report/analyze/group-rates-report.js"),
    ]);
    return reportGroupRates(await analyzeLabels(request));
  },
});
