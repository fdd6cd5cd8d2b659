// Rates of labels, or of words on lists, by group → a report.
import { countOf } from "../../core/count-of.js";
import { groupBy } from "../../core/group-by.js";
import type { Contrast } from "../../metrics/contrasts/compare-rates.js";
import type { GroupRate } from "../../metrics/contrasts/compare-with-control.js";
import type { WordUse } from "../../metrics/contrasts/lexical-odds.js";
import {
  barColumn,
  endsOf,
  fixed,
  levelText,
  mostGroups,
  percent,
  percentRange,
  pValueText,
  range,
  shareColumns,
} from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { figure, type Section, tableOf, text } from "../table-of.js";
import { levelsOf, type SpreadAnalysis, spreadSections, stratumColumns } from "./group-spread-sections.js";

export interface GroupRatesAnalysis extends SpreadAnalysis {
  /** Of outputs with a label, of words on a list, or of what an output shares with its reference. */
  readonly kind: "labels" | "words" | "overlap";
  readonly rates: readonly GroupRate[];
  readonly unlabelled: readonly { readonly group: string; readonly rows: number }[];
  /** Words of lists that no text has. */
  readonly neverUsed?: WordUse["neverUsed"];
  /** Outcomes are single words, in the order of their odds ratio. */
  readonly eachWord?: boolean;
}

