// Rates under conditions and contrasts between them → a report.

import type { FactorContrast } from "../../metrics/contrasts/factor-contrasts.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { Interval } from "../../metrics/rates/measure.js";
import { bar, levelText, pValueText } from "../figure-text.js";
import { left, type Report, right, type Section } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type OutcomeRange, unitsOf } from "./factor-units.js";

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

function rateSection(analysis: FactorsAnalysis): Section {
  const { outcome, rates, level, cluster } = analysis;
  const { markCells, meanTitle } = unitsOf(analysis.range);
  return {
    title: `${outcome} by factor`,
    columns: [
      left("factor"),
      left("level"),
      right("rows"),
      right(meanTitle),
      left(levelText(level)),
      left(""),
    ],
    rows: rates.flatMap(({ factor, levels }) =>
      levels.map(({ level: name, rate }) => [
        factor,
        name,
        String(rate.rows),
        ...markCells(rate.share, rate.interval),
        bar(rate.share),
      ]),
    ),
    notes: [
      cluster === null
        ? "Rows are taken as independent; say --cluster where items repeat."
        : `Intervals: clustered by "${cluster}".`,
    ],
  };
}

function cellSection(analysis: FactorsAnalysis): Section {
  const { outcome, factors, cells, level } = analysis;
  const { markCells, meanTitle } = unitsOf(analysis.range);
  return {
    title: `${outcome} by combination`,
    columns: [
      ...factors.map(left),
      right("rows"),
      right("items"),
      right(meanTitle),
      left(levelText(level)),
      left(""),
    ],
    rows: cells.map(({ levels, rate }) => [
      ...levels,
      String(rate.rows),
      String(rate.clusters),
      ...markCells(rate.share, rate.interval),
      bar(rate.share),
    ]),
  };
}

function contrastSection(analysis: FactorsAnalysis): Section {
  const { contrasts, level } = analysis;
  const { differenceCells } = unitsOf(analysis.range);
  return {
    title: "Contrasts",
    columns: [
      left("contrast"),
      right("points"),
      left(levelText(level)),
      right("p"),
      right("p (Holm)"),
      right("combinations"),
    ],
    rows: contrasts.map(({ name, difference, interval, pValue, adjustedPValue, combinations }) => [
      name,
      ...differenceCells(difference, interval),
      pValueText(pValue),
      pValueText(adjustedPValue),
      String(combinations),
    ]),
    notes: [
      "Each is a mean over the combinations of the other factors in which all its levels occur, each counting the same.",
      `Holm: over all ${contrasts.filter(({ pValue }) => pValue !== null).length} contrasts.`,
    ],
  };
}
