// Judgements, one at a time → what each is among all that were read: the first of its pair, a further one (another
// order, repeat or juror), the answer to a question that had none, or one that is there already.
import { growingNumbers } from "../../core/growing-array.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { JuryRule } from "../../judge/combine-jury.js";
import { PairTable } from "./pair-table.js";

/** What a line answers: which judge was asked, how, and for which time. */
export interface WayOfAsking {
  readonly judge: string | null;
  readonly order: "baseline-first" | "model-first" | null;
  readonly repeat: number;
  readonly answersShown: 1 | 2;
  readonly jury: JuryRule | null;
}

/** What is known of a line before it is placed. */
export interface UnplacedLine {
  readonly row: AnnotationRow;
  /** The number of its id. */
  readonly item: number;
  readonly model: number;
  /** 32 bits that tell the pairs of one item and model apart. */
  readonly outputs: number;
}

export type Placed =
  | { readonly kind: "first" | "further" | "replaces"; readonly pair: number; readonly asking: WayOfAsking }
  | { readonly kind: "repeats"; readonly of: Place; readonly isSameVerdict: boolean };

export interface Place {
  readonly file: string;
  readonly row: number;
}

interface FurtherLine extends Place {
  readonly asking: number;
  readonly preference: number | null;
}

/** Some 50 bytes a pair, outside the heap. */
export class JudgementRegister {
  readonly #pairs = new PairTable();
  /** Of each pair's first line; NaN without a verdict. */
  readonly #preferences = growingNumbers();
  /** The ways in which lines were asked for, each once. */
  readonly #askings: WayOfAsking[] = [];
  readonly #askingsByKey = new Map<string, number>();
  #lastAsking = 0;
  readonly #further = new Map<number, FurtherLine[]>();

  add({ row, item, model, outputs }: UnplacedLine): Placed {
    const { file, row: line } = row.located;
    const asking = this.#findAsking(row);
    const known = this.#pairs.size;
    const pair = this.#pairs.findOrAdd({ instruction: item, model, outputs }, { file, row: line, asking });
    const placed = { pair, asking: this.#askings[asking]! };
    if (pair === known) {
      this.#preferences.push(row.preference ?? Number.NaN);
      return { ...placed, kind: "first" };
    }
    if (this.#pairs.askingOf(pair) === asking) {
      const preference = this.#preferences.at(pair);
      if (!Number.isNaN(preference)) return repeats(this.#pairs.placeOf(pair), preference, row);
      this.#preferences.set(pair, row.preference ?? Number.NaN);
      return { ...placed, kind: "replaces" };
    }
    const further = this.#further.get(pair) ?? [];
    const at = further.findIndex((other) => other.asking === asking);
    const earlier = further[at];
    if (earlier && earlier.preference !== null) return repeats(earlier, earlier.preference, row);
    further[earlier ? at : further.length] = { file, row: line, asking, preference: row.preference };
    this.#further.set(pair, further);
    return { ...placed, kind: earlier ? "replaces" : "further" };
  }

  /** Equal ones have one number, and are one object. */
  #findAsking({ judge, annotator, order, repeat, answersShown, jury }: AnnotationRow): number {
    const asking = { judge: judge ?? annotator, order, repeat, answersShown, jury };
    const last = this.#askings[this.#lastAsking];
    if (last && isSameAsking(last, asking)) return this.#lastAsking;
    const key = keyOfAsking(asking);
    const known = this.#askingsByKey.get(key);
    this.#lastAsking = known ?? this.#askings.push(asking) - 1;
    if (known === undefined) this.#askingsByKey.set(key, this.#lastAsking);
    return this.#lastAsking;
  }
}

/** A line without a verdict says nothing against one that is there. */
const repeats = (of: Place, preference: number, row: AnnotationRow): Placed => ({
  kind: "repeats",
  of,
  isSameVerdict: row.preference === null || row.preference === preference,
});

/** Those of a jury are compared by their keys. */
const isSameAsking = (one: WayOfAsking, other: WayOfAsking): boolean =>
  one.judge === other.judge &&
  one.order === other.order &&
  one.repeat === other.repeat &&
  one.answersShown === other.answersShown &&
  one.jury === null &&
  other.jury === null;

const keyOfAsking = ({ judge, order, repeat, answersShown, jury }: WayOfAsking): string =>
  `${order} ${repeat} ${answersShown} ${jury ? `${jury.combine} ${jury.quorum}` : ""} ${judge}`;
