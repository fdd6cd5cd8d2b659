// A baseline's outputs and a model's outputs → the pairs to judge, matched by instruction text or an id column.
// Whatever does not become a pair comes back as data with its place; nothing is dropped. What is kept of a row is a few
// numbers: items and pairs are made anew each time they are asked for.
import type { InputProblem } from "../core/errors.js";
import { growingIntegers } from "../core/growing-array.js";
import { canonicalJson } from "../core/hash.js";
import { idWithFields } from "../core/item-identity.js";
import { ItemIndex, ItemNames, type RowList } from "./item-index.js";
import { findNearMisses, type NearMiss } from "./near-misses.js";
import type { Pair } from "./pair.js";
import { pairId } from "./pair-id.js";
import { type Item, type ItemReading, type ItemRow, readItem } from "./read-item.js";
import { findRowNumbers } from "./row-numbers.js";

export type DuplicatePolicy = "error" | "first";
export type Side = "baseline" | "model";

/** The rows of one side, and what to call who wrote them. */
export interface OutputSet {
  readonly rows: RowList;
  /** What an earlier reading found in them, with the names of `MatchOptions`. */
  readonly index?: ItemIndex;
  /** Wins over the `generator` column; null = the column decides. */
  readonly generator: string | null;
  /** Where neither says (the file's name). */
  readonly fallbackGenerator: string;
}

export interface MatchOptions {
  readonly baseline: OutputSet;
  readonly model: OutputSet;
  readonly names?: ItemNames;
  /** Match by this column instead of the instruction's text. */
  readonly idColumn?: string | null;
  /** Columns that are part of what was asked, beside the usual ones. */
  readonly itemFields?: readonly string[] | undefined;
  /** `error` (default) makes a repeated instruction a problem; `first` keeps its first row. Both report it. */
  readonly duplicates?: DuplicatePolicy;
}

/** Rows of one side that answer the same instruction, by their numbers. */
export interface Duplicate {
  readonly side: Side;
  readonly rows: readonly number[];
}

/** Things that are made when they are asked for. */
export class LazyList<Thing> implements Iterable<Thing> {
  constructor(
    private readonly numbers: ArrayLike<number>,
    private readonly make: (number: number) => Thing,
  ) {}

  get length(): number {
    return this.numbers.length;
  }

  at(index: number): Thing {
    return this.make(this.numbers[index]!);
  }

  *[Symbol.iterator](): Generator<Thing> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  map<Other>(convert: (thing: Thing) => Other): Other[] {
    return Array.from(this, convert);
  }

  filter(isWanted: (thing: Thing) => boolean): LazyList<Thing> {
    const kept = growingIntegers();
    for (let i = 0; i < this.length; i++) if (isWanted(this.at(i))) kept.push(this.numbers[i]!);
    return new LazyList(kept.values, this.make);
  }
}

/** A pair and what its two rows do not agree on: columns or, matched by id, `instruction`; the baseline's are used. */
export interface MatchedPair extends Pair {
  readonly conflicts: readonly string[];
  /** The model's row. */
  readonly file: string;
  readonly row: number;
}

export interface MatchedOutputs {
  /** In the order of the baseline's rows. */
  readonly pairs: LazyList<MatchedPair>;
  /** Baseline rows that the model did not answer. */
  readonly withoutModel: LazyList<Item>;
  /** Model rows whose instruction the baseline does not have. */
  readonly withoutBaseline: LazyList<Item>;
  readonly nearMisses: readonly NearMiss<Item>[];
  readonly duplicates: readonly Duplicate[];
  /** Rows that cannot be read, and duplicates under the policy `error`: with any of these the input is bad. */
  readonly problems: readonly InputProblem[];
}

/** Matches the two sides. Throws nothing: the caller decides what `problems` and unmatched rows mean. */
export function matchOutputs(options: MatchOptions): MatchedOutputs {
  const { idColumn = null, names = new ItemNames() } = options;
  const about = { idColumn, itemFields: options.itemFields };
  const sides = [options.baseline, options.model].map((set) => openSide(set, about, names));
  const [baseline, model] = identify(sides, idColumn, names) as [IdentifiedSide, IdentifiedSide];
  const onlyOf = (side: IdentifiedSide, other: IdentifiedSide) =>
    side.rows.filter((row) => other.rowOf(side.idOf(row)) < 0);
  const withoutModel = new LazyList(onlyOf(baseline, model), baseline.itemAt);
  const withoutBaseline = new LazyList(onlyOf(model, baseline), model.itemAt);
  const duplicates: Duplicate[] = [
    ...baseline.repeated.map((rows) => ({ side: "baseline" as const, rows })),
    ...model.repeated.map((rows) => ({ side: "model" as const, rows })),
  ];
  const isForbidden = (options.duplicates ?? "error") === "error";
  const forbidden = (isForbidden ? duplicates : []).map(({ side, rows }) =>
    duplicateProblem(rows.map((side === "model" ? model : baseline).itemAt)),
  );
  return {
    pairs: new LazyList(
      baseline.rows.filter((row) => model.rowOf(baseline.idOf(row)) >= 0),
      (row) => pairOf(baseline.itemAt(row), model.itemAt(model.rowOf(baseline.idOf(row)))),
    ),
    withoutModel,
    withoutBaseline,
    nearMisses: findNearMisses(withoutModel, withoutBaseline, (item) =>
      idColumn === null ? item.instruction.text : item.instruction.id,
    ),
    duplicates,
    problems: [
      ...sides.flatMap(({ index }) => index.problems),
      ...forbidden,
      ...(idColumn === null ? [] : findRowNumbers(baseline, model)),
    ],
  };
}

