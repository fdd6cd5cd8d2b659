// One model's observations → its raw and length-controlled win rates with intervals and the health of the fit.
import { InputError } from "../../core/errors.js";
import { calibrationShift } from "../../length-control/calibration-noise.js";
import { difficulty } from "../../length-control/covariates/difficulty.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import { namedJudge } from "../../length-control/judge-identity.js";
import {
  isBaselineItself,
  type ModelObservations,
  type Observations,
} from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { type CalibrationRequest, resolveCalibration } from "../../length-control/resolve-calibration.js";
import { type StrengthRule, strengthGrid } from "../../length-control/strength.js";
import { type Clusters, effectiveClusters } from "../../numerics/clusters.js";
import { standardDeviation, sum } from "../../numerics/moments.js";
import type { Escalation } from "../escalation/escalation.js";
import { averageOverGroups, type GroupAverages } from "../rates/average-over-groups.js";
import { bootstrapDefaults } from "../rates/bootstrap.js";
import { estimateIntervals, type IntervalMethod, sizesOfJudged } from "../rates/estimate-intervals.js";
import { measureFit } from "../rates/fit-evidence.js";
import type { MeasuredRate } from "../rates/rate-evidence.js";
import { type Confidence, exactRate, type RateEstimate, type RateInterval } from "../rates/rate-interval.js";
import { rateStrongWeighted } from "../rates/strong-weighted.js";
import { computeWinRate, countUnjudged, measureWinRate, type WinRate } from "../rates/win-rate.js";
import { type ProgressOfRule, progressOfRule } from "../sequential/progress-of-rule.js";
import {
  type CovariateEffects,
  examineCovariates,
  warnAboutCovariates,
  warnAboutUndecided,
} from "./covariate-effects.js";
import { examineFit, type FitHealth } from "./fit-health.js";
import { type FittedModel, fitModel } from "./fit-model.js";
import { warnAboutLengthScale } from "./length-scale-warning.js";
import { type JudgeSteadiness, measureJudge } from "./measure-judge.js";
import { findOneSided, warnAboutOneSided } from "./one-sided.js";
import {
  describeCounts,
  warnAboutClusters,
  warnAboutData,
  warnAboutFit,
  warnAboutLooks,
} from "./score-warnings.js";
import { type KnownRate, knownRate, type Rescoring, type ScoredModel } from "./scored-model.js";
import { boundLengthControlled, boundWinRate, type UnjudgedBounds } from "./unjudged-bounds.js";

export interface ScoreOptions extends CalibrationRequest {
  readonly strength: StrengthRule;
  readonly interval: IntervalMethod;
  /** B, the number of bootstrap samples. */
  readonly bootstrapSamples?: number;
  /** Confidence level of all intervals, in (0, 1). */
  readonly level: number;
  readonly seed: number;
  /** The scale of the differences in length: sd(Δ), or one that runaway answers do not stretch; standard where absent. */
  readonly lengthScale?: "standard" | "robust" | undefined;
  /** Whether the interval holds the noise of an estimated difficulty; include where absent. */
  readonly calibrationNoise?: "include" | "ignore" | undefined;
  /** Pairs with a verdict in one of two orders only: kept, and said to be there, or left out. */
  readonly oneSided?: "keep" | "drop" | undefined;
  /** What a strong verdict of five levels counts in a further rate; there is none where absent. */
  readonly strongWeight?: number | undefined;
}

export interface LengthControlledWinRate {
  /** How often the model would be preferred were its answers as long as the baseline's, in [0, 1]. */
  readonly rate: number;
  readonly interval: RateInterval | null;
  /** What the rate would be were every pair without a verdict a win, or a loss; null where all have one. */
  readonly bounds: UnjudgedBounds | null;
  /** The reference's `lc_standard_error`: spread of the predictions over √N. It ignores the error of the fit. */
  readonly spreadOfPredictions: number;
  /** By covariate name; null for one that never varies. Empty where no fit was needed. */
  readonly coefficients: Readonly<Record<string, number | null>>;
  /** What each covariate does; null where no fit was needed. */
  readonly covariates: CovariateEffects | null;
  /** Null where no fit was needed: the model is the baseline. */
  readonly fit: LengthControlledFit | null;
  readonly health: FitHealth | null;
}

export interface CalibrationNoise {
  /** Of γ̂, in [0.1, 1). */
  readonly reliability: number;
  /** How far the rate may be off for it, signed, in units of the rate. */
  readonly shift: number;
}

