// The rows of a model split by whether humans labelled them → what the labels and the judge say together of its rates.
//
// The length-controlled rate is fitted three times at one strength C: from human labels, from the judge's on the same
// pairs, and from the judge's on all others; the influence values of these fits take the place of y − ȳ. C is the largest
// that any of the three, or the judge's labels on all pairs, choose: a stronger penalty could hold the humans' rate at 50
// because the judge's is there. Labels that never vary give Wilson's interval, and no fit.
import { InputError } from "../../core/errors.js";
import type { ModelObservations, Observation, Observations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import {
  type BudgetedRate,
  estimateRateWithPredictions,
  type HumanBudget,
  type InfluencedEstimate,
} from "../../metrics/agreement/prediction-powered.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { sumByCluster } from "../../numerics/clusters.js";

export interface SplitRows {
  /** The labelled rows twice: with the humans' preference, and with the judge's. */
  readonly human: readonly Observation[];
  readonly judge: readonly Observation[];
  /** Rows of clusters without any label. */
  readonly unlabelled: readonly Observation[];
}

/** Scores some of a model's rows, at a strength or at the one that they choose. */
export type Score = (rows: Observations, strength: number | "guarded-cv") => ModelScore;

interface Aim {
  /** Of the intervals, in (0, 1). */
  readonly level: number;
  /** Half of the interval to aim at, in [0, 1]. */
  readonly halfWidth: number;
}

/** @throws InputError for fewer than two labelled and two other pairs */
export function estimateHumanBudget(
  model: ModelObservations,
  { human, judge, unlabelled }: SplitRows,
  score: Score,
  aim: Aim,
): HumanBudget {
  const sets = [human, judge, unlabelled];
  if (sets.some((rows) => rows.length < 2))
    throw new InputError({
      message: `${model.generator}: ${human.length} labelled and ${unlabelled.length} other pairs; at least two of both are needed`,
    });
  const all = score(model.rows, "guarded-cv");
  const chosen = [all, ...sets.map((rows) => score(rows, "guarded-cv"))];
  const C = Math.max(...chosen.map(({ lengthControlled }) => lengthControlled?.fit?.C ?? 0)) || 1;
  const scores = sets.map((rows) => score(rows, C));
  const controlled = scores.map((one) => influencedRate(one, "lengthControlled"));
  const isVarying = new Set(human.map(({ preference }) => preference)).size > 1;
  const isComplete = isVarying && controlled.every((estimate) => estimate !== null);
  return {
    generator: model.generator,
    labelled: human.length,
    unlabelled: unlabelled.length,
    judgeOnly: { raw: all.winRate.rate, lengthControlled: all.lengthControlled?.rate ?? null },
    raw: budgetRate(
      scores.map((one) => influencedRate(one, "raw")!),
      aim,
    ),
    lengthControlled: isComplete ? budgetRate(controlled, aim) : null,
    reason: isComplete
      ? null
      : isVarying
        ? "the length-controlled rate does not exist for all three sets of labels"
        : "every human label is the same, so nothing can be fitted to them",
  };
}

/** @param estimates from human labels, from the judge's on the same pairs, and from the judge's on all others */
function budgetRate(estimates: readonly InfluencedEstimate[], { level, halfWidth }: Aim): BudgetedRate {
  const [human, judge, unlabelled] = estimates as [
    InfluencedEstimate,
    InfluencedEstimate,
    InfluencedEstimate,
  ];
  const { estimate, labelsFor } = estimateRateWithPredictions({ human, judge, unlabelled, level })!;
  return {
    estimate,
    labelsNeeded: labelsFor(halfWidth, "judge"),
    labelsNeededWithoutJudge: labelsFor(halfWidth, "none"),
  };
}

/** A rate and φ = G·(sum of the influence in each cluster). */
function influencedRate(score: ModelScore, which: "raw" | "lengthControlled"): InfluencedEstimate | null {
  const measured = score.rates[which];
  if (!measured?.influence) return null;
  const { clusters } = ObservationColumns.of(score.rows);
  return {
    estimate: measured.rate,
    influence: sumByCluster(measured.influence, clusters).map((value) => clusters.count * value),
  };
}
