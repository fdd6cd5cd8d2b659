import { type AnalyzeFactorsRequest, factorsOptions } from "../../../pipeline/analyze/requests/factors.js";
import { defineAnalysis } from "./define-analysis.js";

export const factors = defineAnalysis<AnalyzeFactorsRequest>({
  summary: "how an outcome differs between conditions, repeats of an item taken together",
  request: factorsOptions,
  examples: [
    "lceval analyze factors runs.jsonl --outcome correct \\",
    "    --factors prompt,temperature --cluster item",
  ],
  report: async (request) => {
    const [{ analyzeFactors }, { reportFactors }] = await Promise.all([
      import("../../../pipeline/analyze/factors.js"),
      import("../../../report/analyze/factors-report.js"),
    ]);
    return reportFactors(await analyzeFactors(request));
  },
});
