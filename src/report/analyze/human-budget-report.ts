// Prediction-powered estimates → a report.
import { present } from "../../core/present.js";
import type {
  BudgetedRate,
  HumanBudget,
  HumanBudgetAnalysis,
  PoweredEstimate,
  PoweredRate,
} from "../../metrics/agreement/prediction-powered.js";
import { endsInPercent, inPercent } from "../../numerics/percent.js";
import { fixed, levelText, measureText, percent, percentRange } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

/** Below this the normal theory behind the intervals is thin. */
const fewLabels = 30;

interface Line {
  readonly model: HumanBudget;
  readonly name: "raw" | "length-controlled";
  /** From the judge's labels alone, in [0, 1]. */
  readonly judge: number | null;
  readonly rate: BudgetedRate;
}

export function reportHumanBudget(analysis: HumanBudgetAnalysis): Report {
  const lines = analysis.models.flatMap(linesOf);
  return {
    sections: [rateSection(lines, analysis), labelsSection(lines, analysis)],
    warnings: listWarnings(analysis),
    records: lines.map(toRecord),
    document: { schema_version: 1, ...snakeCaseKeys(toDocument(analysis)) },
  };
}

function linesOf(model: HumanBudget): Line[] {
  const { raw, lengthControlled, judgeOnly } = model;
  return present([
    { model, name: "raw", judge: judgeOnly.raw, rate: raw },
    lengthControlled &&
      ({
        model,
        name: "length-controlled",
        judge: judgeOnly.lengthControlled,
        rate: lengthControlled,
      } as const),
  ]);
}

const rateSection = (lines: readonly Line[], { level }: HumanBudgetAnalysis): Section =>
  tableOf(
    "Win rates by human standards, from few human labels and many of the judge's",
    lines,
    [
      text("model", ({ model }) => model.generator),
      text("rate", ({ name }) => name),
      figure("judge alone %", ({ judge }) => percent(judge, 2)),
      estimateColumns("humans alone %", level, ({ humanOnly }) => humanOnly),
      estimateColumns("both %", level, ({ tuned }) => tuned),
      figure("weight", ({ rate }) => fixed(rate.estimate.tuned.weight, 2)),
      figure("labels", ({ rate }) => rate.estimate.labelled),
      figure("worth", ({ rate }) => fixed(rate.estimate.tuned.effectiveSampleSize, 0)),
    ],
    [
      "Both: power-tuned prediction-powered inference; weight: how far it relies on the judge; worth: how many human labels alone would be as exact.",
      "It holds if the labelled pairs are a random sample of all.",
    ],
  );

const estimateColumns = (
  title: string,
  level: number,
  of: (estimate: PoweredRate["estimate"]) => PoweredEstimate,
): Column<Line>[] => [
  figure(title, ({ rate }) => percent(of(rate.estimate).estimate, 2)),
  text(levelText(level), ({ rate }) => percentRange(of(rate.estimate).interval)),
];

const labelsSection = (lines: readonly Line[], { halfWidth }: HumanBudgetAnalysis): Section =>
  tableOf(`Human labels needed for ± ${percent(halfWidth)} points`, lines, [
    text("model", ({ model }) => model.generator),
    text("rate", ({ name }) => name),
    figure("correlation with judge", ({ rate }) => fixed(rate.estimate.correlation, 2)),
    text("with the judge", ({ rate }) => measureText(rate.labelsNeeded, 0)),
    text("without", ({ rate }) => measureText(rate.labelsNeededWithoutJudge, 0)),
  ]);

const toDocument = ({ halfWidth, models, ...rest }: HumanBudgetAnalysis) => ({
  ...rest,
  halfWidth: inPercent(halfWidth),
  models: models.map(({ judgeOnly, raw, lengthControlled, ...model }) => ({
    ...model,
    judgeOnly: { raw: inPercent(judgeOnly.raw), lengthControlled: inPercent(judgeOnly.lengthControlled) },
    raw: rateInPercent(raw),
    lengthControlled: lengthControlled && rateInPercent(lengthControlled),
  })),
});

function rateInPercent({ estimate: { humanOnly, plain, tuned, ...estimate }, ...labels }: BudgetedRate) {
  const convert = ({ estimate: rate, standardError, interval, ...rest }: PoweredEstimate) => ({
    ...rest,
    estimate: inPercent(rate),
    standardError: inPercent(standardError),
    interval: endsInPercent(interval),
  });
  return {
    estimate: { ...estimate, humanOnly: convert(humanOnly), plain: convert(plain), tuned: convert(tuned) },
    ...labels,
  };
}

const listWarnings = ({ unmatchedLabels, models }: HumanBudgetAnalysis): string[] =>
  present([
    unmatchedLabels > 0 &&
      `unmatched-labels: ${unmatchedLabels} labels are of pairs that the judge did not judge`,
    ...models.flatMap(({ generator, labelled, reason }) =>
      present([
        labelled < fewLabels &&
          `few-labels: ${generator}: ${labelled} labels; below ${fewLabels} the interval is rough`,
        ...(reason === null ? [] : [`no-length-control: ${generator}: ${reason}`]),
      ]),
    ),
  ]);

const toRecord = ({ model, name, judge, rate: { estimate, labelsNeeded } }: Line) => ({
  generator: model.generator,
  rate: name,
  judge_only: inPercent(judge),
  estimate: inPercent(estimate.tuned.estimate),
  standard_error: inPercent(estimate.tuned.standardError),
  lower: inPercent(estimate.tuned.interval.lower),
  upper: inPercent(estimate.tuned.interval.upper),
  weight: estimate.tuned.weight,
  labelled: estimate.labelled,
  effective_sample_size: estimate.tuned.effectiveSampleSize,
  labels_needed: labelsNeeded.value,
});
