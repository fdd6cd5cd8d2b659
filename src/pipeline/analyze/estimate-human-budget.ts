// The rows of a model split by whether humans labelled them → what the labels and the judge say together of its rates.
//
// The length-controlled rate is fitted three times at one strength C (the one that the judge's labels on all pairs
// choose): from human labels, from the judge's on the same pairs, and from the judge's on all others; the influence
// values of these fits take the place of y − ȳ.
import { InputError } from "../../core/errors.js";
import type { ModelObservations, Observation, Observations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import {
  estimateWithPredictions,
  type InfluencedEstimate,
  labelsForHalfWidth,
} from "../../metrics/prediction-powered.js";
import type { ModelScore } from "../../metrics/score-model.js";
import { sumByCluster } from "../../numerics/clusters.js";
import type { BudgetedRate, HumanBudget } from "../../report/analyze/human-budget-report.js";

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
  const all = score(model.rows, "guarded-cv");
  const C = all.lengthControlled?.fit?.C ?? 1;
  const scores = [human, judge, unlabelled].map((rows) => {
    if (rows.length < 2)
      throw new InputError({
        message: `${model.generator}: ${human.length} labelled and ${unlabelled.length} other pairs; at least two of both are needed`,
      });
    return score(rows, C);
  });
  const controlled = scores.map((one) => influencedRate(one, "lengthControlled"));
  const isComplete = controlled.every((estimate) => estimate !== null);
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
    reason: isComplete ? null : "the length-controlled rate does not exist for all three sets of labels",
  };
}

/** @param estimates from human labels, from the judge's on the same pairs, and from the judge's on all others */
function budgetRate(estimates: readonly InfluencedEstimate[], { level, halfWidth }: Aim): BudgetedRate {
  const [human, judge, unlabelled] = estimates as [
    InfluencedEstimate,
    InfluencedEstimate,
    InfluencedEstimate,
  ];
  const estimate = estimateWithPredictions({ human, judge, unlabelled, level })!;
  const { humanVariance, labelled, correlation } = estimate;
  const needed = (helpOfJudge: number) =>
    labelsForHalfWidth({
      humanVariance,
      correlation: helpOfJudge,
      total: labelled + estimate.unlabelled,
      halfWidth,
      level,
    });
  return {
    estimate,
    labelsNeeded: needed(Math.max(0, correlation ?? 0)),
    labelsNeededWithoutJudge: needed(0),
  };
}

/** A rate and φ = G·(sum of the influence in each cluster). */
function influencedRate(score: ModelScore, which: "raw" | "lengthControlled"): InfluencedEstimate | null {
  const influence = score.influence[which];
  const rate = which === "raw" ? score.winRate.rate : score.lengthControlled?.rate;
  if (influence === null || rate === undefined) return null;
  const { clusters } = ObservationColumns.of(score.influence.rows);
  return {
    estimate: rate,
    influence: sumByCluster(influence, clusters).map((value) => clusters.count * value),
  };
}