interface OpenedSide extends OutputSet {
  readonly index: ItemIndex;
  readonly how: ItemReading;
}

function openSide(
  set: OutputSet,
  about: Pick<ItemReading, "idColumn" | "itemFields">,
  names: ItemNames,
): OpenedSide {
  const { rows, generator, fallbackGenerator } = set;
  const how = { ...about, generator, fallbackGenerator };
  const index = set.index ?? new ItemIndex(names, how);
  for (let row = index.length; row < rows.length; row++) index.push(rows.at(row)!);
  return { ...set, index, how };
}

/** One side, an item being the same thing on both. */
interface IdentifiedSide {
  /** The first row of each item. */
  readonly rows: Int32Array;
  /** Where an item has several: all of them. */
  readonly repeated: readonly (readonly number[])[];
  idOf(row: number): number;
  /** −1 for an item that the side does not have. */
  rowOf(id: number): number;
  readonly itemAt: (row: number) => Item;
}

/** Without an id column, items are told apart by what both sides state of them: see core/item-identity. */
function identify(sides: readonly OpenedSide[], idColumn: string | null, names: ItemNames): IdentifiedSide[] {
  const stated = new Int32Array(names.keys.size).fill(-1);
  const ambiguous = new Set<number>();
  for (const { index } of idColumn === null ? sides : [])
    for (let row = 0; row < index.length; row++) {
      const [key, further] = [index.keyOf(row), index.furtherOf(row)];
      if (key < 0 || further < 0) continue;
      if (stated[key]! < 0) stated[key] = further;
      else if (stated[key] !== further) ambiguous.add(key);
    }
  const needsFields = (index: ItemIndex, row: number) =>
    ambiguous.size > 0 && index.furtherOf(row) > 0 && ambiguous.has(index.keyOf(row));
  const withFields = new Map<string, number>();
  const idsOf = ({ index }: OpenedSide) =>
    Int32Array.from({ length: index.length }, (_, row) => {
      if (!needsFields(index, row)) return index.keyOf(row);
      const name = `${index.keyOf(row)} ${index.furtherOf(row)}`;
      if (!withFields.has(name)) withFields.set(name, names.keys.size + withFields.size);
      return withFields.get(name)!;
    });
  const idsOfSides = sides.map(idsOf);
  return sides.map(({ index, rows, how }, i) => {
    const ids = idsOfSides[i]!;
    const itemAt = (row: number) => {
      const { further, ...item } = readItem(rows.at(row)!, how) as ItemRow;
      const id = needsFields(index, row)
        ? idWithFields(item.instruction.text, further!)
        : names.keys.at(index.keyOf(row));
      return { ...item, instruction: { ...item.instruction, id } };
    };
    return { ...findFirstRows(ids, names.keys.size + withFields.size), idOf: (row) => ids[row]!, itemAt };
  });
}

/** By item, its first row; and where it has several, all of them. */
function findFirstRows(ids: Int32Array, count: number): Pick<IdentifiedSide, "rows" | "repeated" | "rowOf"> {
  const rows = growingIntegers();
  const rowById = new Int32Array(count).fill(-1);
  const repeated = new Map<number, number[]>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id < 0) continue;
    const first = rowById[id]!;
    if (first < 0) {
      rowById[id] = row;
      rows.push(row);
    } else if (!repeated.get(id)?.push(row)) repeated.set(id, [first, row]);
  }
  return { rows: rows.values as Int32Array, repeated: [...repeated.values()], rowOf: (id) => rowById[id]! };
}

/** The item's columns are the baseline's; a column that only the model's row has is added. */
function pairOf(baselineItem: Item, modelItem: Item): MatchedPair {
  const fields = { ...modelItem.instruction.fields, ...baselineItem.instruction.fields };
  const instruction = { ...baselineItem.instruction, fields };
  const sides = {
    instruction,
    baseline: { instruction, generator: baselineItem.generator, output: baselineItem.output },
    model: { instruction, generator: modelItem.generator, output: modelItem.output },
  };
  const { file, row } = modelItem;
  return { id: pairId(sides), ...sides, conflicts: conflictsBetween(baselineItem, modelItem), file, row };
}

function conflictsBetween(baseline: Item, model: Item): string[] {
  const texts = baseline.instruction.text === model.instruction.text ? [] : ["instruction"];
  const [ours, theirs] = [baseline.instruction.fields, model.instruction.fields];
  const differing = Object.keys(ours).filter(
    (name) =>
      name in theirs &&
      // a table's texts are the other file's numbers
      plain(ours[name]) !== plain(theirs[name]),
  );
  return [...texts, ...differing];
}

const plain = (value: unknown): string => (typeof value === "string" ? value : canonicalJson(value));

function duplicateProblem(items: readonly Item[]): InputProblem {
  const [first, ...more] = items;
  const rows = more.map(({ row }) => row).join(", ");
  return {
    file: first!.file,
    row: first!.row,
    field: "instruction",
    message: `is repeated in row ${rows}; use --duplicates first to keep the first, or --id-column`,
  };
}
