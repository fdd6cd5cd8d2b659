// A few units with human and judge labels, many with judge labels only → prediction-powered estimates.
//
//   θ̂ = θ̂ʰ_n + λ·(θ̂ʲ_N − θ̂ʲ_n)      SE² = var(φʰ − λφʲ)/n + λ²·var(φʲ)/N
//   λ = 1: prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic, Science 382, 2023);
//   λ = cov(φʰ, φʲ)/((1 + n/N)·var φʲ), kept in [0, 1]: power tuning, PPI++ (Angelopoulos, Duchi &
//   Zrnic, 2023); var φʲ over both groups, each about its own mean
//
// n labelled units, N others; φ the influence value of a unit on its estimate, scaled so that SE² = var(φ)/n: for a mean
// φ = y − ȳ, for the length-controlled rate n·U summed by cluster. The same formula serves every estimate that has
// influence values, since each behaves as a mean of them. It holds if the labelled units are a random sample of all.
//
// Rates are corrected as logits, φ over R(1 − R): no correction leaves (0, 1), and near its ends intervals are longer inwards.
import { studentTQuantile } from "../../numerics/distributions.js";
import { logistic, logit } from "../../numerics/logistic.js";
import { mean } from "../../numerics/moments.js";
import { type Interval, type Measure, measured, unmeasurable } from "../rates/measure.js";
import { wilsonInterval } from "../rates/wilson-interval.js";

export interface BudgetedRate {
  readonly estimate: PoweredRate["estimate"];
  /** Labels needed, in all, for the half-width, with the judge's help and without. */
  readonly labelsNeeded: Measure;
  readonly labelsNeededWithoutJudge: Measure;
}

export interface HumanBudget {
  readonly generator: string;
  readonly labelled: number;
  readonly unlabelled: number;
  /** From the judge's labels alone: what is to be corrected, in [0, 1]. */
  readonly judgeOnly: { readonly raw: number; readonly lengthControlled: number | null };
  readonly raw: BudgetedRate;
  /** Null with a reason where one of its fits does not exist. */
  readonly lengthControlled: BudgetedRate | null;
  readonly reason: string | null;
}

export interface HumanBudgetAnalysis {
  readonly level: number;
  /** In [0, 1]. */
  readonly halfWidth: number;
  readonly models: readonly HumanBudget[];
  /** Labels of pairs that the judge did not judge. */
  readonly unmatchedLabels: number;
}

/** An estimate and what each unit contributes. */
export interface InfluencedEstimate {
  readonly estimate: number;
  /** φ, one a unit. */
  readonly influence: ArrayLike<number>;
}

export interface PredictionPoweredInput {
  /** From human labels on the labelled units. */
  readonly human: InfluencedEstimate;
  /** From the judge's labels on the same units, in the same order. */
  readonly judge: InfluencedEstimate;
  /** From the judge's labels on the units without human labels. */
  readonly unlabelled: InfluencedEstimate;
  /** In (0, 1). */
  readonly level: number;
}

export interface PoweredEstimate {
  /** λ: 0 ignores the judge. */
  readonly weight: number;
  readonly estimate: number;
  readonly standardError: number;
  /** t on n − 1 degrees of freedom: few labels are what this is for. */
  readonly interval: Interval;
  /** How many human labels alone would give this standard error. */
  readonly effectiveSampleSize: number;
}

export interface PredictionPowered {
  readonly labelled: number;
  readonly unlabelled: number;
  readonly humanOnly: PoweredEstimate;
  readonly plain: PoweredEstimate;
  readonly tuned: PoweredEstimate;
  /** Correlation of the human's and the judge's influence values: what the judge is worth; null where either is constant. */
  readonly correlation: number | null;
  /** var(φʰ): with the correlation all that `labelsForHalfWidth` needs. */
  readonly humanVariance: number;
}

/** Null for fewer than two labelled or two unlabelled units. */
export function estimateWithPredictions(input: PredictionPoweredInput): PredictionPowered | null {
  const { human, judge, unlabelled } = input;
  const n = human.influence.length;
  const N = unlabelled.influence.length;
  if (n < 2 || N < 2) return null;
  const pooled = variance([...Array.from(judge.influence), ...Array.from(unlabelled.influence)]);
  const covariance = covarianceOf(human.influence, judge.influence);
  const best = pooled > 0 ? covariance / ((1 + n / N) * pooled) : 0;
  const humanVariance = variance(human.influence);
  const spread = Math.sqrt(humanVariance * variance(judge.influence));
  return {
    labelled: n,
    unlabelled: N,
    humanOnly: estimateAt(0, input),
    plain: estimateAt(1, input),
    tuned: estimateAt(Math.min(1, Math.max(0, best)), input),
    correlation: spread > 0 ? covariance / spread : null,
    humanVariance,
  };
}

export interface PoweredRate {
  /** Estimates, errors and intervals as rates in [0, 1]. */
  readonly estimate: Omit<PredictionPowered, "humanVariance">;
  /** Human labels needed for an interval of at most ± `halfWidth`, with the judge's help or without. */
  readonly labelsFor: (halfWidth: number, help: "judge" | "none") => Measure;
}

