// A file of judgements, in any format and under any column names, to annotation rows.
import { countOf } from "../../core/count-of.js";
import type { InputProblem } from "../../core/errors.js";
import { countCodePoints } from "../../core/text-length.js";
import { nameOfPath } from "../bytes/byte-source.js";
import { type LocatedRow, nameOfInput, type RowInput } from "../rows/located-row.js";
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
  const wrong = new Map<string, { readonly problem: InputProblem; count: number }>();
  for await (const batch of readRows(path, { ...options, onNonFinite })) {
    if (isFirst) await checkColumns(batch, reading, options.proposeOther);
    isFirst = false;
    const rows: AnnotationRow[] = [];
    for (const located of batch) {
      const value = renameColumns(located.value, reading.columns);
      const renamed = value === located.value ? located : { ...located, value };
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
        for (const problem of explainAnnotationRow(renamed, reading)) noteWrong(wrong, problem);
      }
    }
    yield rows;
  }
  for (const { problem, count } of wrong.values())
    options.onProblem(
      count === 1
        ? problem
        : { ...problem, message: `${problem.message}; so in ${countOf(count - 1, "further row")}` },
    );
  if (rounded > 0) {
    const message = `${countOf(rounded, "id")} beyond 2^53, where JSON's numbers run into one another: write ids as texts`;
    options.onProblem({ file, row: firstRounded, field: "instruction_id", message });
  }
  scale.check();
  for (const problem of lengths.problems(file)) options.onProblem(problem);
  if (nonFinite > 0)
    options.onWarning?.(
      `non-finite: ${file}: ${nonFinite} NaN or Infinity, which JSON does not have, read as null`,
    );
}

/** One sentence for all rows in which a field breaks one rule. */
function noteWrong(
  wrong: Map<string, { readonly problem: InputProblem; count: number }>,
  problem: InputProblem,
): void {
  const key = `${problem.field} ${problem.message.slice(problem.message.lastIndexOf("; expected"))}`;
  const known = wrong.get(key);
  if (known) known.count++;
  else wrong.set(key, { problem, count: 1 });
}

/** Lengths in a column that nobody named, beside answers that have others: words, tokens or bytes. */
class LengthWatch {
  readonly #others = new Map<string, { readonly row: number; count: number }>();

  constructor(private readonly reading: StatedReading) {}

  see({ located, model, baseline }: AnnotationRow): void {
    for (const [field, side] of [
      ["length_model", model],
      ["length_baseline", baseline],
    ] as const) {
      const { output, statedLength } = side;
      if (statedLength === null || output === null || this.reading.columns.has(field)) continue;
      if (countCodePoints(output) === statedLength) continue;
      const known = this.#others.get(field);
      if (known) known.count++;
      else this.#others.set(field, { row: located.row, count: 1 });
    }
  }

  problems(file: string): InputProblem[] {
    return [...this.#others].map(([field, { row, count }]) => ({
      file,
      row,
      field,
      message: `is not the number of characters of the answer, here and in ${countOf(count - 1, "further row")}: --columns ${field}=${field} takes it as it stands; without the column characters are counted`,
    }));
  }
}

/** An integer that a reader of JSON may have made of several. */
const isRounded = (id: unknown): boolean =>
  typeof id === "number" && Number.isInteger(id) && !Number.isSafeInteger(id);
