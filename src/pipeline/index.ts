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
export { analyzeAgreement } from "./analyze/agreement.js";
export { analyzeCorrelation } from "./analyze/correlation.js";
export { analyzeGameability } from "./analyze/gameability.js";
export { analyzeHumanBudget } from "./analyze/human-budget.js";
export { analyzeJudge } from "./analyze/judge.js";
export type { AnalyzeAgreementRequest } from "./analyze/requests/agreement.js";
export type { AnalyzeCorrelationRequest } from "./analyze/requests/correlation.js";
export type { AnalyzeGameabilityRequest } from "./analyze/requests/gameability.js";
export type { AnalyzeHumanBudgetRequest } from "./analyze/requests/human-budget.js";
export type { AnalyzeJudgeRequest } from "./analyze/requests/judge.js";
export { annotate } from "./annotate/annotate.js";
export { type AnnotateRequest, annotateDefaults } from "./annotate/annotate-request.js";
export type { AnnotateHooks, AnnotateProgress, AnnotateSummary } from "./annotate/annotation-session.js";
export { type AnnotationPlan, planAnnotation } from "./annotate/plan-annotation.js";
export { calibrate, writeCalibration } from "./calibrate.js";
export { type CalibrateRequest, calibrateDefaults } from "./calibrate-request.js";
export { type CompareResult, compare } from "./compare.js";
export type { CompareRequest } from "./compare-request.js";
export { generate } from "./generate/generate.js";
export { type GenerateRequest, generateDefaults } from "./generate/generate-request.js";
export type { GenerateHooks, GenerateProgress, GenerateSummary } from "./generate/generation-session.js";
export { type GenerationPlan, planGeneration } from "./generate/plan-generation.js";
export { type LeaderboardResult, leaderboard } from "./leaderboard.js";
export type { LeaderboardRequest } from "./leaderboard-request.js";
export { buildReport } from "./report-page/page-request.js";
export { type ReportRequest, reportDefaults } from "./report-page/report-request.js";
export { type ModelsToScore, score } from "./score/score.js";
export { type ScoreRequest, scoreDefaults } from "./score/score-request.js";
export { type Verification, verifyFile } from "./verify/verify.js";
export type { VerifyRequest } from "./verify/verify-request.js";