/** Below this the labels do not vary: what is left is rounding. */
const noVariation = 1e-12;

/** Of rates: Wilson's interval where the labels never vary; null for fewer than two labelled or two unlabelled units. */
export function estimateRateWithPredictions(input: PredictionPoweredInput): PoweredRate | null {
  const { human, judge, unlabelled, level } = input;
  // A judge that never gives a win has no logit; half a win is what its rate could be all the same.
  const found = estimateWithPredictions({
    human: asLogit(human, 1e-9),
    judge: asLogit(judge, 0.5 / judge.influence.length),
    unlabelled: asLogit(unlabelled, 0.5 / unlabelled.influence.length),
    level,
  });
  if (found === null) return null;
  const { humanVariance, ...rest } = found;
  const isVarying = variance(human.influence) > noVariation;
  const asRate = (powered: PoweredEstimate): PoweredEstimate =>
    isVarying || powered.weight > 0
      ? backFromLogit(powered)
      : {
          ...powered,
          estimate: human.estimate,
          interval: wilsonInterval(human.estimate * found.labelled, found.labelled, level),
        };
  const centre = found.tuned.estimate;
  const labelsFor = (halfWidth: number, help: "judge" | "none") =>
    isVarying
      ? labelsForHalfWidth({
          humanVariance,
          correlation: help === "judge" ? Math.max(0, found.correlation ?? 0) : 0,
          total: found.labelled + found.unlabelled,
          halfWidth,
          level,
          halfWidthOf: (reach) => (logistic(centre + reach) - logistic(centre - reach)) / 2,
        })
      : unmeasurable("the labels never vary");
  const { humanOnly, plain, tuned } = found;
  return {
    estimate: { ...rest, humanOnly: asRate(humanOnly), plain: asRate(plain), tuned: asRate(tuned) },
    labelsFor,
  };
}

/** @param least how far from 0 and 1 the rate is taken to be at least */
function asLogit({ estimate, influence }: InfluencedEstimate, least: number): InfluencedEstimate {
  const rate = Math.min(1 - least, Math.max(least, estimate));
  return {
    estimate: logit(rate),
    influence: Float64Array.from(influence, (phi) => phi / (rate * (1 - rate))),
  };
}

function backFromLogit({ estimate, standardError, interval, ...rest }: PoweredEstimate): PoweredEstimate {
  const rate = logistic(estimate);
  return {
    ...rest,
    estimate: rate,
    standardError: standardError * rate * (1 - rate),
    interval: { lower: logistic(interval.lower), upper: logistic(interval.upper) },
  };
}

function estimateAt(
  weight: number,
  { human, judge, unlabelled, level }: PredictionPoweredInput,
): PoweredEstimate {
  const n = human.influence.length;
  const rectified = Array.from(human.influence, (phi, i) => phi - weight * judge.influence[i]!);
  const estimate = human.estimate + weight * (unlabelled.estimate - judge.estimate);
  const squared =
    variance(rectified) / n + (weight ** 2 * variance(unlabelled.influence)) / unlabelled.influence.length;
  const standardError = Math.sqrt(squared);
  const halfWidth = studentTQuantile((1 + level) / 2, n - 1) * standardError;
  return {
    weight,
    estimate,
    standardError,
    interval: { lower: estimate - halfWidth, upper: estimate + halfWidth },
    effectiveSampleSize: squared > 0 ? variance(human.influence) / squared : Number.POSITIVE_INFINITY,
  };
}

/**
 * Human labels needed among T judged units for an interval of at most ± `halfWidth`, with λ tuned:
 *   SE²(n) = σ²(1 − ρ²)/n + σ²ρ²/T;  the smallest n with t_{n−1}·SE(n) ≤ halfWidth, which falls in n
 * @param correlation ρ; 0 for a judge that is worth nothing
 * @param total T: labelled and unlabelled units together
 */
export function labelsForHalfWidth(request: {
  readonly humanVariance: number;
  readonly correlation: number;
  readonly total: number;
  readonly halfWidth: number;
  readonly level: number;
  /** Half of the interval that ± t·SE is on its scale; itself when absent. */
  readonly halfWidthOf?: (reach: number) => number;
}): Measure {
  const { humanVariance, correlation, total, halfWidth, level, halfWidthOf = (reach) => reach } = request;
  const explained = humanVariance * correlation ** 2;
  const suffices = (n: number) => {
    const standardError = Math.sqrt((humanVariance - explained) / n + explained / total);
    return halfWidthOf(studentTQuantile((1 + level) / 2, n - 1) * standardError) <= halfWidth;
  };
  if (total < 2 || !suffices(total)) return unmeasurable(`labels on all ${total} judged units would not do`);
  let tooFew = 1;
  let enough = total;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (suffices(middle)) enough = middle;
    else tooFew = middle;
  }
  return measured(enough);
}

function covarianceOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const centreX = mean(x);
  const centreY = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! - centreX) * (y[i]! - centreY);
  return sum / (x.length - 1);
}

const variance = (values: ArrayLike<number>): number => covarianceOf(values, values);
