// The tables of the agreement report.
import { countOf } from "../../core/count-of.js";
import { expectedCalibrationError } from "../../metrics/agreement/calibration-table.js";
import type { GoldComparison } from "../../metrics/agreement/compare-with-gold.js";
import type { UnparsableRule } from "../../metrics/agreement/confusion-matrix.js";
import type { GoldRule } from "../../metrics/agreement/gold-labels.js";
import type { LabelCount, LabelSets } from "../../metrics/agreement/label-sets.js";
import type { Agreement } from "../../metrics/agreement/measure-agreement.js";
import type { BootstrapEstimate, BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import { absent, bar, fixed, levelText, measureText, percentRange, range } from "../figure-text.js";
import { left, right, type Section } from "../report.js";

export interface AgreementAnalysis extends BootstrapSettings {
  readonly gold: GoldRule;
  readonly unparsable: UnparsableRule;
  readonly agreement: Agreement;
  /** The scale that the values were read on because of their fractions; null where it was stated or not needed. */
  readonly inferredScale: "1..2" | "0..1" | null;
  /** Judgements without a human's label, and labelled items without a judgement. */
  readonly unmatched: { readonly judgements: number; readonly humans: number };
  readonly labelSets: LabelSets;
  /** What the judge wrote where no label could be read. */
  readonly unread: readonly LabelCount[];
  /** Means of what the judgements record; null where they record nothing. */
  readonly costs: { readonly pricePer1000Usd: number | null; readonly secondsPer1000: number | null };
}

export const ruleTexts: Record<UnparsableRule, string> = {
  miss: "a miss for the gold label, a false positive for none",
  tie: "read as ties",
  drop: "left out",
  class: "a class of their own",
};

export function figureSection(analysis: AgreementAnalysis): Section {
  const { agreement, gold, level } = analysis;
  const { judge, ceiling, estimates } = agreement;
  const cells = (estimate: BootstrapEstimate | undefined) =>
    estimate ? [fixed(estimate.estimate, 4), range(estimate.bca ?? estimate.percentile)] : [absent, absent];
  const figures = Object.keys(judge.estimates).map((name) => [
    name.replaceAll("_", " "),
    ...cells(judge.estimates[name]),
    ...(ceiling ? [...cells(ceiling.judge.estimates[name]), ...cells(ceiling.humans.estimates[name])] : []),
  ]);
  const others = Object.entries(estimates).map(([name, estimate]) => [
    name.replaceAll("_", " "),
    ...cells(estimate),
    ...(ceiling ? ["", "", "", ""] : []),
  ]);
  return {
    title: `Agreement with humans, gold: ${gold}`,
    columns: [
      left("figure"),
      right("judge"),
      left(levelText(level)),
      ...(ceiling
        ? [
            right("judge against n − 1"),
            left(levelText(level)),
            right("a human against n − 1"),
            left(levelText(level)),
          ]
        : []),
    ],
    rows: [...figures, ...others],
    notes: describeFigures(analysis),
  };
}

/** @param what the samples are of */
export const describeIntervals = (replicates: number, what: string): string =>
  replicates === 0
    ? "no intervals were asked for"
    : `intervals: BCa (percentile where BCa has none), ${replicates} bootstrap samples of ${what}`;

const capitalise = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

function describeFigures(analysis: AgreementAnalysis): string[] {
  const { agreement, unparsable, replicates, costs, inferredScale } = analysis;
  const { judge, ceiling } = agreement;
  const costText = (value: number | null, unit: string) =>
    value === null ? [] : [`${fixed(value, 2)} ${unit} per 1,000`];
  const recorded = [...costText(costs.pricePer1000Usd, "USD"), ...costText(costs.secondsPer1000, "seconds")];
  return [
    `${countOf(judge.rows, "row")} of ${countOf(agreement.items, "item")}; unparsable answers (${judge.unparsable}) are ${ruleTexts[unparsable]}.`,
    ...(inferredScale
      ? [`Values are fractions: read as preferences, --scale ${inferredScale} (--scale labels: as labels).`]
      : []),
    ...(ceiling
      ? [
          `n − 1: each human is left out in turn and compared with the majority of the others, and so is the judge; ${ceiling.humans.withoutGold} of ${ceiling.humans.withoutGold + ceiling.humans.rows} such rows have no majority and are left out, which favours both.`,
        ]
      : []),
    "Macro: plain mean over the gold labels; F1: mean of the labels' F1.",
    `${capitalise(describeIntervals(replicates, "items"))}.`,
    ...(recorded.length > 0 ? [`Recorded: ${recorded.join(", ")}.`] : []),
  ];
}

export function classSection({ scores }: GoldComparison): Section {
  return {
    title: "By gold label",
    columns: [
      left("label"),
      right("gold"),
      right("judged"),
      right("precision"),
      right("recall"),
      right("F1"),
    ],
    rows: scores.classes.map(({ label, gold, judged, precision, recall, f1 }) => [
      label,
      String(gold),
      String(judged),
      measureText(precision),
      measureText(recall),
      measureText(f1),
    ]),
  };
}

export function confusionSection({ labels, confusion, unparsable }: GoldComparison): Section {
  const width = labels.length + 1;
  const shown = unparsable > 0 ? width : labels.length;
  return {
    title: "Gold (down) and judged (across)",
    columns: [left(""), ...[...labels, "unparsable"].slice(0, shown).map(right)],
    rows: labels.map((label, g) => [
      label,
      ...Array.from(confusion.subarray(g * width, g * width + shown), (count) => String(count)),
    ]),
  };
}

export function reliabilitySection({ agreement, level }: AgreementAnalysis): Section {
  const { bins, goldTies } = agreement.reliability!;
  return {
    title: "Calibration: stated preference for the model, and how often the humans' majority shares it",
    columns: [
      left("stated"),
      right("items"),
      right("mean stated %"),
      right("observed %"),
      left(levelText(level)),
      left(""),
    ],
    rows: bins
      .filter(({ rows }) => rows > 0)
      .map(({ lower, upper, rows, meanProbability, observedShare, interval }) => [
        `${fixed(lower, 1)}–${fixed(upper, 1)}`,
        String(rows),
        fixed(100 * meanProbability!, 1),
        fixed(100 * observedShare!, 1),
        percentRange(interval),
        bar(observedShare),
      ]),
    notes: [
      `Expected calibration error over these bins: ${measureText(expectedCalibrationError(bins))}.`,
      `Items whose majority is a tie (${goldTies}) are neither outcome, unparsable ones state nothing: both are left out, as in AUC and Brier score.`,
    ],
  };
}
