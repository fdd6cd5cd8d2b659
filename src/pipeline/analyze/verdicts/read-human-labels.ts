// The table of the humans → their labels by what items are joined by. Humans are the yardstick: a value that is no label is a
// mistake.
import { countOf } from "../../../core/count-of.js";
import { InputError, type InputProblem } from "../../../core/errors.js";
import { quoteValue } from "../../../core/quote-value.js";
import { RepeatedProblems } from "../../../io/rows/problem-list.js";
import { labelReader, type ReadLabel, turned } from "../../tables/read-label.js";
import { findColumn, readCell, type Table } from "../../tables/read-table.js";
import { isTurned, type JoinColumns, keyOf } from "./find-join-columns.js";
import { sidesUnsaid, type VerdictReading } from "./read-verdicts.js";

export interface LabelJoin extends VerdictReading {
  readonly humanColumns: readonly string[];
  readonly annotators?: string | undefined;
  /** Values are labels, whatever they look like: `--scale labels`. */
  readonly areLabels: boolean;
  /** The scale was found in the judge's file: what is no number on the humans' side is of another kind. */
  readonly isScaleInferred: boolean;
}

export interface HumanLabel extends ReadLabel {
  readonly row: number;
  readonly key: string;
  /** Who gave it; null where the file does not say, and rows of an item are annotators in their order. */
  readonly annotator: string | null;
  readonly column: string;
}

/** The humans' table, and what it is joined by. */
export interface JoinedTable {
  readonly table: Table;
  readonly join: JoinColumns;
}

/** @throws InputError for rows that name no item or annotator, and values that are no labels, each once */
export function readHumanLabels(
  { table, join }: JoinedTable,
  { humanColumns, annotators, labels, chances, scale }: LabelJoin,
): HumanLabel[] {
  const person = annotators === undefined ? null : findColumn(table, annotators);
  const columns = humanColumns.map((name) => findColumn(table, name));
  // With both options given, labels are the humans' and the scale is the judge's.
  const read = labelReader(labels || chances ? { labels, chances } : { scale });
  const problems: InputProblem[] = [];
  const unreadable = new RepeatedProblems();
  const given = table.rows.flatMap(({ row, value }) => {
    const key = keyOf(value, join);
    if (key === null) problems.push({ file: table.file, row, field: join.id, message: "is empty" });
    const annotator = person === null ? null : readCell(value[person]);
    if (person !== null && annotator === null)
      problems.push({ file: table.file, row, field: person, message: "names no annotator" });
    return columns.flatMap((column) => {
      if (key === null) return [];
      const cell = readCell(value[column]);
      const found = cell === null ? { label: null, preference: null } : read(cell);
      if (cell !== null && found.label === null)
        unreadable.note(JSON.stringify([column, cell]), {
          ...{ file: table.file, row, field: column },
          message: `is ${quoteValue(cell)}, which is no label`,
        });
      const ofSides = isTurned(value, join) ? turned(found) : found;
      if (ofSides === null) throw sidesUnsaid(table.file, row, column);
      return [{ row, key, column, ...ofSides, annotator: annotator && JSON.stringify([annotator, column]) }];
    });
  });
  problems.push(...unreadable.list((message, more) => (more ? `${message}, here and in ${more}` : message)));
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "State what values mean: --labels model=…,baseline=…,tie=…, or --scale",
    });
  return given;
}

/**
 * Of each item, one label an annotator, always in the same order.
 * @throws InputError where an annotator gives an item two labels
 */
export function alignAnnotators(given: readonly HumanLabel[], file: string): Map<string, ReadLabel[]> {
  const annotators = [...new Set(given.map(({ annotator }) => annotator))];
  const places = new Map(annotators.map((annotator, at) => [annotator, at]));
  const byItem = new Map<string, ReadLabel[]>();
  const none: ReadLabel = { label: null, preference: null };
  const otherwise: number[] = [];
  for (const { row, key, annotator, label, preference } of given) {
    const labels = byItem.get(key) ?? annotators.map(() => none);
    byItem.set(key, labels);
    const at = places.get(annotator)!;
    const earlier = labels[at]!.label;
    if (label !== null && earlier !== null && earlier !== label) otherwise.push(row);
    if (earlier === null) labels[at] = { label, preference };
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
