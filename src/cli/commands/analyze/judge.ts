import { type AnalyzeJudgeRequest, judgeOptions } from "../../../pipeline/analyze/requests/judge.js";
import { defineAnalysis } from "./define-analysis.js";

export const judge = defineAnalysis<AnalyzeJudgeRequest>({
  summary: "a judge's biases without humans: position, length, markdown, kin, ties, repeats",
  request: judgeOptions,
  examples: ["lceval analyze judge 'annotations/*.json.gz' --order reference"],
  report: async (request) => {
    const [{ analyzeJudge }, { reportJudge }] = await Promise.all([
      import("../../../pipeline/analyze/judge.js"),
      import("../../../report/analyze/judge-report.js"),
    ]);
    return reportJudge(await analyzeJudge(request));
  },
});
