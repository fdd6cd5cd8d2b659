// Observations, one a row → the same by columns, which is how the statistics read them: a million rows take some 90 MB,
// where objects would take three times that and the garbage collector's time.
import { growingFlags, growingIntegers, growingNumbers } from "../core/growing-array.js";
import { TextTable } from "../core/text-table.js";
import type { Clusters } from "../numerics/clusters.js";
import type { Observation, Observations } from "./observation.js";

/** What few observations have: kept only where there is something. */
export type ObservationDetails = Pick<
  Observation,
  "unjudgedReason" | "judgements" | "votes" | "style" | "strong" | "possible"
>;

const orders = [undefined, "baseline-first", "model-first"] as const;
const noGroup = -1;

/** Columns as arrays of length n, rows as observations; a row that is asked for is made on the spot. */
export class ObservationColumns implements Observations {
  readonly #names: TextTable;
  // Numbers of names: instructions, clusters and groups are told apart by the column, not by the number.
  readonly #instructions = growingIntegers();
  readonly #texts = growingIntegers();
  readonly #clusters = growingIntegers();
  readonly #groups = growingIntegers();
  readonly #preferences = growingNumbers();
  readonly #baselineLengths = growingNumbers();
  readonly #modelLengths = growingNumbers();
  readonly #identical = growingFlags();
  readonly #orders = growingFlags();
  readonly #details = new Map<number, ObservationDetails>();

  /** @param names may be shared by many models: their instructions mostly are the same */
  constructor(names = new TextTable()) {
    this.#names = names;
  }

  /** The columns of any rows; of columns themselves the same, without a copy. */
  static of(rows: Observations): ObservationColumns {
    if (rows instanceof ObservationColumns) return rows;
    const columns = new ObservationColumns();
    for (const row of rows) columns.push(row);
    return columns;
  }

  get length(): number {
    return this.#preferences.length;
  }

  /** P(model beats baseline) in [0, 1]; NaN without a verdict. */
  get preferences(): Float64Array {
    return this.#preferences.values;
  }

  /** In code points; NaN where they are not known. */
  get baselineLengths(): Float64Array {
    return this.#baselineLengths.values;
  }

  get modelLengths(): Float64Array {
    return this.#modelLengths.values;
  }

  /** 1 where both outputs are the same text, else 0. */
  get identical(): Uint8Array {
    return this.#identical.values;
  }

  instructionIdAt(row: number): string {
    return this.#names.at(this.#instructions.at(row));
  }

  /** What difficulty is looked up by: of the text where it was there, else the id. */
  textIdAt(row: number): string {
    return this.#names.at(this.#texts.at(row));
  }

