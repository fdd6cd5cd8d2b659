// A model's score → the record that scripts read: alpaca_eval's column names in percent where it has them, lceval's
// own beside them.
import type { RateEstimate, RateInterval } from "../../metrics/rates/rate-interval.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import type { UnjudgedBounds } from "../../metrics/score/unjudged-bounds.js";
import type { ProgressOfRule } from "../../metrics/sequential/progress-of-rule.js";
import { type CovariatesRecord, toCovariatesRecord } from "./covariate-record.js";
import { type GroupAveragesRecord, toGroupAveragesRecord } from "./group-averages-record.js";
import { type JudgeRecord, toJudgeRecord } from "./judge-record.js";

/** One element of `results` in `--format json`. */
export interface ScoreRecord {
  readonly generator: string;
  readonly baseline: string;
  readonly annotator: string | null;
  readonly win_rate: number;
  readonly standard_error: number | null;
  readonly n_wins: number;
  readonly n_wins_base: number;
  readonly n_draws: number;
  readonly n_total: number;
  readonly discrete_win_rate: number;
  readonly avg_length: number | null;
  readonly length_controlled_winrate: number | null;
  readonly lc_standard_error: number | null;
  readonly n_unjudged: Readonly<Record<string, number>>;
  /** Of a run that a rule may end: pairs that it left out, and how far it came. */
  readonly n_unasked?: number | undefined;
  readonly sequential?: ProgressOfRule | undefined;
  /** Pairs with a verdict in one of two orders only. */
  readonly n_one_sided: number;
  readonly win_rate_interval: IntervalRecord | null;
  readonly length_controlled_interval: IntervalRecord | null;
  /** What the rates would be were all pairs without a verdict losses, or wins, in percent; null where all have one. */
  readonly win_rate_bounds: BoundsRecord | null;
  readonly length_controlled_bounds: BoundsRecord | null;
  readonly recipe: string;
  readonly coefficients: Readonly<Record<string, number | null>> | null;
  /** What each covariate does to the fit and the rate; null where nothing was fitted. */
  readonly covariates: CovariatesRecord | null;
  readonly strength: { readonly rule: string; readonly C: number } | null;
  readonly length_controlled_winrate_cv: number | null;
  readonly difficulty_source: string;
  readonly coverage: {
    readonly rows: number;
    readonly clusters: number;
    /** So many clusters of one size would say as much; results of 0.1 do not have it. */
    readonly effective_clusters?: number | undefined;
    readonly calibration: number | null;
  };
  /** Reliability of the estimated difficulty, and what its noise may move the rate by, in percent; null without. */
  readonly calibration_noise?: { readonly reliability: number; readonly shift: number } | null | undefined;
  readonly health: HealthRecord | null;
  readonly judge: JudgeRecord;
  /** Strong verdicts counted several times; absent without `--strong-weight`. */
  readonly strong_weighted_winrate?: number;
  readonly strong_weighted_interval?: {
    readonly lower: number;
    readonly upper: number;
    readonly level: number;
  };
  /** Macro averages over the groups of `--by`; null without it. */
  readonly macro: GroupAveragesRecord | null;
  readonly warnings: readonly string[];
  readonly converged: boolean | null;
}

/** For sorting: by the length-controlled win rate, where there is none by the raw one. */
export const byFallingRate = (a: Rated, b: Rated): number => rankingRate(b) - rankingRate(a);

type Rated = Pick<ScoreRecord, "length_controlled_winrate" | "win_rate">;

const rankingRate = ({ length_controlled_winrate, win_rate }: Rated) => length_controlled_winrate ?? win_rate;

/** Ends, standard error and jumps in percent. What intervals at other levels are made of, results of 0.1 do not have. */
export interface IntervalRecord {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
  readonly standard_error: number;
  readonly trials?: number | undefined;
  readonly degrees_of_freedom?: number | undefined;
  readonly jump_up?: number | undefined;
  readonly jump_down?: number | undefined;
}

export interface BoundsRecord {
  readonly lower: number;
  readonly upper: number;
}

