// A table of judgements and one of human labels → items with both, joined by one column that names the item in both
// files and, where either file names models, by the model.

import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { isNoVerdict } from "../../io/wire/annotation-values.js";
import {
  compareLabelSets,
  type LabelCount,
  type LabelSets,
  tallyLabels,
} from "../../metrics/agreement/label-sets.js";
import type { PreferenceItem } from "../../metrics/agreement/measure-agreement.js";
import { listLabels } from "../../report/analyze/label-warnings.js";
import { LabelSpelling } from "../tables/label-spelling.js";
import { type LabelReading, labelReader, readPreference } from "../tables/read-label.js";
import { findColumn, readCell, type Table } from "../tables/read-table.js";
import { findJoinColumns, type JoinColumns } from "./find-join-columns.js";

interface ItemReading extends LabelReading {
  readonly idColumn?: string | undefined;
  readonly judgeColumn: string;
  readonly humanColumns: readonly string[];
  readonly annotators?: string | undefined;
  /** Values are labels, whatever they look like: `--scale labels`. */
  readonly areLabels: boolean;
}

export interface JoinedItems {
  /** One a judgement. */
  readonly items: readonly PreferenceItem[];
  /** Judgements without a human's label, and labelled items without a judgement. */
  readonly unmatched: { readonly judgements: number; readonly humans: number };
  readonly labelSets: LabelSets;
  /** What the judge wrote where no label could be read. */
  readonly unread: readonly LabelCount[];
}

interface HumanLabel {
  readonly row: number;
  readonly key: string;
  /** Who gave it; null where the file does not say, and rows of an item are annotators in their order. */
  readonly annotator: string | null;
  readonly column: string;
  readonly label: string | null;
}

/** @throws InputError for every human's value that is no label, when no item has both, and when no label is in both */
export function joinHumanLabels(judgements: Table, humans: Table, reading: ItemReading): JoinedItems {
  const columns = findJoinColumns(judgements, humans, reading.idColumn);
  const given = readHumanLabels(humans, columns.humans, reading);
  const ofColumns = groupBy(
    given,
    ({ column }) => column,
    ({ label }) => label,
  );
  const spelling = new LabelSpelling(ofColumns.values());
  const spelled = given.map((each) => ({ ...each, label: spelling.spellAny(each.label) }));
  const labels =
    reading.annotators === undefined
      ? groupBy(
          spelled,
          ({ key }) => key,
          ({ label }) => label,
        )
      : alignAnnotators(spelled, humans.file);
  const column = findColumn(judgements, reading.judgeColumn);
  const read = labelReader(reading);
  const ofHumansAtAll = new Set([...labels.values()].flat());
  const unread: string[] = [];
  const judged = new Set<string>();
  const items = judgements.rows.flatMap(({ value }): PreferenceItem[] => {
    const key = keyOf(value, columns.judgements);
    const ofHumans = key === null ? undefined : labels.get(key);
    if (key === null || ofHumans === undefined) return [];
    judged.add(key);
    const cell = readCell(value[column]);
    const label = cell === null ? null : spelling.spellAny(read(cell));
    const isNone = label !== null && isNoVerdict(cell!) && !ofHumansAtAll.has(label);
    if (cell !== null && (label === null || isNone)) unread.push(cell);
    const preference =
      cell === null || reading.scale === undefined ? null : readPreference(cell, reading.scale);
    const cluster = readCell(value[columns.judgements.id])!;
    return [{ cluster, humans: ofHumans, judge: isNone ? null : label, preference }];
  });
  if (items.length === 0) throw nothingJoined(judgements, columns);
  const labelSets = compareLabelSets(
    [...judged].flatMap((key) => labels.get(key)!),
    items.map(({ judge }) => judge),
  );
  refuseForeignLabels(labelSets, tallyLabels(unread), { file: judgements.file, reading });
  return {
    items,
    unmatched: { judgements: judgements.rows.length - items.length, humans: labels.size - judged.size },
    labelSets,
    unread: tallyLabels(unread),
  };
}

/** What rows are joined by; null where the row does not say which item it is of. */
function keyOf(value: Readonly<Record<string, unknown>>, { id, model }: JoinColumns): string | null {
  const item = readCell(value[id]);
  return item === null ? null : JSON.stringify([item, model === null ? null : readCell(value[model])]);
}

