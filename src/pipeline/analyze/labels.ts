// Labelled outputs of several groups (personas, names, models, methods) → how often each label is given in each group,
// and each group against a control.

import { InputError } from "../../core/errors.js";
import { compareGroups } from "../../metrics/contrasts/compare-groups.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../tables/read-table.js";
import { readClusters, readSelectedTable, readTexts } from "../tables/select-rows.js";
import { type AnalyzeLabelsRequest, labelsOptions } from "./requests/labels.js";

/** @throws InputError for a column, group or label that does not exist, and rows without a group */
export async function analyzeLabels(given: AnalyzeLabelsRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeLabels", labelsOptions, given);
  const { groupColumn = "group", controlGroup: control = null, by = [], level } = request;
  const table = await readSelectedTable(request.file, request.where);
  const labelColumn = findLabelColumn(table, request.labelColumn);
  const groups = readTexts(table, groupColumn);
  requireGroup(table, groups, control);
  const prompts = readClusters(table, request.cluster ?? request.pairColumn);
  const strata = by.map((column) => readTexts(table, column));
  const rows = table.rows.map(({ value }, i) => ({
    stratum: strata.map((values) => values[i]).join(", "),
    group: groups[i]!,
    prompt: prompts[i]!,
    label: readCell(value[labelColumn]),
  }));
  const met = [...new Set(rows.flatMap(({ label }) => label ?? []))];
  const unknown = (request.only ?? []).filter((label) => !met.includes(label));
  if (unknown.length > 0)
    throw new InputError(
      { file: table.file, field: labelColumn, message: `is never "${unknown.join('", "')}"` },
      { hint: `Labels: ${met.join(", ")}.` },
    );
  const compared = compareGroups(rows, { labels: request.only ?? met, control, level });
  return {
    kind: "labels",
    level,
    control,
    strata: by,
    clusters: request.cluster ?? request.pairColumn ?? null,
    ...compared,
  };
}

function findLabelColumn(table: Table, stated: string | undefined): string {
  if (stated !== undefined) return findColumn(table, stated);
  return findFirstColumn(table, ["label", "raw_label"]) ?? findColumn(table, "label");
}

/** @throws InputError when no row is of the control group */
export function requireGroup(table: Table, groups: readonly string[], control: string | null): void {
  if (control === null || groups.includes(control)) return;
  throw new InputError(
    { file: table.file, message: `no row is of the control group "${control}"` },
    { hint: `Groups: ${[...new Set(groups)].join(", ")}.` },
  );
}
