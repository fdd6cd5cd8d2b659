// A file of judgements, in any format and under any column names, to annotation rows.
import { countOf } from "../../core/count-of.js";
import type { InputProblem } from "../../core/errors.js";
import { countCodePoints } from "../../core/text-length.js";
import { nameOfPath } from "../bytes/byte-source.js";
import { type LocatedRow, nameOfInput, type RowInput } from "../rows/located-row.js";
import { RepeatedProblems } from "../rows/problem-list.js";
import { type ReadRowsOptions, readRows } from "../rows/read-rows.js";
import type { StatedReading } from "./annotation-reading.js";
import { type AnnotationRow, readAnnotationRow } from "./annotation-row.js";
import { checkColumns } from "./check-columns.js";
import { renameColumns } from "./column-map.js";
import { ScaleWatch } from "./scale-watch.js";

export interface ReadAnnotationRowsOptions extends ReadRowsOptions {
  readonly onProblem: (problem: InputProblem) => void;
  /** What to do with a file that is laid out otherwise, by its first rows. */
  readonly proposeOther?: (rows: readonly LocatedRow[]) => Promise<string | undefined>;
  /** Which rows are read at all, by their renamed columns; the others may hold anything. All when absent. */
  readonly isMeant?: ((row: LocatedRow) => boolean) | undefined;
  /** Told of what the whole file holds that was not taken as it stands, each `code: sentence`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * The rows that can be read; what is wrong with the others goes to `onProblem`.
 * @throws InputError when the file cannot be read, a column that is needed is missing, or the scale must be stated.
 */
export async function* readAnnotationRows(
  path: RowInput,
  reading: StatedReading,
  options: ReadAnnotationRowsOptions,
): AsyncGenerator<AnnotationRow[]> {
  const file = nameOfPath(nameOfInput(path));
  const column = reading.columns.get("preference") ?? "preference";
  const isForeign = column !== "preference";
  const scale = new ScaleWatch(reading, { file, column, isForeign });
  let isFirst = true;
  let nonFinite = 0;
  let firstRounded: number | undefined;
  let rounded = 0;
  const onNonFinite = (count: number) => {
    nonFinite += count;
  };
  const lengths = new LengthWatch(reading);
  const wrong = new RepeatedProblems();
  for await (const batch of readRows(path, { ...options, onNonFinite })) {
    if (isFirst) await checkColumns(batch, reading, options.proposeOther);
    isFirst = false;
    const rows: AnnotationRow[] = [];
    for (const located of batch) {
      const value = renameColumns(located.value, reading.columns);
      const renamed = value === located.value ? located : { ...located, value, asRead: located.value };
      if (options.isMeant?.(renamed) === false) continue;
      if (isRounded(value.instruction_id)) {
        firstRounded ??= located.row;
        rounded++;
        continue;
      }
      const row = readAnnotationRow(renamed, reading);
      if (row) {
        rows.push(row);
        scale.see(value.preference);
        lengths.see(row);
      } else {
        const { explainAnnotationRow } = await import("./annotation-row-schema.js");
        for (const problem of explainAnnotationRow(renamed, reading)) wrong.note(kindOf(problem), problem);
      }
    }
    yield rows;
  }
  for (const problem of wrong.list((message, more) => (more ? `${message}; so in ${more}` : message)))
    options.onProblem(problem);
  if (rounded > 0) {
    const message = `${countOf(rounded, "id")} beyond 2^53, where JSON's numbers run into one another: write ids as texts`;
    options.onProblem({ file, row: firstRounded, field: "instruction_id", message });
  }
  scale.check();
  for (const problem of lengths.problems()) options.onProblem(problem);
  if (nonFinite > 0)
    options.onWarning?.(
      `non-finite: ${file}: ${nonFinite} NaN or Infinity, which JSON does not have, read as null`,
    );
}

/** One sentence for all rows in which a field breaks one rule. */
const kindOf = ({ field, message }: InputProblem): string =>
  `${field} ${message.slice(message.lastIndexOf("; expected"))}`;

/** Lengths in a column that nobody named, beside answers that have others: words, tokens or bytes. */
class LengthWatch {
  readonly #others = new RepeatedProblems();

  constructor(private readonly reading: StatedReading) {}

  see({ located, model, baseline }: AnnotationRow): void {
    for (const [field, side] of [
      ["length_model", model],
      ["length_baseline", baseline],
    ] as const) {
      const { output, statedLength } = side;
      if (statedLength === null || output === null || this.reading.columns.has(field)) continue;
      if (countCodePoints(output) === statedLength) continue;
      const message = `--columns ${field}=${field} takes it as it stands; without the column characters are counted`;
      this.#others.note(field, { file: nameOfPath(located.file), row: located.row, field, message });
    }
  }

  problems(): InputProblem[] {
    return this.#others.list(
      (hint, more) =>
        `is not the number of characters of the answer, here and in ${more ?? "0 further rows"}: ${hint}`,
    );
  }
}

/** An integer that a reader of JSON may have made of several. */
const isRounded = (id: unknown): boolean =>
  typeof id === "number" && Number.isInteger(id) && !Number.isSafeInteger(id);
