import { countOf } from "../../core/count-of.js";
import type { JudgeAnalysis } from "../../metrics/judge-bias/describe-judge.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import { fixed, levelText, percent, percentRange } from "../figure-text.js";
import { absent, figure, type Section, tableOf, text } from "../table-of.js";

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
