// A file of outputs of several groups → its rows' groups, what is dependent, and the strata within which groups are compared.
import { InputError } from "../../core/errors.js";
import { LabelSpelling, toLabel } from "../tables/label-spelling.js";
import type { Table } from "../tables/read-table.js";
import { readClusters, readLabels, readSelectedTable } from "../tables/select-rows.js";
import type { GroupOptions } from "./requests/label-options.js";

type GroupRequest = GroupOptions & { readonly by?: readonly string[] | undefined; readonly level: number };

/** @throws InputError for a column or control group that does not exist, and rows without a group */
export async function readGroups(request: GroupRequest) {
  const { by = [], level, groupColumn = "group", controlGroup = null } = request;
  const table = await readSelectedTable(request.file, request);
  const groups = readLabels(table, groupColumn);
  const clusters = request.cluster ?? request.pairColumn;
  return {
    table,
    groups,
    units: readClusters(table, clusters),
    ...readStrata(table, by),
    about: { level, control: findGroup(table, groups, controlGroup), clusters: clusters ?? null },
  };
}

/** The values of several columns as one name a row. @throws InputError where two combinations have one name */
function readStrata(table: Table, columns: readonly string[]) {
  const values = columns.map((column) => readLabels(table, column));
  const levels: Record<string, readonly string[]> = {};
  const strata = table.rows.map(({ row }, i) => {
    const own = values.map((ofColumn) => ofColumn[i]!);
    const name = own.join(", ");
    levels[name] ??= own;
    if (levels[name].some((level, k) => level !== own[k]))
      throw new InputError({
        ...{ file: table.file, row, field: columns.join(", ") },
        message: `"${name}" can be read in two ways, as a value holds a comma`,
      });
    return name;
  });
  return { strata, by: { strata: columns, levels } };
}

/** The control group as the file writes it. @throws InputError when no row is of it */
function findGroup(table: Table, groups: readonly string[], control: string | null): string | null {
  if (control === null) return null;
  const found = new LabelSpelling([groups]).spell(toLabel(control) ?? control);
  if (groups.includes(found)) return found;
  throw new InputError(
    { file: table.file, message: `no row is of the control group "${control}"` },
    { hint: `Groups: ${[...new Set(groups)].join(", ")}.` },
  );
}
