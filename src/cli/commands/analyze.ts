import { type AnalyzeAgreementRequest, agreementOptions } from "../../pipeline/analyze/requests/agreement.js";
import { type AnalyzeClassifyRequest, classifyOptions } from "../../pipeline/analyze/requests/classify.js";
import {
  type AnalyzeCorrelationRequest,
  correlationOptions,
} from "../../pipeline/analyze/requests/correlation.js";
import { type AnalyzeFactorsRequest, factorsOptions } from "../../pipeline/analyze/requests/factors.js";
import {
  type AnalyzeGameabilityRequest,
  gameabilityOptions,
} from "../../pipeline/analyze/requests/gameability.js";
import {
  type AnalyzeHumanBudgetRequest,
  humanBudgetOptions,
} from "../../pipeline/analyze/requests/human-budget.js";
import { type AnalyzeJudgeRequest, judgeAnalysisOptions } from "../../pipeline/analyze/requests/judge.js";
import { type AnalyzeLabelsRequest, labelsOptions } from "../../pipeline/analyze/requests/labels.js";
import { type AnalyzeOverlapRequest, overlapOptions } from "../../pipeline/analyze/requests/overlap.js";
import { type AnalyzeRegressRequest, regressOptions } from "../../pipeline/analyze/requests/regress.js";
import { type AnalyzeWordsRequest, wordsOptions } from "../../pipeline/analyze/requests/words.js";
import { defineAnalysis } from "../define-analysis.js";
import { defineGroup } from "../define-command.js";