/** All humans' labels. A value that is not among the stated labels is a mistake: humans are the yardstick. */
function readHumanLabels(
  table: Table,
  join: JoinColumns,
  { humanColumns, annotators, labels, scale }: ItemReading,
): HumanLabel[] {
  const person = annotators === undefined ? null : findColumn(table, annotators);
  const columns = humanColumns.map((name) => findColumn(table, name));
  // With both options given, labels are the humans' and the scale is the judge's.
  const read = labelReader(labels === undefined ? { scale } : { labels });
  const problems: InputProblem[] = [];
  const given = table.rows.flatMap(({ row, value }) => {
    const key = keyOf(value, join);
    if (key === null) problems.push({ file: table.file, row, field: join.id, message: "is empty" });
    const annotator = person === null ? null : readCell(value[person]);
    if (person !== null && annotator === null)
      problems.push({ file: table.file, row, field: person, message: "names no annotator" });
    return columns.flatMap((column) => {
      if (key === null) return [];
      const cell = readCell(value[column]);
      const label = cell === null ? null : read(cell);
      if (cell !== null && label === null)
        problems.push({ file: table.file, row, field: column, message: `is "${cell}", which is no label` });
      return [{ row, key, column, label, annotator: annotator && JSON.stringify([annotator, column]) }];
    });
  });
  if (problems.length > 0)
    throw new InputError(problems, { hint: "State what values mean: --labels model=…,baseline=…,tie=…" });
  return given;
}

/**
 * Of each item, one label an annotator, always in the same order.
 *
 * @throws InputError where an annotator gives an item two labels
 */
function alignAnnotators(given: readonly HumanLabel[], file: string): Map<string, (string | null)[]> {
  const annotators = [...new Set(given.map(({ annotator }) => annotator))];
  const places = new Map(annotators.map((annotator, at) => [annotator, at]));
  const byItem = new Map<string, (string | null)[]>();
  const otherwise: number[] = [];
  for (const { row, key, annotator, label } of given) {
    const labels = byItem.get(key) ?? annotators.map(() => null);
    byItem.set(key, labels);
    const at = places.get(annotator)!;
    if (label !== null && labels[at] !== null && labels[at] !== label) otherwise.push(row);
    labels[at] ??= label;
  }
  const rows = countOf(otherwise.length, "row");
  if (otherwise.length > 0)
    throw new InputError({
      file,
      row: otherwise[0]!,
      message: `${rows}: the annotator labels an item again, and otherwise`,
    });
  return byItem;
}

const nothingJoined = (
  { file }: Table,
  { judgements: { id, model } }: { readonly judgements: JoinColumns },
) =>
  new InputError(
    {
      file,
      message: `no value of "${id}"${model === null ? "" : ` with the same "${model}"`} is among those of the human labels`,
    },
    { hint: "Name the column that both files share: --id-column NAME." },
  );

/** @throws InputError where no label is on both sides, and where numbers on both sides cannot mean the same */
function refuseForeignLabels(
  { gold, judged, onlyGold }: LabelSets,
  unread: readonly LabelCount[],
  { file, reading }: { readonly file: string; readonly reading: ItemReading },
): void {
  const sides = `the judge's are ${listLabels([...judged, ...unread])}; the humans' are ${listLabels(gold)}`;
  const isStated = reading.labels !== undefined || reading.scale !== undefined || reading.areLabels;
  if (onlyGold.length === gold.length)
    throw new InputError(
      { file, field: reading.judgeColumn, message: `no label in common: ${sides}` },
      {
        hint: "Say what the values mean: --labels model=…,baseline=…,tie=… for both files, or for the humans' alone with --scale 1..2 or 0..1 for the judge's.",
      },
    );
  if (!isStated && areOnTwoScales(gold, judged))
    throw new InputError(
      { file, field: reading.judgeColumn, message: `the numbers may be on two scales: ${sides}` },
      {
        hint: "Say what they mean: --labels model=…,baseline=…,tie=…; or --scale labels where equal numbers mean the same.",
      },
    );
}

/** 0 and 1 on one side, 1 and 2 on the other: a 1 is the model's win here and the baseline's there. */
function areOnTwoScales(...sides: readonly (readonly LabelCount[])[]): boolean {
  const values = sides.map((side) => new Set(side.map(({ label }) => label)));
  const isOfThree = values.every((side) => [...side].every((label) => ["0", "1", "2"].includes(label)));
  const isShort = (side: ReadonlySet<string>) => side.has("0") && !(side.has("1") && side.has("2"));
  return isOfThree && values.some((side) => side.has("2")) && values.some(isShort);
}