  orderAt(row: number): Observation["order"] {
    return orders[this.#orders.at(row)];
  }

  groupAt(row: number): string | null {
    const group = this.#groups.at(row);
    return group === noGroup ? null : this.#names.at(group);
  }

  /** By row; a row that has none is not in it. */
  get details(): ReadonlyMap<number, ObservationDetails> {
    return this.#details;
  }

  /** Which cluster each row belongs to, numbered in the order of their first row. */
  get clusters(): Clusters {
    return this.#renumber(this.#clusters.values);
  }

  get instructions(): Clusters {
    return this.#renumber(this.#instructions.values);
  }

  /** Null unless every row names its group. */
  get groups(): Clusters | null {
    const { values } = this.#groups;
    return values.includes(noGroup) ? null : this.#renumber(values);
  }

  /** What is known of each row's text, whatever its id, or else of its id; NaN where nothing is. */
  lookUp(known: ReadonlyMap<string, number>): Float64Array {
    const ofNames = new Float64Array(this.#names.size).fill(Number.NaN);
    for (const [name, value] of known) {
      const number = this.#names.find(name);
      if (number >= 0) ofNames[number] = value;
    }
    const [texts, instructions] = [this.#texts.values, this.#instructions.values];
    const found = new Float64Array(texts.length);
    for (let row = 0; row < texts.length; row++) {
      const ofText = ofNames[texts[row]!]!;
      found[row] = Number.isNaN(ofText) ? ofNames[instructions[row]!]! : ofText;
    }
    return found;
  }

  push(row: Observation): void {
    const at = this.length;
    const instruction = this.#names.findOrAdd(row.instructionId);
    this.#instructions.push(instruction);
    this.#texts.push(row.textId === undefined ? instruction : this.#names.findOrAdd(row.textId));
    this.#clusters.push(row.cluster === row.instructionId ? instruction : this.#names.findOrAdd(row.cluster));
    this.#groups.push(row.group === undefined ? noGroup : this.#names.findOrAdd(row.group));
    this.#preferences.push(row.preference ?? Number.NaN);
    this.#baselineLengths.push(row.baselineLength ?? Number.NaN);
    this.#modelLengths.push(row.modelLength ?? Number.NaN);
    this.#identical.push(Number(row.identical));
    this.#orders.push(orders.indexOf(row.order ?? undefined));
    if (hasDetails(row)) this.#details.set(at, detailsOf(row));
  }

  /** Puts what is known of the same pair by now in the place of the row. */
  replace(at: number, row: Observation): void {
    this.#preferences.set(at, row.preference ?? Number.NaN);
    this.#baselineLengths.set(at, row.baselineLength ?? Number.NaN);
    this.#modelLengths.set(at, row.modelLength ?? Number.NaN);
    this.#identical.set(at, Number(row.identical));
    this.#orders.set(at, orders.indexOf(row.order ?? undefined));
    if (hasDetails(row)) this.#details.set(at, detailsOf(row));
    else this.#details.delete(at);
  }

  at(row: number): Observation {
    const instructionId = this.instructionIdAt(row);
    const [cluster, group, order] = [this.#clusters.at(row), this.groupAt(row), this.orderAt(row)];
    return {
      instructionId,
      ...(this.#texts.at(row) !== this.#instructions.at(row) && { textId: this.textIdAt(row) }),
      cluster: cluster === this.#instructions.at(row) ? instructionId : this.#names.at(cluster),
      ...(group !== null && { group }),
      preference: numberOrNull(this.#preferences.at(row)),
      baselineLength: numberOrNull(this.#baselineLengths.at(row)),
      modelLength: numberOrNull(this.#modelLengths.at(row)),
      identical: this.#identical.at(row) === 1,
      ...(order && { order }),
      ...this.#details.get(row),
    };
  }

  *[Symbol.iterator](): Generator<Observation> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  map<T>(transform: (row: Observation, at: number) => T): T[] {
    return Array.from({ length: this.length }, (_, at) => transform(this.at(at), at));
  }

  filter(holds: (row: Observation, at: number) => boolean): Observation[] {
    return [...this].filter(holds);
  }

  #renumber(names: Int32Array): Clusters {
    const numbers = new Int32Array(this.#names.size).fill(-1);
    const codes = new Uint32Array(names.length);
    let count = 0;
    for (let row = 0; row < names.length; row++) {
      const name = names[row]!;
      if (numbers[name]! < 0) numbers[name] = count++;
      codes[row] = numbers[name]!;
    }
    return { count, codes };
  }
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

const hasDetails = (row: Observation): boolean =>
  row.unjudgedReason !== undefined ||
  row.style !== undefined ||
  row.judgements !== undefined ||
  row.votes !== undefined ||
  row.strong !== undefined ||
  row.possible !== undefined;

function detailsOf(row: Observation): ObservationDetails {
  const { unjudgedReason, judgements, votes, style, strong, possible } = row;
  return {
    ...(unjudgedReason !== undefined && { unjudgedReason }),
    ...(judgements && { judgements }),
    ...(votes && { votes }),
    ...(style && { style }),
    ...(strong && { strong }),
    ...(possible && { possible }),
  };
}
