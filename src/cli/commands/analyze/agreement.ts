import {
  type AnalyzeAgreementRequest,
  agreementOptions,
} from "../../../pipeline/analyze/requests/agreement.js";
import { defineAnalysis } from "./define-analysis.js";

export const agreement = defineAnalysis<AnalyzeAgreementRequest>({
  summary: "a judge against human labels of the same items, with the humans against each other beside it",
  request: agreementOptions,
  examples: [
    "lceval analyze agreement judge.json --against humans.json --id-column idx \\",
    "    --judge-column verdict --human-columns ann1,ann2,ann3 \\",
    "    --labels model=2,baseline=1,tie=0",
  ],
  report: async (request, hooks) => {
    const [{ analyzeAgreement }, { reportAgreement }] = await Promise.all([
      import("../../../pipeline/analyze/agreement.js"),
      import("../../../report/analyze/agreement-report.js"),
    ]);
    return reportAgreement(await analyzeAgreement(request, hooks));
  },
});