/** A model scored from its observations. */
export interface ModelScore extends ScoredModel {
  readonly winRate: WinRate;
  readonly winRateInterval: RateInterval | null;
  /** What the raw rate would be were every pair without a verdict a win, or a loss; null where all have one. */
  readonly winRateBounds: UnjudgedBounds | null;
  /** Null where it cannot be had; a warning says why. */
  readonly lengthControlled: LengthControlledWinRate | null;
  /** The warning that says why there is no length-controlled rate; null where there is one. */
  readonly whyNotControlled: string | null;
  /** A fit was tried and did not converge. */
  readonly hasFailedFit: boolean;
  readonly strengthRule: StrengthRule;
  /** Difficulty of each row's instruction; null where the recipe has none. */
  readonly difficulties: Float64Array | null;
  /** Of the folds. */
  readonly seed: number;
  /** Paired rows, their clusters, those with a verdict, and instructions of the calibration. */
  readonly coverage: {
    readonly rows: number;
    readonly clusters: number;
    readonly judgedClusters: number;
    /** So many clusters of one size would say as much. */
    readonly effectiveClusters: number;
    readonly calibration: number | null;
  };
  /** What the noise of the estimated difficulty adds to the length-controlled error; null where it is not counted. */
  readonly calibrationNoise: CalibrationNoise | null;
  /** What may have ended its questions, and how far they have come; null for a run that no rule could end. */
  readonly until: ProgressOfRule | null;
  /** How the rates came from two judges; absent for one. */
  readonly escalation?: Escalation | undefined;
  /** Pairs with a verdict in one of two orders only, left out or not. */
  readonly oneSided: number;
  /** Of the judgements of pairs that have a verdict, those that are missing, in pairs: half a one for each order. */
  readonly missingOrders: number;
  /** How steady the judge was, apart from what it thought of the model. */
  readonly judge: JudgeSteadiness;
  /** Macro averages over the rows' groups; null where they name none. */
  readonly groups: GroupAverages | null;
  /** The rate in which strong verdicts count several times; null where it was not asked for. */
  readonly strongWeighted: RateEstimate | null;
  readonly rows: Observations;
  readonly rates: { readonly raw: KnownRate; readonly lengthControlled: KnownRate | null };
  readonly rescore: ((change: Rescoring) => ModelScore) | null;
}

/** @throws InputError when no row has a verdict, or when instruction difficulty is only partly known */
export function scoreModel(given: ModelObservations, asked: ScoreOptions): ModelScore {
  const options = given.until ? atWeakestPenalty(asked) : asked;
  const oneSided = findOneSided(ObservationColumns.of(given.rows));
  const possible = [...ObservationColumns.of(given.rows).details.values()].flatMap(
    (row) => row.possible ?? [],
  );
  const model =
    options.oneSided === "drop" && oneSided.length > 0 ? leaveOut(given, new Set(oneSided)) : given;
  const rows = ObservationColumns.of(model.rows);
  const winRate = computeWinRate(rows);
  if (winRate === null) throw new InputError({ message: describeNoVerdict(model.generator, rows) });
  const choice = resolveCalibration(model, options);
  const { clusters } = rows;
  const sizes = sizesOfJudged(rows.preferences, clusters);
  const judgedClusters = sizes.filter((size) => size > 0).length;
  const isSelf = isBaselineItself(model);
  const { fitted, reason, hasFailed } = isSelf ? notNeeded : fitModel(rows, choice, clusters, options);
  const undecided = fitted ? warnAboutUndecided(fitted) : [];
  const reliability = choice.calibration?.reliability ?? 1;
  const until = model.until ? progressOfRule(rows, model.until) : null;
  const noise =
    fitted && reliability < 1 && options.calibrationNoise !== "ignore"
      ? { reliability, shift: calibrationShift(fitted, reliability) }
      : null;
  const controlledRate = fitted
    ? withErrorUnless(undecided.length > 0, withNoise(measureFit(fitted, clusters), noise?.shift ?? 0))
    : isSelf
      ? itself(rows.length)
      : null;
  const measured = {
    raw: lookedAt(measureWinRate(rows, isSelf), until),
    lengthControlled: controlledRate && lookedAt(controlledRate, until),
  };
  const intervals = estimateIntervals(
    { rows, clusters, ...measured, fitted },
    { ...options, replicates: options.bootstrapSamples ?? bootstrapDefaults.replicates },
  );
  const interval = undecided.length > 0 ? null : intervals.lengthControlled;
  const controlled = fitted
    ? describeFit(rows, fitted, { clusters, interval, level: options.level })
    : isSelf
      ? { ...baselineItself, interval }
      : null;
  const winRateBounds = boundWinRate(winRate, rows);
  return {
    generator: model.generator,
    baseline: model.baseline,
    annotator: model.annotator,
    judgedBy: model.judge ?? namedJudge(model.annotator),
    winRate,
    winRateInterval: intervals.raw,
    winRateBounds,
    lengthControlled: controlled,
    whyNotControlled: reason,
    hasFailedFit: hasFailed,
    recipe: choice.recipe.name,
    strengthRule: options.strength,
    difficultySource: choice.difficultySource,
    difficulties: choice.calibration && difficulty.values(rows, choice.calibration),
    seed: options.seed,
    coverage: {
      rows: rows.length,
      clusters: clusters.count,
      judgedClusters,
      effectiveClusters: effectiveClusters(sizes),
      calibration: choice.calibration?.difficulty.size ?? null,
    },
    calibrationNoise: noise,
    until,
    oneSided: oneSided.length,
    missingOrders: sum(possible.map(({ lower, upper }) => upper - lower)),
    judge: measureJudge(rows),
    groups: averageOverGroups(rows, undecided.length > 0 ? null : fitted, confidenceOf(until, options.level)),
    strongWeighted:
      options.strongWeight === undefined
        ? null
        : rateStrongWeighted({ generator: model.generator, rows }, options.strongWeight, options.level),
    warnings: [
      ...choice.warnings,
      ...warnAboutData(model, winRate, judgedClusters),
      ...(until ? [warnAboutLooks(until, asked)] : []),
      ...warnAboutClusters(sizes),
      ...(reason === null ? [] : [reason]),
      ...intervals.warnings,
      ...(model === given
        ? warnAboutOneSided({
            rows,
            clusters,
            oneSided,
            raw: { rate: winRate.rate, interval: intervals.raw },
            lengthControlled: fitted && { rate: fitted.fit.rate, interval, fitted },
          })
        : [`one-sided: ${oneSided.length} pairs with a verdict in one of the two orders only are left out`]),
      ...undecided,
      ...warnAboutControl(winRate, controlled),
      ...(fitted && options.lengthScale !== "robust"
        ? warnAboutLengthScale(rows, {
            fitted,
            choice,
            standardError: measured.lengthControlled!.evidence.standardError,
          })
        : []),
    ],
    clusters: clusters.count,
    unjudged: sum(Object.values(winRate.unjudged)) + possible.length,
    rates: {
      raw: knownRate(measured.raw),
      lengthControlled: measured.lengthControlled && knownRate(measured.lengthControlled, noise?.shift),
    },
    intervals: { raw: intervals.raw, lengthControlled: controlled?.interval ?? null },
    bounds: { raw: winRateBounds, lengthControlled: controlled?.bounds ?? null },
    coefficients: controlled && {
      values: controlled.coefficients,
      influence: controlled.covariates?.influence ?? null,
    },
    rows,
    rescore: null,
  };
}

