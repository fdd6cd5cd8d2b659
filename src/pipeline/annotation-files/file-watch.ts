// What is said of whole files: torn lines, lines that are there twice, files that are given twice. One sentence a file or
// a pair of files, however many lines it is about.
import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { Place, Placed } from "./judgement-register.js";

interface Repetitions {
  readonly file: string;
  readonly of: string;
  same: number;
  other: number;
  first: { readonly row: number; readonly ofRow: number; readonly isSame: boolean; readonly item: string };
}

/** A file written twice repeats half of its rows; one that goes on repeating them is no file of judgements. */
const mostRepetitions = 10_000;

export class FileWatch {
  readonly #rows = new Map<string, number>();
  readonly #torn = new Map<string, { lines: number; row: number | undefined }>();
  readonly #repetitions = new Map<string, Repetitions>();

  constructor(private readonly onWarning: (warning: string) => void) {}

  readonly seeTornLine = ({ file = "", row }: InputProblem): void => {
    const known = this.#torn.get(file);
    this.#torn.set(file, { lines: (known?.lines ?? 0) + 1, row: known?.row ?? row });
  };

  see({ file, row: at }: Place, placed: Placed, row: AnnotationRow): void {
    this.#rows.set(file, (this.#rows.get(file) ?? 0) + 1);
    if (placed.kind !== "repeats") return;
    const { of, isSameVerdict: isSame } = placed;
    const key = JSON.stringify([file, of.file]);
    const item = quoteValue(row.instructionId ?? row.instruction);
    const first = { row: at, ofRow: of.row, isSame, item };
    const known = this.#repetitions.get(key) ?? { file, of: of.file, same: 0, other: 0, first };
    known[isSame ? "same" : "other"]++;
    // the first of those with another verdict is worth more than the first of all
    if (!isSame && known.first.isSame) known.first = first;
    this.#repetitions.set(key, known);
    const repeated = known.same + known.other;
    if (repeated >= mostRepetitions && 4 * repeated > 3 * this.#rows.get(file)!)
      throw new InputError({
        file,
        row: at,
        message: `so far ${repeated} rows repeat others: is this a file of judgements?`,
      });
  }

  /** A judgement that is there with another verdict; a file that holds nothing but what another holds. */
  problems(): InputProblem[] {
    return [...this.#repetitions.values()].flatMap((repetition): InputProblem[] => {
      const { file, of, same, other, first } = repetition;
      const there = file === of ? `row ${first.ofRow}` : `${of}, row ${first.ofRow}`;
      if (other > 0) {
        const which =
          other === 1 ? "is repeated with another verdict" : "are repeated with another verdict, first";
        const message = `${countOf(other, "judgement")} ${which} than in ${there}: the same model, outputs, order, repeat and judge for the instruction ${first.item}`;
        return [{ file, row: first.row, message }];
      }
      const isWhole = file !== of && same === this.#rows.get(file);
      return isWhole
        ? [{ file, message: `holds nothing but judgements that ${of} holds: is it a copy?` }]
        : [];
    });
  }

  /** A judgement is there with another verdict: perhaps another annotator's. */
  get hasOtherVerdicts(): boolean {
    return [...this.#repetitions.values()].some(({ other }) => other > 0);
  }

  warn(): void {
    for (const [file, { lines, row }] of this.#torn) {
      const what =
        lines === 1
          ? `line ${row} was torn by a crash and is`
          : `${lines} lines were torn by a crash (the first is ${row}) and are`;
      this.onWarning(`torn-lines: ${file}: ${what} skipped`);
    }
    for (const { file, of, same, first } of this.#repetitions.values()) {
      if (same === 0) continue;
      const there = file === of ? `row ${first.ofRow}` : `${of}, row ${first.ofRow}`;
      this.onWarning(
        same === 1
          ? `repeated-lines: ${file}: row ${first.row} repeats ${there}; it is read once`
          : `repeated-lines: ${file}: ${same} rows repeat others of ${of} (the first is row ${first.row}); each is read once`,
      );
    }
  }
}
