// The library: what `import … from "lceval"` gives. The command line is made of the same functions.

export {
  FitError,
  InputError,
  JudgeUnusableError,
  LcevalError,
  OutputError,
  UsageError,
} from "../core/errors.js";
export type { ChatRequest, Completion } from "../endpoint/client/completion.js";
export type { CalibrationFile } from "../io/wire/calibration-file.js";
export type { ScoreRecord } from "../io/wire/score-result/score-record.js";
export { toScoreRecord } from "../io/wire/score-result/to-score-record.js";
export type { JudgeFunction, JudgeReply } from "../judge/judge-function.js";
export type { CalibrationResult } from "../length-control/calibrate/calibrate.js";
export type { AgreementAnalysis } from "../metrics/agreement/measure-agreement.js";
export type { HumanBudgetAnalysis } from "../metrics/agreement/prediction-powered.js";
export type { ClassifyAnalysis } from "../metrics/agreement/score-predictions.js";
export type { Gate, GateVerdict } from "../metrics/comparison/non-inferiority.js";
export type { FactorsAnalysis } from "../metrics/contrasts/factor-tests.js";
export type { CorrelationAnalysis } from "../metrics/correlation/correlate-ranking.js";
export type { RegressAnalysis } from "../metrics/correlation/regress-scores.js";
export type { GameabilityAnalysis } from "../metrics/correlation/relative-spread.js";
export type { JudgeAnalysis } from "../metrics/judge-bias/describe-judge.js";
export type { RateInterval } from "../metrics/rates/rate-interval.js";
export type { ModelScore } from "../metrics/score/score-model.js";
export type { ScoredModel } from "../metrics/score/scored-model.js";
export type { Order, Pair } from "../pairs/pair.js";
export type { GroupRatesAnalysis } from "../report/analyze/group-rates-report.js";
export type { ListedBatch } from "../report/batches-report.js";
export { type CompareResult, reportComparison } from "../report/compare/compare-report.js";
export { writeJunit } from "../report/formats/junit.js";
export { writeWorkflowCommands } from "../report/formats/workflow-commands.js";
export { fromGate, fromRequirement, type GateResult } from "../report/gates/gate-result.js";
export {
  checkRequirement,
  parseRequirement,
  type Requirement,
  type RequirementVerdict,
} from "../report/gates/requirement.js";
export { reportLeaderboard } from "../report/leaderboard/leaderboard-report.js";
export { type Plan, type PlannedModel, reportPlan } from "../report/plan-report.js";
export type { Report } from "../report/report.js";
export { reportScores } from "../report/score/score-report.js";
export { analyzeAgreement } from "./analyze/agreement.js";
export { analyzeClassify } from "./analyze/classify.js";
export { analyzeCorrelation } from "./analyze/correlation.js";
export { analyzeFactors } from "./analyze/factors.js";
export { analyzeGameability } from "./analyze/gameability.js";
export { analyzeHumanBudget } from "./analyze/human-budget.js";
export { analyzeJudge } from "./analyze/judge.js";
export { analyzeLabels } from "./analyze/labels.js";
export { analyzeOverlap } from "./analyze/overlap.js";
export { analyzeRegress } from "./analyze/regress.js";
export type { AnalyzeAgreementRequest } from "./analyze/requests/agreement.js";
export type { AnalyzeClassifyRequest } from "./analyze/requests/classify.js";
export type { AnalyzeCorrelationRequest } from "./analyze/requests/correlation.js";
export type { AnalyzeFactorsRequest } from "./analyze/requests/factors.js";
export type { AnalyzeGameabilityRequest } from "./analyze/requests/gameability.js";
export type { AnalyzeHumanBudgetRequest } from "./analyze/requests/human-budget.js";
export type { AnalyzeJudgeRequest } from "./analyze/requests/judge.js";
export type { AnalyzeLabelsRequest } from "./analyze/requests/labels.js";
export type { AnalyzeOverlapRequest } from "./analyze/requests/overlap.js";
export type { AnalyzeRegressRequest } from "./analyze/requests/regress.js";
export type { AnalyzeWordsRequest } from "./analyze/requests/words.js";
export { analyzeWords } from "./analyze/words.js";
export { annotate, type JudgedOutputs } from "./annotate/annotate.js";
export { type AnnotateRequest, annotateDefaults, type JudgeRequest } from "./annotate/annotate-request.js";
export type { AnnotateHooks, AnnotateProgress, AnnotateSummary } from "./annotate/annotation-session.js";
export { judge } from "./annotate/judge.js";
export type { AnnotationLine } from "./annotate/judgements/annotation-line.js";
export { type AnnotationPlan, planAnnotation } from "./annotate/plan-annotation.js";
export type { StopSignals } from "./asking/asking-request.js";
export { calibrate, writeCalibration } from "./calibrate.js";
export { type CalibrateRequest, calibrateDefaults } from "./calibrate-request.js";
export { compare } from "./compare.js";
export type { CompareRequest } from "./compare-request.js";
export { type Conversion, convertAnnotations } from "./convert.js";
export type { ConvertRequest } from "./convert-request.js";
export { type DemoResult, demo } from "./demo.js";
export { type DoctorFindings, type DoctorRequest, examine } from "./doctor/doctor.js";
export { type FailedRequest, listFailed } from "./failed.js";
export { generate } from "./generate/generate.js";
export { type GenerateRequest, generateDefaults } from "./generate/generate-request.js";
export type { GenerateHooks, GenerateProgress, GenerateSummary } from "./generate/generation-session.js";
export { type GenerationPlan, planGeneration } from "./generate/plan-generation.js";
export type { CopyJudgeRequest, JudgeCheckRequest } from "./judge-check-request.js";
export {
  checkJudge,
  copyJudge,
  describeJudges,
  type JudgeCheck,
  type JudgeSamples,
  listJudges,
  sampleRequests,
} from "./judges.js";
export { type LeaderboardResult, leaderboard } from "./leaderboard.js";
export type { LeaderboardRequest } from "./leaderboard-request.js";
export type { OrJudgements } from "./options/judgements-at-hand.js";
export { type CiFindings, type CiOutputs, writeCiOutputs } from "./outputs/write-ci-outputs.js";
export { renderReport, writeReport } from "./outputs/write-report.js";
export { plan } from "./plan.js";
export type { PlanRequest } from "./plan-request.js";
export { probeJudge as judgesProbe } from "./probe/probe.js";
export { buildReport } from "./report-page/page-request.js";
export { type ReportRequest, reportDefaults } from "./report-page/report-request.js";
export { cancelBatches, listBatches } from "./scale/batches.js";
export type { BatchesRequest, CancelBatchesRequest } from "./scale/batches-request.js";
export { type ExportedRequests, exportRequests } from "./scale/export-requests.js";
export { type ImportedReplies, importReplies } from "./scale/import-replies.js";
export { merge } from "./scale/merge.js";
export type { Merged } from "./scale/merge-journals.js";
export type { MergeRequest } from "./scale/merge-request.js";
export type { ExportRequest, ImportRequest } from "./scale/requests-request.js";
export { worker } from "./scale/worker.js";
export type { WorkerRequest } from "./scale/worker-request.js";
export { holdScoresAgainst, testIdenticalRuns } from "./score/check-score.js";
export { type ModelsToScore, score } from "./score/score.js";
export { type ScoreRequest, scoreDefaults } from "./score/score-request.js";
export { describeStore, pruneStore } from "./store.js";
export type { PruneRequest, StoreRequest } from "./store-request.js";
export { type Verification, verifyFile } from "./verify/verify.js";
export type { VerifyRequest } from "./verify/verify-request.js";