export const analyzeCommand = defineGroup({
  agreement: defineAnalysis<AnalyzeAgreementRequest>({
    summary: "a judge against human labels of the same items, with the humans against each other beside it",
    request: agreementOptions,
    examples: [
      "lceval analyze agreement judge.json --against humans.json --id-column idx \\",
      "    --judge-column verdict --human-columns ann1,ann2,ann3 \\",
      "    --labels model=2,baseline=1,tie=0",
    ],
    report: async (request, hooks) => {
      const { analyzeAgreement } = await import("../../pipeline/analyze/agreement.js");
      const { reportAgreement } = await import("../../report/analyze/agreement-report.js");
      return reportAgreement(await analyzeAgreement(request, hooks));
    },
  }),
  judge: defineAnalysis<AnalyzeJudgeRequest>({
    summary: "a judge's biases without humans: position, length, markdown, kin, ties, repeats",
    request: judgeAnalysisOptions,
    examples: ["lceval analyze judge 'annotations/*.json.gz' --order reference"],
    report: async (request) => {
      const { analyzeJudge } = await import("../../pipeline/analyze/judge.js");
      const { reportJudge } = await import("../../report/analyze/judge-report.js");
      return reportJudge(await analyzeJudge(request));
    },
  }),
  correlation: defineAnalysis<AnalyzeCorrelationRequest>({
    summary: "how well scores of models order them as an outside ranking does",
    request: correlationOptions,
    examples: ["lceval analyze correlation leaderboard.csv --with arena.csv --rank-column elo"],
    report: async (request) => {
      const { analyzeCorrelation } = await import("../../pipeline/analyze/correlation.js");
      const { reportCorrelation } = await import("../../report/analyze/correlation-report.js");
      return reportCorrelation(await analyzeCorrelation(request));
    },
  }),
  gameability: defineAnalysis<AnalyzeGameabilityRequest>({
    summary: "how far prompting the same models to be concise or verbose moves a metric",
    request: gameabilityOptions,
    examples: ["lceval analyze gameability leaderboard.csv --variants variants.csv"],
    report: async (request) => {
      const { analyzeGameability } = await import("../../pipeline/analyze/gameability.js");
      const { reportGameability } = await import("../../report/analyze/gameability-report.js");
      return reportGameability(await analyzeGameability(request));
    },
  }),
  "human-budget": defineAnalysis<AnalyzeHumanBudgetRequest>({
    summary: "win rates from a few human labels on top of many judged pairs, and what more labels would buy",
    request: humanBudgetOptions,
    examples: ["lceval analyze human-budget judged.jsonl --labels-file human-labels.csv"],
    report: async (request) => {
      const { analyzeHumanBudget } = await import("../../pipeline/analyze/human-budget.js");
      const { reportHumanBudget } = await import("../../report/analyze/human-budget-report.js");
      return reportHumanBudget(await analyzeHumanBudget(request));
    },
  }),
  labels: defineAnalysis<AnalyzeLabelsRequest>({
    summary: "how often groups of outputs get each label, and how far each group is from a control",
    request: labelsOptions,
    examples: [
      "lceval analyze labels judged.jsonl --group-column persona \\",
      "    --control-group none --pair-column prompt",
      "lceval analyze labels judged.jsonl --group-column method \\",
      "    --control-group plain --by family,dataset --pair-column prompt",
    ],
    report: async (request) => {
      const { analyzeLabels } = await import("../../pipeline/analyze/labels.js");
      const { reportGroupRates } = await import("../../report/analyze/group-rates-report.js");
      return reportGroupRates(await analyzeLabels(request));
    },
  }),
  words: defineAnalysis<AnalyzeWordsRequest>({
    summary: "how often groups of texts use the words of lists: lexical odds ratios",
    request: wordsOptions,
    examples: [
      "lceval analyze words letters.jsonl --words lists.csv --group-column gender \\",
      "    --control-group man --pair-column prompt",
    ],
    report: async (request) => {
      const { analyzeWords } = await import("../../pipeline/analyze/words.js");
      const { reportGroupRates } = await import("../../report/analyze/group-rates-report.js");
      return reportGroupRates(await analyzeWords(request));
    },
  }),
  overlap: defineAnalysis<AnalyzeOverlapRequest>({
    summary: "how far outputs and their references overlap: ROUGE-L, exact match",
    request: overlapOptions,
    examples: [
      "lceval analyze overlap answers.jsonl --group-column generator --control-group base \\",
      "    --pair-column id --by task",
    ],
    report: async (request) => {
      const { analyzeOverlap } = await import("../../pipeline/analyze/overlap.js");
      const { reportGroupRates } = await import("../../report/analyze/group-rates-report.js");
      return reportGroupRates(await analyzeOverlap(request));
    },
  }),
  factors: defineAnalysis<AnalyzeFactorsRequest>({
    summary: "how an outcome differs between conditions, repeats of an item taken together",
    request: factorsOptions,
    examples: [
      "lceval analyze factors runs.jsonl --outcome correct \\",
      "    --factors prompt,temperature --cluster item",
    ],
    report: async (request) => {
      const { analyzeFactors } = await import("../../pipeline/analyze/factors.js");
      const { reportFactors } = await import("../../report/analyze/factors-report.js");
      return reportFactors(await analyzeFactors(request));
    },
  }),
  classify: defineAnalysis<AnalyzeClassifyRequest>({
    summary: "predicted labels and probabilities against gold ones",
    request: classifyOptions,
    examples: [
      "lceval analyze classify survey.csv --gold answer --predicted guess \\",
      "    --probability p_yes --by question --cluster respondent",
    ],
    report: async (request, hooks) => {
      const { analyzeClassify } = await import("../../pipeline/analyze/classify.js");
      const { reportClassify } = await import("../../report/analyze/classify-report.js");
      return reportClassify(await analyzeClassify(request, hooks));
    },
  }),
  regress: defineAnalysis<AnalyzeRegressRequest>({
    summary: "how a score goes with figures of the models, such as the length of their answers",
    request: regressOptions,
    examples: [
      "lceval analyze regress scores.json --on avg_length,unique_token_count \\",
      "    --annotations 'annotations/*.jsonl'",
    ],
    report: async (request) => {
      const { analyzeRegress } = await import("../../pipeline/analyze/regress.js");
      const { reportRegress } = await import("../../report/analyze/regress-report.js");
      return reportRegress(await analyzeRegress(request));
    },
  }),
});
