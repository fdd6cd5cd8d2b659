// Rates under conditions and contrasts between them → a report.

import type { FactorContrast } from "../../metrics/contrasts/factor-contrasts.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { Interval } from "../../metrics/rates/measure.js";
import { barColumn, fixed, levelText, pValueText, range } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

export interface FactorsAnalysis {
  readonly level: number;
  readonly outcome: string;
  /** The outcome's own scale; null for shares, which are shown in percent. */
  readonly range: OutcomeRange | null;
  /** The column whose values are dependent rows; null: every row by itself. */
  readonly cluster: string | null;
  readonly factors: readonly string[];
  readonly rates: readonly {
    readonly factor: string;
    readonly levels: readonly { readonly level: string; readonly rate: ClusteredShare }[];
  }[];
  /** Every combination of levels; empty for one factor. */
  readonly cells: readonly { readonly levels: readonly string[]; readonly rate: ClusteredShare }[];
  readonly contrasts: readonly FactorContrast[];
}

export function reportFactors(analysis: FactorsAnalysis): Report {
  const { rates, cells, contrasts, factors } = analysis;
  const { mark, difference } = unitsOf(analysis.range);
  return {
    sections: [
      rateSection(analysis),
      ...(cells.length > 0 ? [cellSection(analysis)] : []),
      ...(contrasts.length > 0 ? [contrastSection(analysis)] : []),
    ],
    warnings: contrasts.flatMap(({ name, incomplete, combinations, hasLoneItems }) => [
      ...(incomplete > 0
        ? [
            `incomplete: ${name}: ${incomplete} of ${incomplete + combinations} combinations of the other factors lack a level and are left out`,
          ]
        : []),
      ...(hasLoneItems
        ? [
            `lone-items: ${name}: a combination holds one item only, so there is nothing to tell the error from`,
          ]
        : []),
    ]),
    records: [
      ...rates.flatMap(({ factor, levels }) =>
        levels.map(({ level, rate }) =>
          toRecord("rate", `${factor}: ${level}`, rate.share, rate.interval, mark),
        ),
      ),
      ...cells.map(({ levels, rate }) =>
        toRecord(
          "cell",
          levels.map((level, f) => `${factors[f]}: ${level}`).join(", "),
          rate.share,
          rate.interval,
          mark,
        ),
      ),
      ...contrasts.map(({ name, difference: share, interval, pValue, adjustedPValue }) => ({
        ...toRecord("contrast", name, share, interval, difference),
        p_value: pValue,
        adjusted_p_value: adjustedPValue,
      })),
    ],
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

const toRecord = (
  kind: string,
  name: string,
  value: number | null,
  interval: Interval | null,
  convert: (share: number) => number,
) => ({
  kind,
  name,
  value: value === null ? null : convert(value),
  lower: interval && convert(interval.lower),
  upper: interval && convert(interval.upper),
  p_value: null as number | null,
  adjusted_p_value: null as number | null,
});

const rateSection = (analysis: FactorsAnalysis): Section =>
  tableOf(
    `${analysis.outcome} by factor`,
    analysis.rates.flatMap(({ factor, levels }) => levels.map((each) => ({ ...each, factor }))),
    [
      text("factor", ({ factor }) => factor),
      text("level", ({ level }) => level),
      figure("rows", ({ rate }) => rate.rows),
      markColumns(analysis),
    ],
    [
      analysis.cluster === null
        ? "Rows are taken as independent; say --cluster where items repeat."
        : `Intervals: clustered by "${analysis.cluster}".`,
    ],
  );

const cellSection = (analysis: FactorsAnalysis): Section =>
  tableOf(`${analysis.outcome} by combination`, analysis.cells, [
    ...analysis.factors.map((factor, f) =>
      text(factor, ({ levels }: FactorsAnalysis["cells"][number]) => levels[f]),
    ),
    figure("rows", ({ rate }) => rate.rows),
    figure("items", ({ rate }) => rate.clusters),
    markColumns(analysis),
  ]);

function markColumns({ range: marks, level }: FactorsAnalysis): Column<{ readonly rate: ClusteredShare }>[] {
  const { mark, meanTitle, cell, rangeCell } = unitsOf(marks);
  return [
    figure(meanTitle, ({ rate }) => cell(rate.share, mark)),
    text(levelText(level), ({ rate }) => rangeCell(rate.interval, mark)),
    barColumn(({ rate }) => rate.share),
  ];
}

function contrastSection({ contrasts, level, range: marks }: FactorsAnalysis): Section {
  const { difference, cell, rangeCell } = unitsOf(marks);
  return tableOf(
    "Contrasts",
    contrasts,
    [
      text("contrast", ({ name }) => name),
      figure("points", (contrast) => cell(contrast.difference, difference)),
      text(levelText(level), ({ interval }) => rangeCell(interval, difference)),
      figure("p", ({ pValue }) => pValueText(pValue)),
      figure("p (Holm)", ({ adjustedPValue }) => pValueText(adjustedPValue)),
      figure("combinations", ({ combinations }) => combinations),
    ],
    [
      "Each is a mean over the combinations of the other factors in which all its levels occur, each counting the same.",
      `Holm: over all ${contrasts.filter(({ pValue }) => pValue !== null).length} contrasts.`,
    ],
  );
}

/** From where to where an outcome's own scale goes. */
interface OutcomeRange {
  readonly min: number;
  readonly max: number;
}

/** Shares in [0, 1] and their differences → the outcome's own units, or percent. */
function unitsOf(marks: OutcomeRange | null) {
  const { min, max } = marks ?? { min: 0, max: 100 };
  const digits = marks ? 2 : 1;
  type Convert = (share: number) => number;
  return {
    mark: (share: number) => min + share * (max - min),
    difference: (share: number) => share * (max - min),
    cell: (value: number | null, convert: Convert) => (value === null ? null : fixed(convert(value), digits)),
    rangeCell: (interval: Interval | null, convert: Convert) =>
      range(interval && { lower: convert(interval.lower), upper: convert(interval.upper) }, digits),
    meanTitle: marks ? `mean (${min} to ${max})` : "mean %",
  };
}
