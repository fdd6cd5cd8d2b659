import {
  type AnalyzeGameabilityRequest,
  gameabilityOptions,
} from "../../../pipeline/analyze/requests/gameability.js";
import { defineAnalysis } from "./define-analysis.js";

export const gameability = defineAnalysis<AnalyzeGameabilityRequest>({
  summary: "how far prompting the same models to be concise or verbose moves a metric",
  request: gameabilityOptions,
  examples: ["lceval analyze gameability leaderboard.csv --variants variants.csv"],
  report: async (request) => {
    const [{ analyzeGameability }, { reportGameability }] = await Promise.all([
      import("../../../pipeline/analyze/gameability.js"),
      import("../../../report/analyze/gameability-report.js"),
    ]);
    return reportGameability(await analyzeGameability(request));
  },
});
