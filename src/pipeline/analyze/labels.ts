// Labelled outputs of several groups (personas, names, models, methods) → how often each label is given in each group,
// and each group against a control.
import { InputError } from "../../core/errors.js";
import { compareGroups } from "../../metrics/contrasts/compare-groups.js";
import { bootstrapDefaults } from "../../metrics/rates/bootstrap.js";
import type { GroupRatesAnalysis } from "../../report/analyze/group-rates-report.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../tables/read-table.js";
import type { Condition } from "../tables/row-condition.js";
import { readClusters, readSelectedTable, readTexts } from "../tables/select-rows.js";

export interface AnalyzeLabelsRequest {
  /** A file with a row an output. */
  readonly file: string;
  /** `--label-column`; `label`, else `raw_label` (what a judge's file has) when absent. */
  readonly labelColumn?: string | undefined;
  /** `--group-column`; `group` when absent. */
  readonly groupColumn?: string | undefined;
  /** `--control-group`: the group that all others are compared with; rates alone when absent. */
  readonly controlGroup?: string | undefined;
  /** `--pair-column`: what groups have in common, a prompt; rows are independent when absent. */
  readonly pairColumn?: string | undefined;
  /** `--cluster`: what is dependent beyond the pair. */
  readonly cluster?: string | undefined;
  /** `--by`: groups are compared within each combination of these columns. */
  readonly by?: readonly string[] | undefined;
  /** `--only`: the labels to compare; all when absent. */
  readonly only?: readonly string[] | undefined;
  readonly where?: readonly Condition[] | undefined;
  readonly level?: number | undefined;
}

/** @throws InputError for a column, group or label that does not exist, and rows without a group */
export async function analyzeLabels(request: AnalyzeLabelsRequest): Promise<GroupRatesAnalysis> {
  const {
    groupColumn = "group",
    controlGroup: control = null,
    by = [],
    level = bootstrapDefaults.level,
  } = request;
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
