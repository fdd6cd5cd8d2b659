// Outputs of several models and the right text of each item → how far they overlap, and each model against a control.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { compareWithControl, type GroupHits } from "../../metrics/contrasts/compare-with-control.js";
import { overlapWith, type TextOverlap } from "../../metrics/contrasts/text-overlap.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import { findColumn, readCell, type Table } from "../tables/read-table.js";
import { readGroups } from "./read-groups.js";
import { type AnalyzeOverlapRequest, overlapOptions } from "./requests/overlap.js";

const measures = { "ROUGE-L": "rougeL", "exact match": "exactMatch" } as const satisfies Record<
  string,
  keyof TextOverlap
>;

/** @throws InputError for a column or group that does not exist, and rows without a group or a reference */
export async function analyzeOverlap(given: AnalyzeOverlapRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeOverlap", overlapOptions, given);
  const { textColumn = "output", referenceColumn = "reference" } = request;
  const { table, groups, units, strata, by, about } = await readGroups(request);
  const text = findColumn(table, textColumn);
  const references = readReferences(table, referenceColumn);
  const rows = table.rows.map(({ value }, i) => ({
    stratum: strata[i]!,
    group: groups[i]!,
    cluster: units[i]!,
    overlap: overlapWith(readCell(value[text]) ?? "", references[i]!),
  }));
  const cells = Object.entries(measures).flatMap(([outcome, measure]) =>
    [...groupBy(rows, ({ stratum, group }) => JSON.stringify([stratum, group])).values()].map(
      (ofGroup): GroupHits => ({
        stratum: ofGroup[0]!.stratum,
        outcome,
        group: ofGroup[0]!.group,
        rows: ofGroup.map(({ overlap, cluster }) => ({ hits: overlap[measure], trials: 1, cluster })),
      }),
    ),
  );
  return {
    kind: "overlap",
    ...about,
    ...by,
    rates: compareWithControl(cells, about.control, about.level),
    unlabelled: [],
  };
}

/** One text at least a row. @throws InputError naming rows without one */
function readReferences(table: Table, name: string): string[][] {
  const column = table.columns.find((known) => known === name) ?? findColumn(table, name);
  const references = table.rows.map(({ value }) => {
    const cell = value[column];
    return (Array.isArray(cell) ? cell : [cell]).flatMap((one) => readCell(one) ?? []);
  });
  const problems = table.rows
    .filter((_, i) => references[i]!.length === 0)
    .map(({ row }) => ({ file: table.file, row, field: column, message: "is empty; expected a text" }));
  if (problems.length > 0) throw new InputError(problems);
  return references;
}
