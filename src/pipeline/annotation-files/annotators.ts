// The lines of several people on one pair → the votes of one jury, each by its annotator.
import { UsageError } from "../../core/errors.js";
import { hashText, mixBits } from "../../core/text-hash.js";
import type { StatedReading, VoteRule } from "../../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";

export const annotatorsHint =
  "Where several people judged one pair: --annotators COLUMN, the one that names them, and --gold majority, mean or each.";

export class Annotators {
  /** By alpaca_eval's name, where `--columns` has moved it. */
  readonly column: string;
  /** Of each pair, who judged it first; kept only while no rule says what several of them mean. */
  readonly #firstOf = new Map<number, string>();
  /** Whether a pair has several, and nothing says what counts. */
  isUndecided = false;

  constructor(
    column: string,
    private readonly rule: VoteRule | undefined,
    { columns }: Pick<StatedReading, "columns">,
  ) {
    this.column = [...columns].find(([, moved]) => moved === column)?.[0] ?? column;
  }

  /** The line as its annotator's vote; null where it names none. */
  vote(row: AnnotationRow): AnnotationRow | null {
    const { [this.column]: person } = row.located.value;
    if ((typeof person !== "string" || person === "") && typeof person !== "number") return null;
    const { rule } = this;
    return {
      ...row,
      annotator: rule === undefined ? "annotators" : `annotators (${rule})`,
      judge: String(person),
      judgeName: null,
      judgeModel: null,
      servedModel: null,
      fingerprint: null,
      answersShown: 2,
      jury: rule === "majority" || rule === "mean" ? { combine: rule, quorum: 1 } : null,
    };
  }

  /** What tells pairs apart: where each counts by itself, the annotator as well. */
  tellApart(outputs: number, { judge }: AnnotationRow): number {
    return this.rule === "each" ? mixBits(Math.imul(outputs, 31) + hashText(judge!)) : outputs;
  }

  see(pair: number, { judge }: AnnotationRow): void {
    if (this.rule !== undefined || this.isUndecided) return;
    const first = this.#firstOf.get(pair) ?? judge!;
    this.#firstOf.set(pair, first);
    this.isUndecided = first !== judge;
  }
}

/** @throws UsageError for a rule without annotators, and for annotators who are a jury as well */
export function annotatorsOf(
  reading: StatedReading & {
    annotators?: string | undefined;
    gold?: VoteRule | undefined;
    jury?: boolean | undefined;
  },
): Annotators | null {
  const { annotators, gold, jury } = reading;
  if (annotators !== undefined && jury)
    throw new UsageError("--jury takes judges together and --annotators people: say one of the two", {
      hint: "--annotators COLUMN --gold mean weighs everyone in the column alike.",
    });
  if (annotators !== undefined) return new Annotators(annotators, gold, reading);
  if (gold !== undefined)
    throw new UsageError("--gold needs --annotators COLUMN, the column that names who judged");
  return null;
}
