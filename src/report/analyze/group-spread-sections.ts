// How far groups are apart, and in how many strata each leads → sections.
import type { GroupSpread } from "../../metrics/contrasts/group-spread.js";
import type { HighestGroup } from "../../metrics/contrasts/highest-groups.js";
import type { BootstrapEstimate } from "../../metrics/rates/bootstrap.js";
import { fixed, levelText, percent, percentRange, pValueText } from "../figure-text.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

export interface SpreadAnalysis {
  readonly level: number;
  readonly control: string | null;
  /** The columns within whose values groups are compared. */
  readonly strata: readonly string[];
  /** The value of each of them in a stratum, by the stratum's name, which is that of the one column where it is absent. */
  readonly levels?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The column whose values are dependent rows; null: every row by itself. */
  readonly clusters: string | null;
  readonly spreads?: readonly GroupSpread[];
  readonly highest?: readonly HighestGroup[];
}

export function spreadSections(analysis: SpreadAnalysis): Section[] {
  const { spreads = [], highest = [] } = analysis;
  return [
    ...(spreads.length > 0 ? [spreadSection(analysis)] : []),
    ...(highest.length > 0 ? [highestSection(highest, analysis)] : []),
  ];
}

/** What a stratum is, by its columns. */
export const levelsOf = (
  { strata, levels }: Pick<SpreadAnalysis, "strata" | "levels">,
  stratum: string,
): Record<string, string> =>
  Object.fromEntries(strata.map((name, k) => [name, levels?.[stratum]?.[k] ?? stratum]));

/** A column a factor. */
export const stratumColumns = (by: Pick<SpreadAnalysis, "strata" | "levels">) =>
  by.strata.map((name) =>
    text<{ readonly stratum: string }>(name, ({ stratum }) => levelsOf(by, stratum)[name]),
  );

const squarePoints = 100 ** 2;

const spreadSection = ({ spreads = [], strata, levels, level, clusters }: SpreadAnalysis): Section =>
  tableOf(
    "How far groups are apart",
    spreads,
    [
      text("label", ({ outcome }) => outcome),
      stratumColumns({ strata, levels }),
      figure("groups", ({ groups }) => groups),
      figure("variance", ({ variance: { estimate } }) => fixed(estimate && estimate * squarePoints, 1)),
      figure("of it noise", ({ noise }) => fixed(noise * squarePoints, 1)),
      text(`range ${levelText(level)}`, ({ range }) => estimateText(range)),
      text("lowest", ({ lowest }) => `${lowest.group} ${estimateText(lowest.rate)}`),
      text("highest", ({ highest }) => `${highest.group} ${estimateText(highest.rate)}`),
      figure("p", ({ pValue }) => pValueText(pValue)),
    ],
    [
      `Variance of the groups' rates, in squared points. Intervals: a bootstrap over ${clusters === null ? "rows" : `"${clusters}"`}; the lowest and highest of many groups are so by chance too.`,
      `p: groups exchanged ${clusters === null ? "over all rows" : `within "${clusters}"`}, for "all groups have one rate".`,
    ],
  );

const estimateText = ({ estimate, bca, percentile }: BootstrapEstimate) =>
  `${percent(estimate)} ${percentRange(bca ?? percentile)}`;

const highestSection = (highest: readonly HighestGroup[], { control }: SpreadAnalysis): Section =>
  tableOf("Where each group is highest", highest, [
    text("label", ({ outcome }) => outcome),
    text("group", ({ group }) => group),
    text("highest in", (group) => `${group.highest} of ${group.strata}`),
    control !== null && [
      text(`above : below ${control}`, ({ against }) => against && `${against.above} : ${against.below}`),
      figure("p (sign test)", ({ against }) => against && pValueText(against.pValue)),
    ],
  ]);
