// The tables of the agreement report.

import { countOf } from "../../core/count-of.js";
import { present } from "../../core/present.js";
import { expectedCalibrationError, type ReliabilityBin } from "../../metrics/agreement/calibration-table.js";
import type { GoldComparison } from "../../metrics/agreement/compare-with-gold.js";
import type { UnparsableRule } from "../../metrics/agreement/confusion-matrix.js";
import type { AgreementAnalysis } from "../../metrics/agreement/measure-agreement.js";
import type { BootstrapEstimate } from "../../metrics/rates/bootstrap.js";
import { barColumn, fixed, levelText, measureText, percent, percentRange, range } from "../figure-text.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

export const ruleTexts: Record<UnparsableRule, string> = {
  miss: "a miss for the gold label, a false positive for none",
  tie: "read as ties",
  drop: "left out",
  class: "a class of their own",
};

export function figureSection(analysis: AgreementAnalysis): Section {
  const { agreement, gold, level } = analysis;
  const { judge, ceiling, estimates } = agreement;
  const own = Object.keys(judge.estimates);
  const columnsOf = (title: string, of: Readonly<Record<string, BootstrapEstimate>>) => [
    figure<string>(title, (name) => fixed(of[name]?.estimate, 4)),
    text<string>(levelText(level), (name) => range(of[name]?.bca ?? of[name]?.percentile)),
  ];
  const ofCeiling = (title: string, of: Readonly<Record<string, BootstrapEstimate>>) =>
    columnsOf(title, of).map((column) => ({
      ...column,
      cell: (name: string, at: number) => (at < own.length ? column.cell(name, at) : ""),
    }));
  return tableOf(
    `Agreement with humans, gold: ${gold}`,
    [...own, ...Object.keys(estimates)],
    [
      text("figure", (name) => name.replaceAll("_", " ")),
      columnsOf("judge", { ...judge.estimates, ...estimates }),
      ceiling !== null && ofCeiling("judge against n − 1", ceiling.judge.estimates),
      ceiling !== null && ofCeiling("a human against n − 1", ceiling.humans.estimates),
    ],
    describeFigures(analysis),
  );
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
  return present([
    `${countOf(judge.rows, "row")} of ${countOf(agreement.items, "item")}; unparsable answers (${judge.unparsable}) are ${ruleTexts[unparsable]}.`,
    inferredScale &&
      `Values are fractions: read as preferences, --scale ${inferredScale} (--scale labels: as labels).`,
    ceiling &&
      `n − 1: each human is left out in turn and compared with the majority of the others, and so is the judge; ${ceiling.humans.withoutGold} of ${ceiling.humans.withoutGold + ceiling.humans.rows} such rows have no majority and are left out, which favours both.`,
    "Macro: plain mean over the gold labels; F1: mean of the labels' F1.",
    `${capitalise(describeIntervals(replicates, "items"))}.`,
    recorded.length > 0 && `Recorded: ${recorded.join(", ")}.`,
  ]);
}

export const classSection = ({ scores }: GoldComparison): Section =>
  tableOf("By gold label", scores.classes, [
    text("label", ({ label }) => label),
    figure("gold", ({ gold }) => gold),
    figure("judged", ({ judged }) => judged),
    figure("precision", ({ precision }) => measureText(precision)),
    figure("recall", ({ recall }) => measureText(recall)),
    figure("F1", ({ f1 }) => measureText(f1)),
  ]);

export function confusionSection({ labels, confusion, unparsable }: GoldComparison): Section {
  const judged = unparsable > 0 ? [...labels, "unparsable"] : labels;
  return tableOf("Gold (down) and judged (across)", labels, [
    text("", (label) => label),
    ...judged.map((label, j) => figure(label, (_, g) => countText(confusion[g * (labels.length + 1) + j]!))),
  ]);
}

/** Of rows; a sum of weights is seldom whole. */
const countText = (count: number) => (Number.isInteger(count) ? String(count) : fixed(count, 1));

/** How often what was stated came true, bin by bin. */
export const calibrationSection = (
  title: string,
  { bins, level, unit }: { bins: readonly ReliabilityBin[]; level: number; unit: string },
  notes: readonly string[],
): Section =>
  tableOf(
    title,
    bins.filter(({ rows }) => rows > 0),
    [
      text("stated", ({ lower, upper }) => `${fixed(lower, 1)}–${fixed(upper, 1)}`),
      figure(unit, ({ rows }) => rows),
      figure("mean stated %", ({ meanProbability }) => percent(meanProbability)),
      figure("observed %", ({ observedShare }) => percent(observedShare)),
      text(levelText(level), ({ interval }) => percentRange(interval)),
      barColumn(({ observedShare }) => observedShare),
    ],
    notes,
  );

export function reliabilitySection({ agreement, level }: AgreementAnalysis): Section {
  const { bins, goldTies } = agreement.reliability!;
  return calibrationSection(
    "Calibration: stated preference for the model, and how often the humans' majority shares it",
    { bins, level, unit: "items" },
    [
      `Expected calibration error over these bins: ${measureText(expectedCalibrationError(bins))}.`,
      `Items whose majority is a tie (${goldTies}) are neither outcome, unparsable ones state nothing: both are left out, as in AUC and Brier score.`,
    ],
  );
}
