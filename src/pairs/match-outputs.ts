// A baseline's outputs and a model's outputs → the pairs to judge, matched by instruction text or an id column.
// Whatever does not become a pair comes back as data with its place; nothing is dropped.
import type { InputProblem } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import { canonicalJson } from "../core/hash.js";
import { ItemIds } from "../core/item-identity.js";
import { findNearMisses, type NearMiss } from "./near-misses.js";
import type { Pair } from "./pair.js";
import { pairId } from "./pair-id.js";
import { type Item, type ItemReading, type ItemRow, type OutputRow, readItem } from "./read-item.js";

export type DuplicatePolicy = "error" | "first";
export type Side = "baseline" | "model";

/** The rows of one side, and what to call who wrote them. */
export interface OutputSet {
  readonly rows: readonly OutputRow[];
  /** Wins over the `generator` column; null = the column decides. */
  readonly generator: string | null;
  /** Where neither says (the file's name). */
  readonly fallbackGenerator: string;
}

export interface MatchOptions {
  readonly baseline: OutputSet;
  readonly model: OutputSet;
  /** Match by this column instead of the instruction's text. */
  readonly idColumn?: string | null;
  /** Columns that are part of what was asked, beside the usual ones. */
  readonly itemFields?: readonly string[] | undefined;
  /** `error` (default) makes a repeated instruction a problem; `first` keeps its first row. Both report it. */
  readonly duplicates?: DuplicatePolicy;
}

/** Rows of one side that answer the same instruction. */
export interface Duplicate {
  readonly side: Side;
  readonly instructionId: string;
  readonly items: readonly Item[];
}

/** A column (or, matched by id, the instruction's text) in which the two rows of a pair differ; the baseline's is used. */
export interface FieldConflict {
  readonly field: string;
  readonly baseline: Item;
  readonly model: Item;
}

export interface MatchedOutputs {
  /** In the order of the baseline's rows. */
  readonly pairs: readonly Pair[];
  /** Baseline rows that the model did not answer. */
  readonly withoutModel: readonly Item[];
  /** Model rows whose instruction the baseline does not have. */
  readonly withoutBaseline: readonly Item[];
  readonly nearMisses: readonly NearMiss<Item>[];
  readonly duplicates: readonly Duplicate[];
  readonly conflicts: readonly FieldConflict[];
  /** Rows that cannot be read, and duplicates under the policy `error`: with any of these the input is bad. */
  readonly problems: readonly InputProblem[];
}

/** Matches the two sides. Throws nothing: the caller decides what `problems` and unmatched rows mean. */
export function matchOutputs(options: MatchOptions): MatchedOutputs {
  const idColumn = options.idColumn ?? null;
  const read = (side: OutputSet) => readSide(side, { idColumn, itemFields: options.itemFields });
  const sides = identify(read(options.baseline), read(options.model), idColumn);
  const baseline = indexSide("baseline", sides.baseline);
  const model = indexSide("model", sides.model);
  const both = [...baseline.items].flatMap(([id, item]) => {
    const other = model.items.get(id);
    return other === undefined ? [] : [{ baseline: item, model: other }];
  });
  const withoutModel = [...baseline.items.values()].filter((item) => !model.items.has(item.instruction.id));
  const withoutBaseline = [...model.items.values()].filter(
    (item) => !baseline.items.has(item.instruction.id),
  );
  const duplicates = [...baseline.duplicates, ...model.duplicates];
  const forbidden = (options.duplicates ?? "error") === "error" ? duplicates.map(duplicateProblem) : [];
  return {
    pairs: both.map((pair) => pairOf(pair.baseline, pair.model)),
    withoutModel,
    withoutBaseline,
    nearMisses: findNearMisses(withoutModel, withoutBaseline, (item) =>
      idColumn === null ? item.instruction.text : item.instruction.id,
    ),
    duplicates,
    conflicts: both.flatMap((pair) => conflictsBetween(pair.baseline, pair.model)),
    problems: [...sides.problems, ...forbidden],
  };
}

function readSide(
  { rows, generator, fallbackGenerator }: OutputSet,
  about: Pick<ItemReading, "idColumn" | "itemFields">,
) {
  const read = rows.map((row) => readItem(row, { ...about, generator, fallbackGenerator }));
  return {
    items: read.filter((item) => "instruction" in item),
    problems: read.flatMap((item) => ("instruction" in item ? [] : item)),
  };
}

type ReadSide = ReturnType<typeof readSide>;

/** Without an id column, items are told apart by what both sides state of them. */
function identify(baseline: ReadSide, model: ReadSide, idColumn: string | null) {
  const ids = new ItemIds();
  const statedOf = ({ instruction: { text }, further }: ItemRow) => ({ text, further });
  for (const item of [...baseline.items, ...model.items]) ids.add(statedOf(item));
  const withId = (item: ItemRow): Item =>
    idColumn === null
      ? { ...item, instruction: { ...item.instruction, id: ids.idOf(statedOf(item)) } }
      : item;
  return {
    baseline: baseline.items.map(withId),
    model: model.items.map(withId),
    problems: [...baseline.problems, ...model.problems],
  };
}

function indexSide(side: Side, read: readonly Item[]) {
  const groups = groupBy(read, ({ instruction }) => instruction.id);
  const items = new Map([...groups].map(([id, group]) => [id, group[0]!]));
  const duplicates = [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([instructionId, group]): Duplicate => ({ side, instructionId, items: group }));
  return { items, duplicates };
}

/** The item's columns are the baseline's; a column that only the model's row has is added. */
function pairOf(baselineItem: Item, modelItem: Item): Pair {
  const fields = { ...modelItem.instruction.fields, ...baselineItem.instruction.fields };
  const instruction = { ...baselineItem.instruction, fields };
  const sides = {
    instruction,
    baseline: { instruction, generator: baselineItem.generator, output: baselineItem.output },
    model: { instruction, generator: modelItem.generator, output: modelItem.output },
  };
  return { id: pairId(sides), ...sides };
}

function conflictsBetween(baseline: Item, model: Item): FieldConflict[] {
  const texts = baseline.instruction.text === model.instruction.text ? [] : ["instruction"];
  const shared = Object.keys(baseline.instruction.fields).filter((name) => name in model.instruction.fields);
  const differing = shared.filter(
    (name) =>
      canonicalJson(baseline.instruction.fields[name]) !== canonicalJson(model.instruction.fields[name]),
  );
  return [...texts, ...differing].map((field) => ({ field, baseline, model }));
}

function duplicateProblem({ items }: Duplicate): InputProblem {
  const [first, ...more] = items;
  const rows = more.map(({ row }) => row).join(", ");
  return {
    file: first!.file,
    row: first!.row,
    field: "instruction",
    message: `is repeated in row ${rows}; use --duplicates first to keep the first, or --id-column`,
  };
}
