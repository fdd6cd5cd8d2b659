// Labelled outputs of several groups (personas, names, models, methods) → how often each label is given in each group,
// and each group against a control.
import { InputError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { compareGroups } from "../../metrics/contrasts/compare-groups.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { resolveRequest } from "../options/check-request.js";
import { LabelSpelling, toLabel } from "../tables/label-spelling.js";
import { findColumn, findFirstColumn, type Table } from "../tables/read-table.js";
import { readGroups } from "./read-groups.js";
import { type AnalyzeLabelsRequest, labelsOptions } from "./requests/labels.js";
import { settleBootstrap } from "./settle-bootstrap.js";

/** @throws InputError for a column, group or label that does not exist, and rows without a group */
export async function analyzeLabels(given: AnalyzeLabelsRequest): Promise<GroupRatesAnalysis> {
  const request = resolveRequest("analyzeLabels", labelsOptions, given);
  const { table, groups, units, strata, by, about } = await readGroups(request);
  const labelColumn = findLabelColumn(table, request.labelColumn);
  const labels = table.rows.map(({ value }) => toLabel(value[labelColumn]));
  const byGroup = groupBy(
    [...labels.keys()],
    (row) => groups[row]!,
    (row) => labels[row]!,
  );
  const spelling = new LabelSpelling(byGroup.values());
  const rows = labels.map((label, i) => ({
    stratum: strata[i]!,
    group: groups[i]!,
    prompt: units[i]!,
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
  const compared = compareGroups(rows, {
    labels: only ?? met,
    control: about.control,
    ...settleBootstrap(request),
  });
  return { kind: "labels", ...about, ...by, ...compared };
}

function findLabelColumn(table: Table, stated: string | undefined): string {
  if (stated !== undefined) return findColumn(table, stated);
  return findFirstColumn(table, ["label", "raw_label"]) ?? findColumn(table, "label");
}
