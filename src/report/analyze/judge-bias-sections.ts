// The tables of a judge's biases: by position, by size, and both together.

import { countOf } from "../../core/count-of.js";
import { present } from "../../core/present.js";
import type { JudgeAnalysis } from "../../metrics/judge-bias/describe-judge.js";
import type { SizeBin } from "../../metrics/judge-bias/preference-for-more.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import {
  barColumn,
  fixed,
  levelText,
  percent,
  percentRange,
  pValueText,
  range,
  shareColumns,
} from "../figure-text.js";
import { absent, figure, type Section, tableOf, text } from "../table-of.js";

export function positionSection(analysis: JudgeAnalysis): Section {
  const { description, level } = analysis;
  const { preference, verdict } = description.position;
  return tableOf(
    "Position: the model's answer shown first and second",
    [
      { name: "mean preference", ...preference },
      { name: "share of wins", ...verdict },
    ],
    [
      text("", ({ name }) => name),
      shareColumns("first %", level, ({ shownFirst }) => shownFirst),
      shareColumns("second %", level, ({ shownSecond }) => shownSecond),
      figure("second − first", ({ effect }) => percent(effect.difference)),
      text(levelText(level), ({ effect }) => percentRange(effect.interval)),
      figure("p", ({ effect }) => pValueText(effect.pValue)),
    ],
    describeOrders(analysis),
  );
}

function describeOrders({ description, order }: JudgeAnalysis): string[] {
  const { flips, unknownOrder, identical } = description.position;
  return present([
    order === "reference"
      ? "Orders that the files do not record follow the reference's rule."
      : "Only recorded orders count.",
    unknownOrder > 0 &&
      `The order of ${countOf(unknownOrder, "judged row")} is not recorded (--order reference assumes the reference's rule).`,
    identical > 0 && `${countOf(identical, "judged row")} with identical answers, which are never shown.`,
    flips
      ? `${countOf(flips.pairs, "pair")} judged in both orders: the winner changes with the order (from or to a tie too) in ${percent(flips.rate.share)} % ${percentRange(flips.rate.interval)}, ${percent(flips.towardsFirst)} % of these towards the first slot; the preference changes by ${percent(flips.meanChange.share)} points on average.`
      : "No pair was judged in both orders, so there is no flip rate.",
  ]);
}

export const sizeSection = (what: string, bins: readonly SizeBin[], level: number): Section =>
  tableOf(
    `Preference for the answer with more: ${what}`,
    bins,
    [
      text("difference", (bin, k) => (k === 0 ? "all that differ" : nameOfBin(bin))),
      figure("rows", ({ share }) => share.rows),
      shareColumns("preferred %", level, ({ share }) => share),
      figure("it is the model's %", ({ modelHasMore }) => percent(modelHasMore)),
      barColumn(({ share }) => share.share),
    ],
    [
      what.startsWith("length") &&
        "A description, not an effect: where the baseline is longer and better, the longer answer wins for both reasons.",
    ],
  );

function nameOfBin({ from, to }: SizeBin): string {
  if (!Number.isFinite(to)) return `${from} and more`;
  return to - from === 1 ? String(from) : `${from}–${to - 1}`;
}

export function fitSection({ description, level }: JudgeAnalysis): Section {
  const { coefficients, rows, clusters, models, converged } = description.fit!;
  const meaning = {
    length: "one standard deviation longer",
    position: "shown second instead of first",
  } as const;
  const effectOn = (name: keyof typeof meaning, value: number) =>
    Math.exp(name === "length" ? Math.tanh(1) * value : value);
  return tableOf(
    "What length and position do, models held apart",
    coefficients,
    [
      text("covariate", ({ name }) => name),
      figure("coefficient", ({ value }) => fixed(value)),
      text(levelText(level), ({ interval }) => range(interval)),
      figure("p", ({ pValue }) => pValueText(pValue)),
      figure("odds ×", ({ name, value }) => fixed(effectOn(name, value), 2)),
      text("for an answer", ({ name }) => meaning[name]),
    ],
    [
      `Logistic fit with a level for each of ${countOf(models, "model")}, ${countOf(rows, "row")}, ${countOf(clusters, "instruction")}${converged ? "" : "; it did NOT converge"}. Above 0 prefers the longer answer, the second slot.`,
    ],
  );
}

export const trivialSection = ({ description, level }: JudgeAnalysis): Section =>
  tableOf("Judges without judgement", description.trivialJudges, [
    text("prefers", ({ name }) => name),
    shareColumns("model's win rate %", level, ({ winRate }) => winRate),
    shareColumns("agrees with the judge %", level, ({ agreement }) => agreement),
  ]);

/** A figure's name, its value, and its interval or what it is a figure of. */
type Line = readonly [name: string, value: string, aside: string];

export const overviewSection = (analysis: JudgeAnalysis): Section =>
  tableOf(
    `Judge: ${analysis.annotators.join(", ")}`,
    [...verdictLines(analysis), ...repeatLines(analysis), ...kinLines(analysis), ...costLines(analysis)],
    [
      text("figure", ([name]) => name),
      figure("value", ([, value]) => value),
      text(`${levelText(analysis.level)} interval, or of what`, ([, , aside]) => aside),
    ],
    ["All intervals are clustered by instruction."],
  );

const shareCells = ({ share, interval }: ClusteredShare): [string, string] => [
  percent(share),
  percentRange(interval),
];

function verdictLines({ description }: JudgeAnalysis): Line[] {
  const { rows, judged, unjudged, models, clusters, preference, ties, logprobs } = description;
  const reasons = Object.entries(unjudged).map(([reason, count]) => `${count} ${reason}`);
  const known = logprobs.present + logprobs.missing;
  return [
    ["judgements", String(rows), `${countOf(models, "model")}, ${countOf(clusters, "instruction")}`],
    ["without a verdict", String(rows - judged), reasons.join(", ")],
    ["mean preference for the model %", ...shareCells(preference)],
    ["exact ties %", ...shareCells(ties)],
    [
      "verdicts with log-probabilities",
      known === 0 ? absent : `${logprobs.present} of ${known}`,
      `${logprobs.unknown} do not say`,
    ],
  ];
}

function repeatLines({ description: { repeats } }: JudgeAnalysis): Line[] {
  if (!repeats) return [];
  return [
    [
      "share of variance between repeats %",
      percent(repeats.share),
      `${repeats.groups} pairs asked more than once`,
    ],
    ["verdict changed between repeats %", ...shareCells(repeats.changedVerdicts)],
  ];
}

function kinLines({ description: { kin } }: JudgeAnalysis): Line[] {
  if (kin.models.length === 0) return [];
  return [
    [`preference for models of ${kin.family} %`, ...shareCells(kin.own)],
    ["preference for the others %", ...shareCells(kin.others)],
  ];
}

function costLines({ costs }: JudgeAnalysis): Line[] {
  const line = (name: string, each: number | null, digits: number, rows: number): Line[] =>
    each === null ? [] : [[`${name} per 1,000`, fixed(1000 * each, digits), `${rows} rows record it`]];
  return [
    ...line("USD", costs.meanPriceUsd, 2, costs.priced),
    ...line("seconds", costs.meanSeconds, 0, costs.timed),
  ];
}