/** C is the same at every look, unless it was given. */
const atWeakestPenalty = (options: ScoreOptions): ScoreOptions => ({
  ...options,
  strength: options.strength === "guarded-cv" ? strengthGrid.at(-1)! : options.strength,
  interval: options.interval === "none" ? "none" : "sandwich",
});

/** Of parts of a model, which were looked at together with it. */
export const confidenceOf = (until: ProgressOfRule | null, level: number): Confidence =>
  until ? { level, times: until.times } : level;

const lookedAt = ({ evidence, influence }: MeasuredRate, until: ProgressOfRule | null): MeasuredRate => ({
  evidence: until ? { ...evidence, times: until.times } : evidence,
  influence,
});

/** SE'² = SE² + shift². */
const withNoise = ({ evidence, influence }: MeasuredRate, shift: number): MeasuredRate => ({
  evidence: { ...evidence, standardError: Math.hypot(evidence.standardError, shift) },
  influence,
});

const withErrorUnless = (isUnknown: boolean, { evidence, influence }: MeasuredRate): MeasuredRate => ({
  evidence: isUnknown ? { ...evidence, standardError: Number.NaN } : evidence,
  influence,
});

const leaveOut = (model: ModelObservations, left: ReadonlySet<number>): ModelObservations => ({
  ...model,
  rows: ObservationColumns.of(model.rows.filter((_, row) => !left.has(row))),
});

/** ½, without error. */
const itself = (rows: number): MeasuredRate => ({
  evidence: exactRate(0.5),
  influence: new Float64Array(rows),
});

const notNeeded = { fitted: null, reason: null, hasFailed: false } as const;

const baselineItself = {
  rate: 0.5,
  bounds: null,
  spreadOfPredictions: 0,
  coefficients: {},
  covariates: null,
  fit: null,
  health: null,
} as const;

function describeFit(
  rows: ObservationColumns,
  fitted: FittedModel,
  { clusters, interval, level }: { clusters: Clusters; interval: RateInterval | null; level: number },
): LengthControlledWinRate {
  const { design, fit } = fitted;
  const varies = (values: Float64Array) => values.some((value) => value !== 0);
  return {
    rate: fit.rate,
    interval,
    bounds: boundLengthControlled(rows, fitted, clusters),
    spreadOfPredictions:
      rows.length < 2 ? 0 : standardDeviation(fit.influence.predicted) / Math.sqrt(rows.length),
    coefficients: Object.fromEntries(
      design.fitted.columns.map((name, j) => [name, varies(design.fitted.X[j]!) ? fit.beta[j]! : null]),
    ),
    covariates: examineCovariates(fitted, clusters, level),
    fit,
    health: examineFit(rows, fit),
  };
}

function warnAboutControl(winRate: WinRate, controlled: LengthControlledWinRate | null): string[] {
  if (!controlled?.fit) return [];
  const { fit, health, covariates } = controlled;
  return [...warnAboutFit(winRate, fit, health!), ...warnAboutCovariates(covariates!)];
}

function describeNoVerdict(generator: string, rows: ObservationColumns): string {
  if (rows.length === 0) return `${generator}: there are no rows`;
  return `${generator}: none of the ${rows.length} rows has a verdict (${describeCounts(countUnjudged(rows))})`;
}
