// Labelled outputs of several groups (personas, names, models, methods) → how often each label is given in each group,
// and each group against a control.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { compareGroups } from "../../metrics/contrasts/compare-groups.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import { LabelSpelling, toLabel } from "../tables/label-spelling.js";
import { findColumn, findFirstColumn, type Table } from "../tables/read-table.js";
import { readClusters, readLabels, readSelectedTable } from "../tables/select-rows.js";
import { type AnalyzeLabelsRequest, labelsOptions } from "./requests/labels.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError for a column, group or label that does not exist, and rows without a group */
export async function analyzeLabels(given: AnalyzeLabelsRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeLabels", labelsOptions, given);
  const { groupColumn = "group", by = [], level } = request;
  const table = await readSelectedTable(request.file, request);
  const labelColumn = findLabelColumn(table, request.labelColumn);
  const groups = readLabels(table, groupColumn);
  const control = findGroup(table, groups, request.controlGroup ?? null);
  const prompts = readClusters(table, request.cluster ?? request.pairColumn);
  const strata = by.map((column) => readLabels(table, column));
  const labels = table.rows.map(({ value }) => toLabel(value[labelColumn]));
  const byGroup = groupBy(
    [...labels.keys()],
    (row) => groups[row]!,
    (row) => labels[row]!,
  );
  const spelling = new LabelSpelling(byGroup.values());
  const rows = labels.map((label, i) => ({
    stratum: strata.map((values) => values[i]).join(", "),
    group: groups[i]!,
    prompt: prompts[i]!,
    label: spelling.spellAny(label),
  }));
  const met = [...new Set(rows.flatMap(({ label }) => label ?? []))];
  const only = request.only?.map((label) => spelling.spell(toLabel(label) ?? label));
  const unknown = (only ?? []).filter((label) => !met.includes(label));
  if (unknown.length > 0)
    throw new InputError(
      { file: table.file, field: labelColumn, message: `is never "${unknown.join('", "')}"` },
      { hint: `Labels: ${met.join(", ")}.` },
    );
  const compared = compareGroups(rows, { labels: only ?? met, control, ...settleBootstrap(request) });
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

/** The control group as the file writes it. @throws InputError when no row is of it */
export function findGroup(table: Table, groups: readonly string[], control: string | null): string | null {
  if (control === null) return null;
  const found = new LabelSpelling([groups]).spell(toLabel(control) ?? control);
  if (groups.includes(found)) return found;
  throw new InputError(
    { file: table.file, message: `no row is of the control group "${control}"` },
    { hint: `Groups: ${[...new Set(groups)].join(", ")}.` },
  );
}
