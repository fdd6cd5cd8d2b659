// The table of a judge's verdicts → one verdict a pair, by the rules of the door: a line that is there twice counts once,
// both orders, repeats and jurors become one, another verdict on the same question is refused.
import { InputError } from "../../../core/errors.js";
import { MemoryRows } from "../../../io/rows/located-row.js";
import { isNoVerdict } from "../../../io/wire/annotation-values.js";
import { type JudgedRow, readAnnotationFiles } from "../../annotation-files/read-annotation-files.js";
import { combineJudgements, standsAlone } from "../../observations/combine-judgements.js";
import { observeRow } from "../../observations/observe-row.js";
import {
  type LabelReading,
  labelReader,
  ofPreference,
  type ReadLabel,
  turned,
} from "../../tables/read-label.js";
import { findFirstColumn, readCell, type Table } from "../../tables/read-table.js";
import { isTurned, type JoinColumns, keyOf } from "./find-join-columns.js";

/** What the judge said of one pair. */
export interface JudgedCell extends ReadLabel {
  readonly key: string | null;
  readonly cluster: string;
  /** As the file has it; null where it is empty, or several lines became one. */
  readonly cell: string | null;
}

export interface VerdictReading extends LabelReading {
  readonly judgeColumn: string;
  readonly join: JoinColumns;
  readonly jury?: boolean | undefined;
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * @returns null where pairs were judged several times and labels have no mean
 * @throws InputError for what the door refuses, and where several pairs have one key
 */
export async function readVerdicts(table: Table, reading: VerdictReading): Promise<JudgedCell[] | null> {
  const read = labelReader(reading);
  const valueAt = new Map(table.rows.map(({ row, value }) => [row, value] as const));
  const cellAt = (row: number) => readCell(valueAt.get(row)![reading.judgeColumn]);
  const codes = new Map<string, number>();
  const codeOf = (cell: string | null): number | null => {
    if (cell === null || isNoVerdict(cell)) return null;
    const { label, preference } = read(cell);
    return preference ?? (label === null ? null : (codes.get(label) ?? addCode(codes, label)));
  };
  const pairs = new Map<number, JudgedRow[]>();
  for await (const batch of openDoor(table, reading, (row) => codeOf(cellAt(row))))
    for (const judged of batch) addLine(pairs, judged);
  const verdicts: JudgedCell[] = [];
  for (const lines of pairs.values()) {
    const { row } = lines[0]!.row.located;
    const value = valueAt.get(row)!;
    const cluster = readCell(value[reading.join.id]) ?? lines[0]!.item;
    const about = { key: keyOf(value, reading.join), cluster };
    const cell = cellAt(row);
    const isSingle = lines.length === 1 && standsAlone(lines[0]!.asking);
    if (!isSingle && codes.size > 0) return null;
    const said = isSingle ? (cell === null ? ofPreference(null) : read(cell)) : ofPreference(combine(lines));
    const ofSides = isTurned(value, reading.join) ? turned(said) : said;
    if (ofSides === null) throw sidesUnsaid(table.file, row, reading.judgeColumn);
    verdicts.push({ ...about, cell: isSingle ? cell : null, ...ofSides });
  }
  refuseSharedKeys(verdicts, table, reading.join);
  return verdicts;
}

/** Sides are named one way here and the other there, and a label does not say which side it means. */
export const sidesUnsaid = (file: string, row: number, field: string) =>
  new InputError(
    { file, row, field, message: "is of a pair whose sides stand the other way round elsewhere" },
    {
      hint: "Say which side values mean: --labels model=…,baseline=…,tie=… (model is generator_2), or --scale LOW..HIGH.",
    },
  );

/** A number of its own for each label, as the door compares verdicts by numbers. */
function addCode(codes: Map<string, number>, label: string): number {
  const code = 1 / (codes.size + 2);
  codes.set(label, code);
  return code;
}

/** Under alpaca_eval's names, verdicts as numbers from 0 to 1. */
function openDoor(
  { file, rows, columns }: Table,
  { judgeColumn, join, jury, onWarning }: VerdictReading,
  codeOf: (row: number) => number | null,
): AsyncGenerator<JudgedRow[]> {
  const named = rows.map(({ row, value: { [judgeColumn]: _, ...value } }) => ({
    ...value,
    preference: codeOf(row),
  }));
  const { file: _, ...table } = { file, rows, columns: columns.filter((name) => name !== judgeColumn) };
  const model = join.model ?? findFirstColumn({ file, ...table }, ["generator_2", "generator"]);
  const moved = [
    ...(join.id === "instruction" ? [] : [["instruction_id", join.id] as const]),
    ...(model === undefined ? [] : [["generator_2", model] as const]),
  ];
  const lines = rows.map(({ row }) => row);
  return readAnnotationFiles([new MemoryRows(file, named, lines)], {
    columns: new Map(moved.filter(([name, column]) => name !== column)),
    scale: "0..1",
    areSidesOpen: true,
    jury,
    onWarning,
  });
}

function addLine(pairs: Map<number, JudgedRow[]>, judged: JudgedRow): void {
  const lines = pairs.get(judged.pair) ?? [];
  const at = judged.kind === "replaces" ? lines.findIndex(({ asking }) => asking === judged.asking) : -1;
  lines[at < 0 ? lines.length : at] = judged;
  pairs.set(judged.pair, lines);
}

function combine(lines: readonly JudgedRow[]): number | null {
  const observed = lines.map(({ row, item, asking }) => ({
    observation: observeRow(
      row,
      { instructionId: item, textId: undefined, cluster: item, group: undefined },
      {},
    ),
    asking,
    rawLabel: row.rawLabel,
  }));
  return combineJudgements(observed, "average").preference;
}

/** Which of several pairs the humans' labels are of could not be told. */
function refuseSharedKeys(verdicts: readonly JudgedCell[], { file }: Table, join: JoinColumns): void {
  const known = new Set<string>();
  const shared = verdicts.filter(({ key }) => key !== null && known.size === known.add(key).size);
  if (shared.length === 0) return;
  throw new InputError(
    {
      file,
      field: join.id,
      message: `"${shared[0]!.cluster}" is judged in several pairs (other answers, or another baseline)${shared.length > 1 ? `, and so are others: ${shared.length} verdicts too many` : ""}: which of them the humans labelled cannot be told`,
    },
    { hint: "Name a column of both files that tells pairs apart: --id-column NAME." },
  );
}
