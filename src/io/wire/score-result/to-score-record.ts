// A model's score → the record that scripts read and files keep.
import { splitLevels } from "../../../core/group-by.js";
import type { JudgeIdentity } from "../../../length-control/judge-identity.js";
import type { Escalation } from "../../../metrics/escalation/escalation.js";
import type { GroupAverages } from "../../../metrics/rates/average-over-groups.js";
import type { RateInterval } from "../../../metrics/rates/rate-interval.js";
import type { CovariateEffects } from "../../../metrics/score/covariate-effects.js";
import type { FitHealth } from "../../../metrics/score/fit-health.js";
import type { JudgeSteadiness } from "../../../metrics/score/measure-judge.js";
import type { ModelScore } from "../../../metrics/score/score-model.js";
import { endsInPercent, inPercent } from "../../../numerics/percent.js";
import type {
  CovariatesRecord,
  GroupAveragesRecord,
  HealthRecord,
  IntervalRecord,
  JudgeRecord,
  ScoreRecord,
} from "./score-record.js";

export function toScoreRecord(score: ModelScore) {
  const { winRate, lengthControlled: controlled, coverage, calibrationNoise: noise } = score;
  const fit = controlled?.fit ?? null;
  return {
    generator: score.generator,
    baseline: score.baseline,
    annotator: score.annotator,
    win_rate: inPercent(winRate.rate),
    standard_error: inPercent(winRate.standardError),
    n_wins: winRate.wins,
    n_wins_base: winRate.losses,
    n_draws: winRate.draws,
    n_total: winRate.judged,
    discrete_win_rate: inPercent(winRate.discreteRate),
    avg_length: winRate.meanModelLength === null ? null : Math.floor(winRate.meanModelLength),
    length_controlled_winrate: inPercent(controlled?.rate),
    lc_standard_error: inPercent(controlled?.spreadOfPredictions),
    n_unjudged: { ...winRate.unjudged },
    ...(score.escalation && { escalation: toEscalationRecord(score.escalation) }),
    ...(score.until && {
      n_unasked: winRate.unasked,
      sequential: { ...score.until, times: [...score.until.times] },
    }),
    n_one_sided: score.oneSided,
    win_rate_interval: toIntervalRecord(score.winRateInterval),
    length_controlled_interval: toIntervalRecord(controlled?.interval ?? null),
    win_rate_bounds: endsInPercent(score.winRateBounds),
    length_controlled_bounds: endsInPercent(controlled?.bounds ?? null),
    recipe: score.recipe,
    coefficients: controlled && { ...controlled.coefficients },
    covariates: controlled?.covariates ? toCovariatesRecord(controlled.covariates) : null,
    strength: fit && { rule: String(score.strengthRule), C: fit.C },
    length_controlled_winrate_cv: inPercent(fit?.path?.cv.rate),
    difficulty_source: score.difficultySource,
    coverage: {
      rows: coverage.rows,
      clusters: coverage.clusters,
      effective_clusters: coverage.effectiveClusters,
      calibration: coverage.calibration,
    },
    calibration_noise: noise && { reliability: noise.reliability, shift: inPercent(noise.shift) },
    health: controlled?.health ? toHealthRecord(controlled.health) : null,
    judge: toJudgeRecord(score.judge, score.judgedBy),
    macro: score.groups && toGroupAveragesRecord(score.groups),
    ...(score.strongWeighted && {
      strong_weighted_winrate: inPercent(score.strongWeighted.rate),
      strong_weighted_interval: toEnds(score.strongWeighted)!,
    }),
    warnings: [...score.warnings],
    converged: score.hasFailedFit ? false : (fit?.diagnostics.converged ?? null),
  } satisfies ScoreRecord;
}

