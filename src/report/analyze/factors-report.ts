// Rates under conditions and contrasts between them → a report.

import { countOf } from "../../core/count-of.js";
import { present } from "../../core/present.js";
import type { FactorsAnalysis, OutcomeRange } from "../../metrics/contrasts/factor-tests.js";
import type { ClusteredShare } from "../../metrics/rates/clustered-mean.js";
import type { Interval } from "../../metrics/rates/measure.js";
import { barColumn, fixed, levelText, pValueText, range } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

export function reportFactors(analysis: FactorsAnalysis): Report {
  const { rates, tests, cells, contrasts, factors } = analysis;
  const { mark, difference } = unitsOf(analysis.range);
  const lone = contrasts.filter(({ hasLoneItems }) => hasLoneItems);
  return {
    sections: [
      rateSection(analysis),
      testSection(analysis),
      ...(cells.length > 0 ? [cellSection(analysis)] : []),
      ...(contrasts.length > 0 ? [contrastSection(analysis)] : []),
    ],
    warnings: present([
      ...contrasts
        .filter(({ incomplete }) => incomplete > 0)
        .map(
          ({ name, incomplete, combinations }) =>
            `incomplete: ${name}: ${incomplete} of ${incomplete + combinations} combinations of the other factors lack a level and are left out`,
        ),
      lone.length > 0 &&
        `lone-items: ${countOf(lone.length, "contrast")} (${lone[0]!.name}${lone.length > 1 ? ", …" : ""}): a combination holds one item only, so there is nothing to tell the error from`,
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
      ...tests.map(({ factor, chiSquare, pValue, adjustedPValue }) => ({
        ...toRecord("test", factor, chiSquare, null, (value) => value),
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

const testSection = ({ outcome, tests, cluster, leftOut }: FactorsAnalysis): Section =>
  tableOf(
    "Does the factor matter at all?",
    tests,
    [
      text("factor", ({ factor }) => factor),
      figure("df", ({ degreesOfFreedom }) => degreesOfFreedom),
      figure("χ²", ({ chiSquare }) => fixed(chiSquare, 2)),
      figure("p", ({ pValue }) => pValueText(pValue)),
      figure("p (Holm)", ({ adjustedPValue }) => pValueText(adjustedPValue)),
      figure("design effect", ({ designEffect }) => fixed(designEffect, 2)),
    ],
    [
      `Likelihood ratio: a logistic model of ${outcome} with and without the factor${tests.length > 1 ? " beside the other factors" : ""}${cluster === null ? "" : `, divided by the design effect of "${cluster}" (Rao and Scott); p by F on df and the clusters less one`}.`,
      leftOut > 0 && `${leftOut} differences between levels, and combinations: --combinations.`,
    ],
  );

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
      "By how much two levels differ: a mean over the combinations of the other factors in which all its levels occur, each counting the same.",
      `Holm: over all ${contrasts.filter(({ pValue }) => pValue !== null).length} contrasts.`,
    ],
  );
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
