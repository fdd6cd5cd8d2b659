// A file of human labels → the mean human preference of each pair.
import { InputError, type InputProblem } from "../../../core/errors.js";
import { groupBy } from "../../../core/group-by.js";
import { sha256 } from "../../../core/hash.js";
import { itemText } from "../../../core/item-identity.js";
import { quoteValue } from "../../../core/quote-value.js";
import { type ReadingOptions, stateReading } from "../../../io/wire/annotation-reading.js";
import { readVerdict } from "../../../io/wire/annotation-values.js";
import { ScaleWatch } from "../../../io/wire/scale-watch.js";
import { findMovedIds, type NamedText } from "../../../metrics/comparison/moved-ids.js";
import { mean } from "../../../numerics/moments.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../../tables/read-table.js";

export interface HumanPreferenceOptions extends Omit<ReadingOptions, "columns"> {
  /** `--human-columns`, averaged; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
  /** `--columns`. */
  readonly columns?: ReadonlyMap<string, string> | undefined;
}

/** What pairs are joined by; null where the labels' file names no generator. */
export const keyOfLabel = (instructionId: string, generator: string | null) =>
  JSON.stringify([instructionId, generator]);

/** A column of the judgements' by another name may have that name here too. */
const namesOf = ({ columns }: HumanPreferenceOptions, field: string) => [columns?.get(field) ?? field, field];

const idOfText = (text: unknown, input: unknown) => sha256(itemText(String(text ?? ""), input));

/** @throws InputError where the labels' ids are of other texts than the judgements' */
export function refuseMovedLabels(
  table: Table,
  request: HumanPreferenceOptions,
  judged: Iterable<NamedText>,
): void {
  const [id, text] = ["instruction_id", "instruction"].map((field) =>
    findFirstColumn(table, namesOf(request, field)),
  );
  if (id === undefined || text === undefined) return;
  const moved = findMovedIds(
    table.rows.map(({ value }) => [readCell(value[id]) ?? "", idOfText(value[text], value.input)]),
    judged,
  );
  if (moved === null) return;
  const message = `names other instructions than in the judgements (${quoteValue(moved.id)} and ${moved.count - 1} more)`;
  throw new InputError(
    { file: table.file, field: id, message },
    { hint: "leave the column out: labels are joined by their texts then" },
  );
}

/** By `keyOf(instruction, generator)`. @throws InputError for every cell that is no preference */
export function readHumanPreferences(table: Table, request: HumanPreferenceOptions): Map<string, number> {
  const id = findFirstColumn(table, namesOf(request, "instruction_id"));
  const text =
    id === undefined
      ? (findFirstColumn(table, namesOf(request, "instruction")) ?? findColumn(table, "instruction"))
      : undefined;
  const generator = findFirstColumn(table, [...namesOf(request, "generator_2"), "generator"]);
  const columns = (request.humanColumns ?? ["preference"]).map((name) =>
    findColumn(table, name, "--human-columns"),
  );
  const reading = stateReading(request);
  const problems: InputProblem[] = [];
  const votes = table.rows.flatMap(({ row, value }) => {
    const instruction = id === undefined ? idOfText(value[text!], value.input) : readCell(value[id]);
    const key = keyOfLabel(instruction ?? "", generator === undefined ? null : readCell(value[generator]));
    return columns.flatMap((column) => {
      const cell = readCell(value[column]);
      if (cell === null) return [];
      const preference = readVerdict(cell, reading);
      if (typeof preference === "number") return [{ key, preference }];
      if (preference === "no-verdict") return [];
      const message = `is "${cell}"; expected a preference`;
      problems.push({ file: table.file, row, field: column, message });
      return [];
    });
  });
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "State the scale or the labels: --scale 0..1, or --labels model=…,baseline=…",
    });
  for (const column of columns) {
    const watch = new ScaleWatch(reading, { file: table.file, column, isForeign: column !== "preference" });
    for (const { value } of table.rows) watch.see(value[column]);
    watch.check();
  }
  const byKey = groupBy(votes, "key", "preference");
  return new Map([...byKey].map(([key, preferences]) => [key, mean(preferences)]));
}
