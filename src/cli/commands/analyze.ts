import type { Command } from "@commander-js/extra-typings";
import { addAgreementAnalysis } from "./analyze/agreement.js";
import { addClassifyAnalysis } from "./analyze/classify.js";
import { addCorrelationAnalysis } from "./analyze/correlation.js";
import { addFactorsAnalysis } from "./analyze/factors.js";
import { addGameabilityAnalysis } from "./analyze/gameability.js";
import { addHumanBudgetAnalysis } from "./analyze/human-budget.js";
import { addJudgeAnalysis } from "./analyze/judge.js";
import { addLabelsAnalysis } from "./analyze/labels.js";
import { addRegressAnalysis } from "./analyze/regress.js";
import { addWordsAnalysis } from "./analyze/words.js";

const analyses = [
  addAgreementAnalysis,
  addJudgeAnalysis,
  addCorrelationAnalysis,
  addGameabilityAnalysis,
  addHumanBudgetAnalysis,
  addLabelsAnalysis,
  addWordsAnalysis,
  addFactorsAnalysis,
  addClassifyAnalysis,
  addRegressAnalysis,
];

export function defineAnalyze(analyze: Command): void {
  for (const add of analyses) add(analyze as unknown as Command);
}
