import {
  type AnalyzeHumanBudgetRequest,
  humanBudgetOptions,
} from "../../../pipeline/analyze/requests/human-budget.js";
import { defineAnalysis } from "./define-analysis.js";

export const humanBudget = defineAnalysis<AnalyzeHumanBudgetRequest>({
  summary: "win rates from a few human labels on top of many judged pairs, and what more labels would buy",
  request: humanBudgetOptions,
  examples: ["lceval analyze human-budget judged.jsonl --labels-file human-labels.csv"],
  report: async (request) => {
    const [{ analyzeHumanBudget }, { reportHumanBudget }] = await Promise.all([
      import("../../../pipeline/analyze/human-budget.js"),
      import("../../../report/analyze/human-budget-report.js"),
    ]);
    return reportHumanBudget(await analyzeHumanBudget(request));
  },
});
