// The tables of a judge's biases: by position, by size, and both together.
import { countOf } from "../../core/count-of.js";
import type { SizeBin } from "../../metrics/judge-bias/preference-for-more.js";
import {
  absent,
  bar,
  fixed,
  levelText,
  percent,
  percentRange,
  pValueText,
  range,
  shareCells,
} from "../figure-text.js";
import { left, right, type Section } from "../report.js";
import type { JudgeAnalysis } from "./judge-analysis.js";

export function positionSection(analysis: JudgeAnalysis): Section {
  const { description, level } = analysis;
  const { preference, verdict } = description.position;
  const line = (name: string, { shownFirst, shownSecond, effect }: typeof preference) => [
    name,
    ...shareCells(shownFirst),
    ...shareCells(shownSecond),
    effect.difference === null ? absent : fixed(100 * effect.difference, 1),
    percentRange(effect.interval),
    pValueText(effect.pValue),
  ];
  return {
    title: "Position: the model's answer shown first and second",
    columns: [
      left(""),
      right("first %"),
      left(levelText(level)),
      right("second %"),
      left(levelText(level)),
      right("second − first"),
      left(levelText(level)),
      right("p"),
    ],
    rows: [line("mean preference", preference), line("share of wins", verdict)],
    notes: describeOrders(analysis),
  };
}

function describeOrders({ description, order }: JudgeAnalysis): string[] {
  const { flips, unknownOrder, identical } = description.position;
  return [
    order === "reference"
      ? "Orders that the files do not record follow the reference's rule."
      : "Only recorded orders count.",
    ...(unknownOrder > 0
      ? [
          `The order of ${countOf(unknownOrder, "judged row")} is not recorded (--order reference assumes the reference's rule).`,
        ]
      : []),
    ...(identical > 0
      ? [`${countOf(identical, "judged row")} with identical answers, which are never shown.`]
      : []),
    flips
      ? `${countOf(flips.pairs, "pair")} judged in both orders: the winner changes with the order (from or to a tie too) in ${percent(flips.rate.share)} % ${percentRange(flips.rate.interval)}, ${percent(flips.towardsFirst)} % of these towards the first slot; the preference changes by ${percent(flips.meanChange.share)} points on average.`
      : "No pair was judged in both orders, so there is no flip rate.",
  ];
}

export function sizeSection(what: string, bins: readonly SizeBin[], level: number): Section {
  return {
    title: `Preference for the answer with more: ${what}`,
    columns: [
      left("difference"),
      right("rows"),
      right("preferred %"),
      left(levelText(level)),
      right("it is the model's %"),
      left(""),
    ],
    rows: bins.map((bin, k) => [
      k === 0 ? "all that differ" : nameOfBin(bin),
      String(bin.share.rows),
      ...shareCells(bin.share),
      percent(bin.modelHasMore),
      bar(bin.share.share),
    ]),
    notes: what.startsWith("length")
      ? [
          "A description, not an effect: where the baseline is longer and better, the longer answer wins for both reasons.",
        ]
      : [],
  };
}

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
  return {
    title: "What length and position do, models held apart",
    columns: [
      left("covariate"),
      right("coefficient"),
      left(levelText(level)),
      right("p"),
      right("odds ×"),
      left("for an answer"),
    ],
    rows: coefficients.map(({ name, value, interval, pValue }) => [
      name,
      fixed(value),
      range(interval),
      pValueText(pValue),
      fixed(effectOn(name, value), 2),
      meaning[name],
    ]),
    notes: [
      `Logistic fit with a level for each of ${countOf(models, "model")}, ${countOf(rows, "row")}, ${countOf(clusters, "instruction")}${converged ? "" : "; it did NOT converge"}. Above 0 prefers the longer answer, the second slot.`,
    ],
  };
}

export function trivialSection({ description, level }: JudgeAnalysis): Section {
  return {
    title: "Judges without judgement",
    columns: [
      left("prefers"),
      right("model's win rate %"),
      left(levelText(level)),
      right("agrees with the judge %"),
      left(levelText(level)),
    ],
    rows: description.trivialJudges.map(({ name, winRate, agreement }) => [
      name,
      ...shareCells(winRate),
      ...shareCells(agreement),
    ]),
  };
}