export function reportGroupRates(analysis: GroupRatesAnalysis): Report {
  const { rates, strata, unlabelled } = analysis;
  const compared = rates.filter(({ againstControl }) => againstControl !== null);
  return {
    sections: [
      ...(analysis.eachWord ? [] : strata.length > 0 ? matrixSections(analysis) : [rateSection(analysis)]),
      ...spreadSections(analysis),
      ...(compared.length > 0 ? [contrastSection(analysis, compared)] : []),
    ],
    warnings: [
      ...unlabelled.map(
        ({ group, rows }) => `unlabelled: ${countOf(rows, "row")} of ${group} without a label, in no rate`,
      ),
      ...describeUnused(analysis),
    ],
    records: rates.map((rate) => withLevels(toRecord(rate), levelsOf(analysis, rate.stratum))),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

/** A column a factor, before the figures; one that is called like a figure has `by_` before its name. */
const withLevels = (record: ReturnType<typeof toRecord>, levels: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(
    Object.entries(levels).map(([name, level]) => [name in record ? `by_${name}` : name, level]),
  ),
  ...record,
});

/** A line a list, its first words named. */
function describeUnused({ neverUsed = [] }: GroupRatesAnalysis): string[] {
  const byList = groupBy(neverUsed, "list", "word");
  return [...byList].map(
    ([list, words]) =>
      `never-used: ${countOf(words.length, "word")} of "${list}" stand in no text: ${words.slice(0, 8).join(", ")}${words.length > 8 ? ", …" : ""}`,
  );
}

const texts = {
  labels: { title: "Labels by group", outcome: "label", rate: "rate %", unit: "outputs" },
  words: { title: "Use of words by group", outcome: "list", rate: "per 100 words", unit: "words" },
  overlap: { title: "Overlap with references by group", outcome: "measure", rate: "mean %", unit: "outputs" },
} as const;

const clusterText = ({ clusters }: GroupRatesAnalysis) => (clusters === null ? "text" : `"${clusters}"`);

function describeIntervals(analysis: GroupRatesAnalysis): string {
  const { rates, level, clusters, kind } = analysis;
  const methods = new Set(rates.map(({ rate }) => rate.method));
  if (clusters === null && kind === "labels")
    return `${levelText(level)} intervals: Wilson's, rows taken as independent; say --pair-column where groups share prompts.`;
  return methods.has("clustered")
    ? `${levelText(level)} intervals: clustered by ${clusterText(analysis)} (Wilson's where each row is its own cluster, or nothing varies).`
    : `${levelText(level)} intervals: Wilson's.`;
}

function rateSection(analysis: GroupRatesAnalysis): Section {
  const { kind, rates, level } = analysis;
  const names = texts[kind];
  const shown = shorten(rates);
  return tableOf(
    names.title,
    shown,
    [
      text(names.outcome, ({ outcome }) => outcome),
      text("group", ({ group }) => group),
      figure(names.unit, ({ rate }) => rate.trials),
      shareColumns(names.rate, level, ({ rate }) => rate),
      barColumn(({ rate }) => rate.share),
    ],
    [
      shown.length < rates.length &&
        `The lowest and highest ${mostGroups / 2} groups; all: --format csv or json.`,
      describeIntervals(analysis),
    ],
  );
}

/** By rate, its ends alone, where groups are many. */
const shorten = (rates: readonly GroupRate[]): readonly GroupRate[] =>
  [...groupBy(rates, "outcome").values()].flatMap((ofOutcome) => endsOf(ofOutcome, ({ rate }) => rate.share));

/** Single words shown from either end of their order. */
const mostWords = 15;

/** A table for each label: strata down, groups across. */
function matrixSections(analysis: GroupRatesAnalysis): Section[] {
  const { rates } = analysis;
  const groups = [...new Set(rates.map(({ group }) => group))];
  return [...new Set(rates.map(({ outcome }) => outcome))].map((label) => {
    const ofLabel = rates.filter(({ outcome }) => outcome === label);
    const cell = (stratum: string, group: string) => {
      const found = ofLabel.find((rate) => rate.stratum === stratum && rate.group === group)?.rate;
      return found && `${percent(found.share)} ${percentRange(found.interval)} of ${found.trials}`;
    };
    return tableOf(
      `${label} %`,
      [...new Set(ofLabel.map(({ stratum }) => stratum))].map((stratum) => ({ stratum })),
      [
        stratumColumns(analysis),
        ...groups.map((group) =>
          text<{ readonly stratum: string }>(group, ({ stratum }) => cell(stratum, group)),
        ),
      ],
      [describeIntervals(analysis)],
    );
  });
}

function contrastSection(analysis: GroupRatesAnalysis, compared: readonly GroupRate[]): Section {
  const { kind, control, level, rates } = analysis;
  const isLong = analysis.eachWord && compared.length > 2 * mostWords;
  const shown = isLong
    ? [...compared.slice(0, mostWords), ...compared.slice(-mostWords)]
    : analysis.strata.length > 0
      ? compared
      : shorten(compared);
  const ratioText = ({ value, interval }: Contrast) =>
    value === null ? null : `${fixed(value, 2)} ${range(interval, 2)}`;
  return tableOf(
    `Against ${control}`,
    shown.map((rate) => ({ ...rate.againstControl!, ...rate })),
    [
      text(analysis.eachWord ? "word" : texts[kind].outcome, ({ outcome }) => outcome),
      stratumColumns(analysis),
      text("group", ({ group }) => group),
      text(
        `gap in ${kind === "words" ? "words per 100" : "points"}`,
        ({ gap }) => `${percent(gap.value)} ${percentRange(gap.interval)}`,
      ),
      text("ratio", ({ ratio }) => ratioText(ratio)),
      kind !== "overlap" && text("odds ratio", ({ oddsRatio }) => ratioText(oddsRatio)),
      text("only here : only there", ({ pairs }) => pairs && `${pairs.onlyHere} : ${pairs.onlyControl}`),
      figure("p", ({ pValue }) => pValueText(pValue)),
      figure("p (Holm)", ({ adjustedPValue }) => pValueText(adjustedPValue)),
    ],
    [
      shown.length < compared.length &&
        `The first and last ${shown.length / 2} of ${compared.length} words by odds ratio; all: --format csv or json.`,
      analysis.clusters === null && kind === "labels"
        ? `${levelText(level)} intervals of independent rows: Newcombe's, Katz's and Woolf's, ½ added to all four counts where one is 0.`
        : `${levelText(level)} intervals by the delta method, clustered by ${clusterText(analysis)}, so that what groups share cancels; –: a rate is 0 or 1, or nothing varies.`,
      compared.some(({ pairs }) => pairs !== null) &&
        "p: McNemar's exact test of the prompts that differ (only here : only there); else of the gap.",
      `Holm: over all ${rates.filter(({ pValue }) => pValue !== null).length} comparisons.`,
    ],
  );
}

function toRecord({ outcome, group, rate, againstControl, pairs, ...tests }: GroupRate) {
  const ends = (name: string, contrast: Contrast | undefined, scale = 1) => ({
    [name]: times(contrast?.value, scale),
    [`${name}_lower`]: times(contrast?.interval?.lower, scale),
    [`${name}_upper`]: times(contrast?.interval?.upper, scale),
  });
  return {
    outcome,
    group,
    hits: rate.hits,
    trials: rate.trials,
    clusters: rate.clusters,
    rate: times(rate.share, 100),
    rate_lower: times(rate.interval?.lower, 100),
    rate_upper: times(rate.interval?.upper, 100),
    ...ends("gap", againstControl?.gap, 100),
    ...ends("ratio", againstControl?.ratio),
    ...ends("odds_ratio", againstControl?.oddsRatio),
    only_here: pairs?.onlyHere ?? null,
    only_control: pairs?.onlyControl ?? null,
    p_value: tests.pValue,
    adjusted_p_value: tests.adjustedPValue,
  };
}

const times = (value: number | null | undefined, scale: number) => (value == null ? null : scale * value);
