import { type AnalyzeWordsRequest, wordsOptions } from "../../../pipeline/analyze/requests/words.js";
import { defineAnalysis } from "./define-analysis.js";

export const words = defineAnalysis<AnalyzeWordsRequest>({
  summary: "how often groups of texts use the words of lists: lexical odds ratios",
  request: wordsOptions,
  examples: [
    "lceval analyze words letters.jsonl --words lists.csv --group-column gender \\",
    "    --control-group man --pair-column prompt",
  ],
  report: async (request) => {
    const [{ analyzeWords }, { reportGroupRates }] = await Promise.all([
      import("../../../pipeline/analyze/words.js"),
      import("../../../report/analyze/group-rates-report.js"),
    ]);
    return reportGroupRates(await analyzeWords(request));
  },
});
