import type { BiasesOfModels } from "../../../metrics/judge-bias/biases-of-models.js";
import type { PositionBias } from "../../../metrics/judge-bias/position-bias.js";
import type { ClusteredShare } from "../../../metrics/rates/clustered-mean.js";
import { percent } from "../../figure-text.js";
import { absent, figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { rangeInWords, signedPoints, whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

/** What the judge favours beside quality: where an answer stands, and how long it is. */
export function judgeOverview({ biases }: PageData): Markup | null {
  if (biases === null) return null;
  return html`<section id="judge" aria-labelledby="judge-title">
<h2 id="judge-title">The judge</h2>
${dataTable(
  tableOf(
    "Position and length bias over the judgements of all models here, in percent, with intervals clustered by instruction.",
    [...describePosition(biases.position), ...describeLength(biases.length)],
    [
      text("Figure", ({ name }) => name),
      figure("Value", ({ value }) => value),
      figure("Interval", ({ interval }) => interval),
      figure("Judgements", ({ rows }) => rows),
    ],
  ),
)}
<p class="aside">That longer answers win more often is a description, not an effect: the better answer may also be the longer one. What length does by itself is φ, the coefficient above.</p>
</section>
`;
}

/** A figure about the judge, ready to read; shares in percent. */
interface JudgeFigure {
  readonly name: string;
  readonly value: string;
  readonly interval: string;
  readonly rows: string;
}

function describePosition({ preference, flips }: PositionBias): JudgeFigure[] {
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

const describeLength = (bins: BiasesOfModels["length"]): JudgeFigure[] =>
  bins
    .filter(({ preference }) => preference.rows > 0)
    .map(({ from, to, preference }, i) =>
      shareFigure(
        i === 0 ? "Preference for the longer answer" : `… longer by ${describeBin(from, to)}`,
        preference,
      ),
    );

const describeBin = (from: number, to: number) =>
  Number.isFinite(to) ? `${whole(from)} to ${whole(to - 1)} characters` : `${whole(from)} characters or more`;

const shareFigure = (name: string, { share, interval, rows }: ClusteredShare): JudgeFigure => ({
  name,
  value: percent(share),
  interval: rangeInWords(interval, 100),
  rows: whole(rows),
});
