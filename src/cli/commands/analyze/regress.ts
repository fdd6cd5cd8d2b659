import { type AnalyzeRegressRequest, regressOptions } from "../../../pipeline/analyze/requests/regress.js";
import { defineAnalysis } from "./define-analysis.js";

export const regress = defineAnalysis<AnalyzeRegressRequest>({
  summary: "how a score goes with figures of the models, such as the length of their answers",
  request: regressOptions,
  examples: [
    "lceval analyze regress scores.json --on avg_length,unique_token_count \\",
    "    --annotations 'annotations/*.jsonl'",
  ],
  report: async (request) => {
    const [{ analyzeRegress }, { reportRegression }] = await Promise.all([
      import("../../../pipeline/analyze/regress.js"),
      import("../../../report/analyze/regression-report.js"),
    ]);
    return reportRegression(await analyzeRegress(request));
  },
});