interface HealthRecord {
  readonly iterations: number;
  readonly longer_share: number;
  readonly is_interpolation: boolean;
  readonly sensitivity: { readonly lowest: number; readonly highest: number } | null;
  readonly trend: { readonly linear_slope: number; readonly robust_slope: number } | null;
}

export function toScoreRecord(score: ModelScore): ScoreRecord {
  const { winRate, lengthControlled: controlled } = score;
  const fit = controlled?.fit ?? null;
  return {
    generator: score.generator,
    baseline: score.baseline,
    annotator: score.annotator,
    win_rate: 100 * winRate.rate,
    standard_error: winRate.standardError === null ? null : 100 * winRate.standardError,
    n_wins: winRate.wins,
    n_wins_base: winRate.losses,
    n_draws: winRate.draws,
    n_total: winRate.judged,
    discrete_win_rate: 100 * winRate.discreteRate,
    avg_length: winRate.meanModelLength === null ? null : Math.floor(winRate.meanModelLength),
    length_controlled_winrate: controlled && 100 * controlled.rate,
    lc_standard_error: controlled && 100 * controlled.spreadOfPredictions,
    n_unjudged: winRate.unjudged,
    ...(score.until && { n_unasked: winRate.unasked, sequential: score.until }),
    n_one_sided: score.oneSided,
    win_rate_interval: toIntervalRecord(score.winRateInterval),
    length_controlled_interval: toIntervalRecord(controlled?.interval ?? null),
    win_rate_bounds: toBoundsRecord(score.winRateBounds),
    length_controlled_bounds: toBoundsRecord(controlled?.bounds ?? null),
    recipe: score.recipe,
    coefficients: controlled?.coefficients ?? null,
    covariates: controlled?.covariates ? toCovariatesRecord(controlled.covariates) : null,
    strength: fit && { rule: String(score.strengthRule), C: fit.C },
    length_controlled_winrate_cv: fit?.path ? 100 * fit.path.cv.rate : null,
    difficulty_source: score.difficultySource,
    coverage: {
      rows: score.coverage.rows,
      clusters: score.coverage.clusters,
      effective_clusters: score.coverage.effectiveClusters,
      calibration: score.coverage.calibration,
    },
    calibration_noise: score.calibrationNoise && {
      reliability: score.calibrationNoise.reliability,
      shift: 100 * score.calibrationNoise.shift,
    },
    health: toHealthRecord(score),
    judge: toJudgeRecord(score.judge, score.judgedBy),
    macro: score.groups && toGroupAveragesRecord(score.groups),
    ...(score.strongWeighted && {
      strong_weighted_winrate: 100 * score.strongWeighted.rate,
      strong_weighted_interval: toEndsRecord(score.strongWeighted.interval),
    }),
    warnings: score.warnings,
    converged: score.hasFailedFit ? false : (fit?.diagnostics.converged ?? null),
  };
}

const toEndsRecord = ({ lower, upper, level }: RateEstimate["interval"]) => ({
  lower: 100 * lower,
  upper: 100 * upper,
  level,
});

const toBoundsRecord = (bounds: UnjudgedBounds | null): BoundsRecord | null =>
  bounds && { lower: 100 * bounds.lower, upper: 100 * bounds.upper };

export function toIntervalRecord(interval: RateInterval | null): IntervalRecord | null {
  if (interval === null) return null;
  const { lower, upper, level, method } = interval;
  return {
    lower: 100 * lower,
    upper: 100 * upper,
    level,
    method,
    standard_error: 100 * interval.standardError,
    trials: interval.trials,
    degrees_of_freedom: interval.degreesOfFreedom,
    jump_up: 100 * interval.jumpUp,
    jump_down: 100 * interval.jumpDown,
  };
}

function toHealthRecord({ lengthControlled }: ModelScore): HealthRecord | null {
  const health = lengthControlled?.health;
  if (!health) return null;
  const { sensitivity, trend } = health;
  return {
    iterations: health.iterations,
    longer_share: 100 * health.longerShare,
    is_interpolation: health.isInterpolation,
    sensitivity: sensitivity && { lowest: 100 * sensitivity.lowest, highest: 100 * sensitivity.highest },
    trend: trend && { linear_slope: 100 * trend.linearSlope, robust_slope: 100 * trend.robustSlope },
  };
}
