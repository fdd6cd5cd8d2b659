// A table of judgements and one of human labels → items with both, joined by a column that names the item.
import { InputError, type InputProblem } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import type { PreferenceItem } from "../../metrics/agreement/measure-agreement.js";
import { type LabelReading, readLabel, readPreference } from "../tables/read-label.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../tables/read-table.js";

interface ItemReading extends LabelReading {
  readonly idColumn?: string | undefined;
  readonly judgeColumn: string;
  readonly humanColumns: readonly string[];
}

export interface JoinedItems {
  readonly items: readonly PreferenceItem[];
  /** Judgements without a human's label, and labelled items without a judgement. */
  readonly unmatched: { readonly judgements: number; readonly humans: number };
}

/** @throws InputError for every human's value that is no label, and when no item has both */
export function joinHumanLabels(judgements: Table, humans: Table, reading: ItemReading): JoinedItems {
  const labels = readHumanLabels(humans, reading);
  const id = findIdColumn(judgements, reading.idColumn);
  const column = findColumn(judgements, reading.judgeColumn);
  const items = judgements.rows.flatMap(({ value }): PreferenceItem[] => {
    const item = readCell(value[id]);
    const ofHumans = item === null ? undefined : labels.get(item);
    if (item === null || ofHumans === undefined) return [];
    return [{ cluster: item, humans: ofHumans, ...readVerdict(readCell(value[column]), reading) }];
  });
  if (items.length === 0)
    throw new InputError(
      { file: judgements.file, message: `no value of "${id}" is among those of the human labels` },
      { hint: "Name the column that both files share: --id-column NAME." },
    );
  const judged = new Set(items.map(({ cluster }) => cluster));
  return {
    items,
    unmatched: { judgements: judgements.rows.length - items.length, humans: labels.size - judged.size },
  };
}

/** The judge's label, and its preference where the values are preferences; null where there is none. */
function readVerdict(cell: string | null, reading: LabelReading) {
  if (cell === null) return { judge: null, preference: null };
  const preference = reading.scale === undefined ? null : readPreference(cell, reading.scale);
  return { judge: readLabel(cell, reading), preference };
}

/** All humans' labels by item. A value that is not among the stated labels is a mistake: humans are the yardstick. */
function readHumanLabels(table: Table, { idColumn, humanColumns, labels, scale }: ItemReading) {
  const id = findIdColumn(table, idColumn);
  const columns = humanColumns.map((name) => findColumn(table, name));
  // With both options given, labels are the humans' and the scale is the judge's.
  const reading: LabelReading = labels === undefined ? { scale } : { labels };
  const problems: InputProblem[] = [];
  const given = table.rows.flatMap(({ row, value }) => {
    const problem = (field: string, message: string) =>
      void problems.push({ file: table.file, row, field, message });
    const item = readCell(value[id]);
    if (item === null) problem(id, "is empty");
    return columns.flatMap((column) => {
      if (item === null) return [];
      const cell = readCell(value[column]);
      const label = cell === null ? null : readLabel(cell, reading);
      if (cell !== null && label === null) problem(column, `is "${cell}", which is no label`);
      return [{ item, label }];
    });
  });
  if (problems.length > 0)
    throw new InputError(problems, { hint: "State what values mean: --labels model=…,baseline=…,tie=…" });
  return groupBy(
    given,
    ({ item }) => item,
    ({ label }) => label,
  );
}

const idNames = ["instruction_id", "id", "idx", "instruction"];

function findIdColumn(table: Table, stated: string | undefined): string {
  if (stated !== undefined) return findColumn(table, stated);
  const found = findFirstColumn(table, idNames);
  if (found !== undefined) return found;
  throw new InputError(
    { file: table.file, message: `none of ${idNames.join(", ")} is a column` },
    { hint: "Name the column that both files share: --id-column NAME." },
  );
}
