// The tables of the judge report.
import type { JudgeDescription } from "../../metrics/describe-judge.js";
import type { SizeBin } from "../../metrics/preference-for-more.js";
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

export interface RecordedCosts {
  /** Rows that record a price, and their mean in US dollars; null without such rows. */
  readonly priced: number;
  readonly meanPriceUsd: number | null;
  readonly timed: number;
  readonly meanSeconds: number | null;
}

export interface JudgeAnalysis {
  readonly annotators: readonly string[];
  /** Where orders that the files do not record come from. */
  readonly order: "recorded" | "reference";
  readonly level: number;
  readonly description: JudgeDescription;
  readonly costs: RecordedCosts;
}

export function overviewSection({ annotators, description, level, costs }: JudgeAnalysis): Section {
  const { rows, judged, unjudged, models, clusters, preference, ties, logprobs, repeats, kin } = description;
  const reasons = Object.entries(unjudged).map(([reason, count]) => `${count} ${reason}`);
  const known = logprobs.present + logprobs.missing;
  const lines: (readonly [string, string, string])[] = [
    ["judgements", String(rows), `${models} models, ${clusters} instructions`],
    ["without a verdict", String(rows - judged), reasons.join(", ")],
    ["mean preference for the model %", ...shareCells(preference)],
    ["exact ties %", ...shareCells(ties)],
    [
      "verdicts with log-probabilities",
      known === 0 ? absent : `${logprobs.present} of ${known}`,
      `${logprobs.unknown} do not say`,
    ],
    ...(repeats
      ? ([
          [
            "share of variance between repeats %",
            percent(repeats.share),
            `${repeats.groups} pairs asked more than once`,
          ],
          ["verdict changed between repeats %", ...shareCells(repeats.changedVerdicts)],
        ] as const)
      : []),
    ...(kin.models.length > 0
      ? ([
          [`preference for models of ${kin.family} %`, ...shareCells(kin.own)],
          ["preference for the others %", ...shareCells(kin.others)],
        ] as const)
      : []),
    ...(costs.meanPriceUsd === null
      ? []
      : ([
          ["USD per 1,000", fixed(1000 * costs.meanPriceUsd, 2), `${costs.priced} rows record it`],
        ] as const)),
    ...(costs.meanSeconds === null
      ? []
      : ([
          ["seconds per 1,000", fixed(1000 * costs.meanSeconds, 0), `${costs.timed} rows record it`],
        ] as const)),
  ];
  return {
    title: `Judge: ${annotators.join(", ")}`,
    columns: [left("figure"), right("value"), left(`${levelText(level)} interval, or of what`)],
    rows: lines,
    notes: ["All intervals are clustered by instruction."],
  };
}

export function positionSection({ description, level, order }: JudgeAnalysis): Section {
  const { preference, verdict, flips, unknownOrder, identical } = description.position;
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
    notes: [
      order === "reference"
        ? "Orders that the files do not record follow the reference's rule."
        : "Only recorded orders count.",
      ...(unknownOrder > 0
        ? [
            `The order of ${unknownOrder} judged rows is not recorded (--order reference assumes the reference's rule).`,
          ]
        : []),
      ...(identical > 0 ? [`${identical} judged rows have identical answers, which are never shown.`] : []),
      flips
        ? `${flips.pairs} pairs were judged in both orders: another answer wins in ${percent(flips.rate.share)} % ${percentRange(flips.rate.interval)}, ${percent(flips.towardsFirst)} % of these for the first slot; the preference changes by ${percent(flips.meanChange.share)} points on average.`
        : "No pair was judged in both orders, so there is no flip rate.",
    ],
  };
}

export function sizeSection(what: string, bins: readonly SizeBin[], level: number): Section {
  const name = ({ from, to }: SizeBin, k: number) =>
    k === 0
      ? "all that differ"
      : !Number.isFinite(to)
        ? `${from} and more`
        : to - from === 1
          ? String(from)
          : `${from}–${to - 1}`;
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
      name(bin, k),
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
      `Logistic fit with a level for each of ${models} models, ${rows} rows, ${clusters} instructions${converged ? "" : "; it did NOT converge"}. Above 0 prefers the longer answer, the second slot.`,
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
