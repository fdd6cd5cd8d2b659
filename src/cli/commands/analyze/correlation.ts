import {
  type AnalyzeCorrelationRequest,
  correlationOptions,
} from "../../../pipeline/analyze/requests/correlation.js";
import { defineAnalysis } from "./define-analysis.js";

export const correlation = defineAnalysis<AnalyzeCorrelationRequest>({
  summary: "how well scores of models order them as an outside ranking does",
  request: correlationOptions,
  examples: ["lceval analyze correlation leaderboard.csv --with arena.csv --rank-column elo"],
  report: async (request) => {
    const [{ analyzeCorrelation }, { reportCorrelation }] = await Promise.all([
      import("../../../pipeline/analyze/correlation.js"),
      import("../../../report/analyze/correlation-report.js"),
    ]);
    return reportCorrelation(await analyzeCorrelation(request));
  },
});
