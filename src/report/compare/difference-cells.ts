// How a difference is written in tables and flat records.
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import type { AdjustedPValues } from "../../metrics/comparison/compare-series.js";
import { type RateName, rateNames } from "../../metrics/score/scored-model.js";
import { intervalName, pValueText, rateTitles, signed } from "../figure-text.js";
import { type Column, figure, main, type Section, tableOf, text } from "../table-of.js";
import {
  type DifferenceRecord,
  figureOfRate,
  toComparisonRecord,
  toDifferenceRecord,
} from "./comparison-record.js";

type Shown = Pick<DifferenceRecord, "difference" | "lower" | "upper" | "p_value">;

export const differenceColumns = (level: string): Column<Shown>[] => [
  ...main(
    figure("difference", ({ difference }: Shown) => signed(difference)),
    text(level, ({ lower, upper }) => (lower === null ? null : `[${signed(lower)}, ${signed(upper)}]`)),
  ),
  figure("p", (row) => pValueText(row.p_value)),
];

/** What was drawn: instructions, unless rows were clustered by something else. */
export const unitOf = ({ first, second }: ModelComparison): "instructions" | "clusters" =>
  [first, second].some(({ rows }) => rows?.filter((row) => row.cluster !== row.instructionId).length)
    ? "clusters"
    : "instructions";

/** The column of how many it takes to find a difference; false where no difference was asked for. */
export const neededColumn = (comparison: ModelComparison, detectPercent: number | null) =>
  detectPercent !== null &&
  figure<Pick<DifferenceRecord, "needed">>(`${unitOf(comparison)} to detect ${detectPercent}`, ({ needed }) =>
    needed?.clusters?.toLocaleString("en-US"),
  );

export function levelOf({ differences }: ModelComparison): string {
  return intervalName((differences.raw ?? differences.lengthControlled)?.interval);
}

/**
 * A table of several pairs by one rate.
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
  const rows = pairs.flatMap((pair, at) => {
    const difference = toDifferenceRecord(pair.differences[name], detectPercent);
    if (difference === null) return [];
    const [first, second] = [pair.first.generator, pair.second.generator];
    return [{ ...difference, first, second, adjusted: adjusted[at] ?? null }];
  });
  return tableOf(
    `Differences of the ${rateTitles[name]} rates, first minus second`,
    rows,
    [
      main(
        text("first", ({ first }) => first),
        text("second", ({ second }) => second),
      ),
      differenceColumns(levelOf(pairs[0]!)),
      figure("p (Holm)", (row) => pValueText(row.adjusted)),
      neededColumn(pairs[0]!, detectPercent),
    ],
    [`p (Holm): adjusted over ${family}.`],
  );
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
