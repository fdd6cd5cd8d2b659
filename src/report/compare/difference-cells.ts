// How a difference is written in tables and flat records.
import { type RateName, rateNames } from "../../metrics/comparison/comparable-model.js";
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import type { AdjustedPValues } from "../../metrics/comparison/compare-series.js";
import { absent, intervalName, pValueText, rateTitles, signed } from "../figure-text.js";
import { left, right, type Section } from "../report.js";
import {
  type DifferenceRecord,
  figureOfRate,
  toComparisonRecord,
  toDifferenceRecord,
} from "./comparison-record.js";

export const differenceColumns = (level: string) => [right("difference"), left(level), right("p")];

export const differenceCells = (record: DifferenceRecord) => [
  signed(record.difference),
  record.lower === null ? absent : `[${signed(record.lower)}, ${signed(record.upper)}]`,
  pValueText(record.p_value),
];

/** What was drawn: instructions, unless rows were clustered by something else. */
export const unitOf = ({ first, second }: ModelComparison): "instructions" | "clusters" =>
  [first, second].some(({ rows }) => rows?.clusters.some((name, at) => name !== rows.instructionIds[at]))
    ? "clusters"
    : "instructions";

/** The column of how many it takes to find a difference; none where no difference was asked for. */
export const neededColumns = (comparison: ModelComparison, detectPercent: number | null) =>
  detectPercent === null ? [] : [right(`${unitOf(comparison)} to detect ${detectPercent}`)];

export const neededCells = ({ needed }: DifferenceRecord) => (needed ? [wholeNumber(needed.clusters)] : []);

export function levelOf({ differences }: ModelComparison): string {
  return intervalName((differences.raw ?? differences.lengthControlled)?.interval);
}

/**
 * A table of several pairs by one rate.
 *
 * @param family what their p-values were adjusted over
 * @param detectPercent the difference to plan for, in percentage points; null for none
 */
export function pairsSection(
  pairs: readonly ModelComparison[],
  name: RateName,
  {
    adjusted,
    family,
    detectPercent,
  }: {
    readonly adjusted: readonly (number | null)[];
    readonly family: string;
    readonly detectPercent: number | null;
  },
): Section {
  return {
    title: `Differences of the ${rateTitles[name]} rates, first minus second`,
    columns: [
      left("first"),
      left("second"),
      ...differenceColumns(levelOf(pairs[0]!)),
      right("p (Holm)"),
      ...neededColumns(pairs[0]!, detectPercent),
    ],
    rows: pairs.flatMap((pair, at) => {
      const difference = toDifferenceRecord(pair.differences[name], detectPercent);
      if (difference === null) return [];
      const names = [pair.first.generator, pair.second.generator];
      const figures = [...differenceCells(difference), pValueText(adjusted[at] ?? null)];
      return [[...names, ...figures, ...neededCells(difference)]];
    }),
    notes: [`p (Holm): adjusted over ${family}.`],
  };
}

/** One record a pair and rate. */
export function flatRecords(
  comparison: ModelComparison,
  detectPercent: number | null,
  adjustedOf: (rate: RateName) => number | null | undefined = () => undefined,
) {
  return rateNames.flatMap((name) => {
    const record = toDifferenceRecord(comparison.differences[name], detectPercent);
    if (record === null) return [];
    const { needed, ...figures } = record;
    return [
      {
        first: comparison.first.generator,
        second: comparison.second.generator,
        rate: figureOfRate[name],
        ...figures,
        p_holm: adjustedOf(name) ?? null,
        clusters_needed: needed?.clusters ?? null,
      },
    ];
  });
}

/** A pair's record with its p-values adjusted among the others'. */
export const withAdjusted = (
  pair: ModelComparison,
  detectPercent: number | null,
  adjusted: AdjustedPValues,
  at: number,
) => ({
  ...toComparisonRecord(pair, detectPercent),
  win_rate_p_holm: adjusted.raw[at] ?? null,
  length_controlled_p_holm: adjusted.lengthControlled[at] ?? null,
});

const wholeNumber = (value: number | null) => (value === null ? absent : value.toLocaleString("en-US"));
