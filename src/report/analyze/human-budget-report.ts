// Prediction-powered estimates → a report.
import type { Measure } from "../../metrics/measure.js";
import type { PredictionPowered } from "../../metrics/prediction-powered.js";
import { fixed, levelText, measureText, percent, percentRange } from "../figure-text.js";
import { left, type Report, right } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";

export interface BudgetedRate {
  readonly estimate: PredictionPowered;
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

/** Below this the normal theory behind the intervals is thin. */
const fewLabels = 30;

export function reportHumanBudget(analysis: HumanBudgetAnalysis): Report {
  const { level, halfWidth, models, unmatchedLabels } = analysis;
  const lines = models.flatMap((model) => [
    { model, name: "raw", judge: model.judgeOnly.raw, rate: model.raw },
    ...(model.lengthControlled
      ? [
          {
            model,
            name: "length-controlled",
            judge: model.judgeOnly.lengthControlled,
            rate: model.lengthControlled,
          },
        ]
      : []),
  ]);
  return {
    sections: [
      {
        title: "Win rates by human standards, from few human labels and many of the judge's",
        columns: [
          left("model"),
          left("rate"),
          right("judge alone %"),
          right("humans alone %"),
          left(levelText(level)),
          right("both %"),
          left(levelText(level)),
          right("weight"),
          right("labels"),
          right("worth"),
        ],
        rows: lines.map(({ model, name, judge, rate: { estimate } }) => [
          model.generator,
          name,
          percent(judge, 2),
          percent(estimate.humanOnly.estimate, 2),
          percentRange(estimate.humanOnly.interval),
          percent(estimate.tuned.estimate, 2),
          percentRange(estimate.tuned.interval),
          fixed(estimate.tuned.weight, 2),
          String(estimate.labelled),
          fixed(estimate.tuned.effectiveSampleSize, 0),
        ]),
        notes: [
          "Both: power-tuned prediction-powered inference; weight: how far it relies on the judge; worth: how many human labels alone would be as exact.",
          "It holds if the labelled pairs are a random sample of all.",
        ],
      },
      {
        title: `Human labels needed for ± ${percent(halfWidth)} points`,
        columns: [
          left("model"),
          left("rate"),
          right("correlation with judge"),
          left("with the judge"),
          left("without"),
        ],
        rows: lines.map(({ model, name, rate }) => [
          model.generator,
          name,
          fixed(rate.estimate.correlation, 2),
          measureText(rate.labelsNeeded, 0),
          measureText(rate.labelsNeededWithoutJudge, 0),
        ]),
      },
    ],
    warnings: [
      ...(unmatchedLabels > 0
        ? [`unmatched-labels: ${unmatchedLabels} labels are of pairs that the judge did not judge`]
        : []),
      ...models.flatMap(({ generator, labelled, reason }) => [
        ...(labelled < fewLabels
          ? [`few-labels: ${generator}: ${labelled} labels; below ${fewLabels} the interval is rough`]
          : []),
        ...(reason === null ? [] : [`no-length-control: ${generator}: ${reason}`]),
      ]),
    ],
    records: lines.map(({ model, name, judge, rate: { estimate, labelsNeeded } }) => ({
      generator: model.generator,
      rate: name,
      judge_only: judge === null ? null : 100 * judge,
      estimate: 100 * estimate.tuned.estimate,
      standard_error: 100 * estimate.tuned.standardError,
      lower: 100 * estimate.tuned.interval.lower,
      upper: 100 * estimate.tuned.interval.upper,
      weight: estimate.tuned.weight,
      labelled: estimate.labelled,
      effective_sample_size: estimate.tuned.effectiveSampleSize,
      labels_needed: labelsNeeded.value,
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}
