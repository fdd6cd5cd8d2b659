// The library: what `import … from "lceval"` gives. The command line is made of the same functions.

export {
  FitError,
  InputError,
  JudgeUnusableError,
  LcevalError,
  OutputError,
  UsageError,
} from "../core/errors.js";
export type { Gate } from "../metrics/comparison/non-inferiority.js";
export type { RateInterval } from "../metrics/rates/rate-interval.js";
export type { ModelScore } from "../metrics/score/score-model.js";
export { type ScoreRecord, toScoreRecord } from "../report/score/score-record.js";
export { type AnalyzeAgreementRequest, analyzeAgreement } from "./analyze/agreement.js";
export { type AnalyzeCorrelationRequest, analyzeCorrelation } from "./analyze/correlation.js";
export { type AnalyzeGameabilityRequest, analyzeGameability } from "./analyze/gameability.js";
export { type AnalyzeHumanBudgetRequest, analyzeHumanBudget } from "./analyze/human-budget.js";
export { type AnalyzeJudgeRequest, analyzeJudge } from "./analyze/judge.js";
export { annotate } from "./annotate/annotate.js";
export { type AnnotateRequest, annotateDefaults } from "./annotate/annotate-request.js";
export type { AnnotateHooks, AnnotateProgress, AnnotateSummary } from "./annotate/annotation-session.js";
export { type AnnotationPlan, planAnnotation } from "./annotate/plan-annotation.js";
export { type CalibrateRequest, calibrate, calibrateDefaults, writeCalibration } from "./calibrate.js";
export { type CompareRequest, type CompareResult, compare } from "./compare.js";
export { generate } from "./generate/generate.js";
export { type GenerateRequest, generateDefaults } from "./generate/generate-request.js";
export type { GenerateHooks, GenerateProgress, GenerateSummary } from "./generate/generation-session.js";
export { type GenerationPlan, planGeneration } from "./generate/plan-generation.js";
export { type LeaderboardRequest, type LeaderboardResult, leaderboard } from "./leaderboard.js";
export { buildReport, type ReportRequest, reportDefaults } from "./report-page/page-request.js";
export { type ModelsToScore, type ScoreRequest, score, scoreDefaults } from "./score/score.js";
