import { countOf } from "../../core/count-of.js";
import { describeJudge } from "../../length-control/judge-identity.js";
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import { rateNames } from "../../metrics/score/scored-model.js";
import { fixed, rateTitles } from "../figure-text.js";
import type { Report } from "../report.js";
import { figure, main, type Section, tableOf, text } from "../table-of.js";
import { figureOfRate, toComparisonRecord, toDifferenceRecord } from "./comparison-record.js";
import { differenceColumns, flatRecords, levelOf, neededColumn, unitOf } from "./difference-cells.js";

/** A report without its gates. */
export type CompareBody = Pick<Report, "sections" | "warnings" | "records" | "document">;

/** Each comparison by itself: one table a pair. */
export function describePairs(
  comparisons: readonly ModelComparison[],
  detectPercent: number | null,
): CompareBody {
  return {
    sections: comparisons.map((comparison) => pairSection(comparison, detectPercent)),
    warnings: comparisons.flatMap(({ warnings }) => warnings),
    records: comparisons.flatMap((comparison) => flatRecords(comparison, detectPercent)),
    document: { comparisons: comparisons.map((comparison) => toComparisonRecord(comparison, detectPercent)) },
  };
}

function pairSection(comparison: ModelComparison, detectPercent: number | null): Section {
  const { first, second, overlap } = comparison;
  const record = toComparisonRecord(comparison, detectPercent);
  const parts = [record.first, record.second].filter(({ all_rows }) => all_rows);
  return tableOf(
    `${first.generator} minus ${second.generator}, both against ${record.baseline}, judged by ${describeJudge(first.judgedBy)}`,
    rateNames.flatMap((name) => {
      const difference = toDifferenceRecord(comparison.differences[name], detectPercent);
      return difference ? [{ ...difference, name, figure: figureOfRate[name] }] : [];
    }),
    [
      main(text("rate", ({ name }) => rateTitles[name])),
      figure(`${first.generator} %`, (row) => fixed(record.first[row.figure], 2)),
      figure(`${second.generator} %`, (row) => fixed(record.second[row.figure], 2)),
      differenceColumns(levelOf(comparison)),
      ...parts.map(({ generator, all_rows }) =>
        figure<{ figure: "win_rate" | "length_controlled_winrate" }>(`all of ${generator} %`, (row) =>
          fixed(all_rows![row.figure], 2),
        ),
      ),
      figure("detectable", (row) => fixed(row.minimum_detectable, 2)),
      neededColumn(comparison, detectPercent),
    ],
    [
      overlap !== null &&
        `${countOf(overlap.shared, "shared instruction")}${describeOthers(comparison)}${overlap.askedOfBoth < overlap.shared ? `, ${overlap.askedOfBoth} asked of both` : ""}: ${overlap.firstWinsAlone} won by ${first.generator} alone, ${overlap.secondWinsAlone} by ${second.generator} alone.`,
      `detectable: the smallest difference, in points, that so many ${unitOf(comparison)} find with 80 % power.`,
    ],
  );
}

/** How many instructions only one of the two has; the rates and their difference are over the others. */
function describeOthers({ first, second, overlap }: ModelComparison): string {
  const others = [
    { generator: first.generator, count: overlap!.onlyFirst },
    { generator: second.generator, count: overlap!.onlySecond },
  ].filter(({ count }) => count > 0);
  if (others.length === 0) return "";
  return ` (${others.map(({ generator, count }) => `${count} more only ${generator} has`).join(", ")})`;
}
