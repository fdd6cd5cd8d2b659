import { type AnalyzeClassifyRequest, classifyOptions } from "../../../pipeline/analyze/requests/classify.js";
import { defineAnalysis } from "./define-analysis.js";

export const classify = defineAnalysis<AnalyzeClassifyRequest>({
  summary: "predicted labels and probabilities against gold ones",
  request: classifyOptions,
  examples: [
    "lceval analyze classify survey.csv --gold answer --predicted guess \\",
    "    --probability p_yes --by question --cluster respondent",
  ],
  report: async (request, hooks) => {
    const [{ analyzeClassify }, { reportClassification }] = await Promise.all([
      import("../../../pipeline/analyze/classify.js"),
      import("../../../report/analyze/classification-report.js"),
    ]);
    return reportClassification(await analyzeClassify(request, hooks));
  },
});