const toEscalationRecord = ({ cheap, sampled, worth, cheapRates }: Escalation) => ({
  cheap_annotator: cheap,
  n_sampled: sampled,
  worth: { win_rate: worth.raw, length_controlled_winrate: worth.lengthControlled },
  cheap_win_rate: inPercent(cheapRates.raw),
  cheap_length_controlled_winrate: inPercent(cheapRates.lengthControlled),
});

/** Ends, standard error and jumps in percent. */
export const toIntervalRecord = (interval: RateInterval | null): IntervalRecord | null =>
  interval && {
    ...endsInPercent(interval)!,
    level: interval.level,
    method: interval.method,
    standard_error: inPercent(interval.standardError),
    trials: interval.trials,
    degrees_of_freedom: interval.degreesOfFreedom,
    jump_up: inPercent(interval.jumpUp),
    jump_down: inPercent(interval.jumpDown),
  };

const toHealthRecord = ({ sensitivity, trend, ...health }: FitHealth): HealthRecord => ({
  iterations: health.iterations,
  longer_share: inPercent(health.longerShare),
  is_interpolation: health.isInterpolation,
  sensitivity: sensitivity && {
    lowest: inPercent(sensitivity.lowest),
    highest: inPercent(sensitivity.highest),
  },
  trend: trend && { linear_slope: inPercent(trend.linearSlope), robust_slope: inPercent(trend.robustSlope) },
});

export const toCovariatesRecord = ({ effects, conditionNumber }: CovariateEffects): CovariatesRecord => ({
  effects: effects.map(({ interval, ...effect }) => ({
    name: effect.name,
    controlled: effect.isControlled,
    coefficient: effect.coefficient,
    interval: interval && {
      lower: interval.lower,
      upper: interval.upper,
      level: interval.level,
      standard_error: interval.standardError,
    },
    worth: inPercent(effect.worth),
    below: inPercent(effect.below),
    equal: inPercent(effect.equal),
    above: inPercent(effect.above),
    is_interpolation: effect.isInterpolation,
    variance_inflation: effect.varianceInflation,
  })),
  condition_number: conditionNumber,
});

function toJudgeRecord(judge: JudgeSteadiness, { members, orders, served }: JudgeIdentity) {
  const [only] = members.length === 1 ? members : [];
  return {
    model: only?.model ?? null,
    fingerprint: only?.fingerprint ?? null,
    order: orders && (orders.length > 1 ? "both" : orders[0]!),
    members: [...members],
    served_models: [...served],
    n_judgements: judge.judgements,
    n_jurors: judge.jurors,
    first_position_rate: inPercent(judge.firstPositionRate),
    n_order_known: judge.ordered,
    flip_rate: inPercent(judge.flipRate),
    n_both_orders: judge.bothOrders,
    juror_agreement: inPercent(judge.jurorAgreement),
    repeat_sd: inPercent(judge.repeatSd),
    instruction_sd: inPercent(judge.instructionSd),
  } satisfies JudgeRecord;
}

type Rated = {
  readonly rate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number; readonly level: number } | null;
} | null;

const toGroupAveragesRecord = (averages: GroupAverages): GroupAveragesRecord => ({
  ...toRates(averages),
  groups: averages.groups.map((group) => ({
    group: nameOf(splitLevels(group.category)),
    rows: group.rows,
    judged: group.judged,
    ...toRates({ ...group, raw: group }),
  })),
  within: averages.within.map(({ levels, groups, ...rates }) => ({
    group: nameOf(levels),
    groups,
    ...toRates(rates),
  })),
});

const nameOf = (levels: readonly string[]) => levels.join(", ");

const toRates = ({ raw, lengthControlled }: { readonly raw: Rated; readonly lengthControlled: Rated }) => ({
  win_rate: inPercent(raw?.rate),
  win_rate_interval: toEnds(raw),
  length_controlled_winrate: inPercent(lengthControlled?.rate),
  length_controlled_interval: toEnds(lengthControlled),
});

const toEnds = (of: Rated) =>
  of?.interval ? { ...endsInPercent(of.interval)!, level: of.interval.level } : null;
