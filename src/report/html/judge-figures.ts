// Observations of all models → the judge's position and length bias as rows of a table, in percent.
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import type { Judgement } from "../../metrics/judge-bias/judgement.js";
import { measurePositionBias } from "../../metrics/judge-bias/position-bias.js";
import { lengthBinEdges, preferenceForMore } from "../../metrics/judge-bias/preference-for-more.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import { percent } from "../figure-text.js";
import { absent } from "../table-of.js";
import { rangeInWords, signedPoints, whole } from "./figures.js";
import type { JudgeFigure } from "./page-data.js";

/** Empty where no row has a verdict and a length. */
export function judgeFigures(models: readonly ModelObservations[], level: number): JudgeFigure[] {
  const judgements = models.flatMap((model) => [...model.rows].flatMap((row) => toJudgements(model, row)));
  if (judgements.length === 0) return [];
  return [...describePosition(judgements, level), ...describeLength(judgements, level)];
}

function toJudgements({ generator, baseline, annotator }: ModelObservations, row: Observation): Judgement[] {
  const { modelLength, baselineLength, cluster, identical } = row;
  const judgements = row.judgements ?? [{ preference: row.preference, order: row.order ?? null }];
  return judgements.map(({ preference, order }, repeat) => ({
    generator,
    baseline,
    judgeModel: annotator,
    cluster,
    pair: JSON.stringify([row.instructionId, modelLength, baselineLength]),
    repeat,
    preference,
    unjudgedReason: row.unjudgedReason ?? null,
    // Two equal answers are a tie without being shown at all.
    order: identical ? null : order,
    differences:
      modelLength === null || baselineLength === null ? {} : { length: modelLength - baselineLength },
    hasLogprobs: null,
  }));
}

function describePosition(judgements: readonly Judgement[], level: number): JudgeFigure[] {
  const { preference, flips } = measurePositionBias(judgements, level);
  const { shownFirst, shownSecond, effect } = preference;
  if (effect.difference === null)
    return [
      {
        name: "Position: the files do not say which answer was shown first",
        value: absent,
        interval: absent,
        rows: absent,
      },
    ];
  return [
    shareFigure("Preference for the model, shown first", shownFirst),
    shareFigure("Preference for the model, shown second", shownSecond),
    {
      name: "Second minus first, in points",
      value: signedPoints(effect.difference),
      interval: effect.interval
        ? `${signedPoints(effect.interval.lower)} to ${signedPoints(effect.interval.upper)}`
        : absent,
      rows: whole(shownFirst.rows + shownSecond.rows),
    },
    ...(flips
      ? [shareFigure("Pairs judged in both orders whose verdict turns with the order", flips.rate)]
      : []),
  ];
}

function describeLength(judgements: readonly Judgement[], level: number): JudgeFigure[] {
  return preferenceForMore(judgements, "length", lengthBinEdges, level)
    .filter(({ preference }) => preference.rows > 0)
    .map(({ from, to, preference }, i) =>
      shareFigure(
        i === 0 ? "Preference for the longer answer" : `… longer by ${describeBin(from, to)}`,
        preference,
      ),
    );
}

const describeBin = (from: number, to: number) =>
  Number.isFinite(to) ? `${whole(from)} to ${whole(to - 1)} characters` : `${whole(from)} characters or more`;

const shareFigure = (name: string, { share, interval, rows }: ClusteredShare): JudgeFigure => ({
  name,
  value: percent(share),
  interval: rangeInWords(interval, 100),
  rows: whole(rows),
});
