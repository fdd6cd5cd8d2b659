// A file of judgements, in any format and under any column names, to annotation rows.
import { InputError, type InputProblem } from "../../core/errors.js";
import { nameOfPath } from "../bytes/byte-source.js";
import { readNumber } from "../rows/read-number.js";
import { type ReadRowsOptions, readRows } from "../rows/read-rows.js";
import type { StatedReading } from "./annotation-reading.js";
import { type AnnotationRow, readAnnotationRow } from "./annotation-row.js";
import { checkColumns } from "./check-columns.js";
import { renameColumns } from "./column-map.js";

export interface ReadAnnotationRowsOptions extends ReadRowsOptions {
  readonly onProblem: (problem: InputProblem) => void;
  /** Told of what the whole file holds that was not taken as it stands, each `code: sentence`. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * The rows that can be read; what is wrong with the others goes to `onProblem`.
 *
 * @throws InputError when the file cannot be read, a column that is needed is missing, or the scale must be stated.
 */
export async function* readAnnotationRows(
  path: string,
  reading: StatedReading,
  options: ReadAnnotationRowsOptions,
): AsyncGenerator<AnnotationRow[]> {
  const scale = reading.isScaleStated ? new StatedScale() : new UnstatedScale();
  let isFirst = true;
  let nonFinite = 0;
  const onNonFinite = (count: number) => {
    nonFinite += count;
  };
  for await (const batch of readRows(path, { ...options, onNonFinite })) {
    if (isFirst) checkColumns(batch, reading);
    isFirst = false;
    const rows: AnnotationRow[] = [];
    for (const located of batch) {
      const value = renameColumns(located.value, reading.columns);
      const renamed = value === located.value ? located : { ...located, value };
      const row = readAnnotationRow(renamed, reading);
      if (row) {
        rows.push(row);
        scale.see(value.preference);
      } else {
        const { explainAnnotationRow } = await import("./annotation-row-schema.js");
        for (const problem of explainAnnotationRow(renamed, reading)) options.onProblem(problem);
      }
    }
    yield rows;
  }
  scale.check(path, reading);
  if (nonFinite > 0)
    options.onWarning?.(
      `non-finite: ${nameOfPath(path)}: ${nonFinite} NaN or Infinity, which JSON does not have, read as null`,
    );
}

/** Watches for 1…2 in a file that was said to hold probabilities: only the 1 would be read, and as a win. */
class StatedScale {
  #isAboveOne = false;
  #isElsewhere = false;

  see(preference: unknown): void {
    if (this.#isElsewhere) return;
    const number = readNumber(preference);
    if (number === undefined) return;
    this.#isAboveOne ||= number > 1;
    this.#isElsewhere = number < 1 || number > 2;
  }

  /** @throws InputError where all values lie from 1 to 2 */
  check(path: string, { scale }: StatedReading): void {
    if (scale !== "0..1" || this.#isElsewhere || !this.#isAboveOne) return;
    const message = "every preference lies between 1 and 2, none below: this is not the scale 0…1";
    throw new InputError({ file: nameOfPath(path), message }, { hint: "Try --scale 1..2." });
  }
}

/** Watches for probabilities in a file whose scale was not stated: read as 1…2 they would all be refused, or ties. */
class UnstatedScale {
  #isAboveOne = false;
  #hasFraction = false;
  #hasZero = false;
  #hasOne = false;

  see(preference: unknown): void {
    if (this.#isAboveOne) return;
    const number = readNumber(preference);
    if (number === undefined) return;
    this.#isAboveOne = number > 1;
    this.#hasFraction ||= number > 0 && number < 1;
    this.#hasZero ||= number === 0;
    this.#hasOne ||= number === 1;
  }

  /** @throws InputError where the values rather say 0…1; in a foreign column, where they could say either. */
  check(path: string, { columns }: StatedReading): void {
    const isForeign = columns.has("preference");
    if (this.#isAboveOne || !(this.#hasFraction || (isForeign && this.#hasZero && this.#hasOne))) return;
    const message = this.#hasFraction
      ? "every preference lies between 0 and 1, none above: this is not the scale 1…2"
      : "every preference is 0 or 1: on the scale 1…2 that is a tie or the baseline's win, on 0…1 a loss or a win";
    throw new InputError(
      { file: nameOfPath(path), message },
      { hint: this.#hasFraction ? "Try --scale 0..1." : "State --scale 0..1 or --scale 1..2." },
    );
  }
}
