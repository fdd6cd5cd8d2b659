// Files of judgements to what the fits need of them, by model.
import { InputError, type InputProblem } from "../../core/errors.js";
import type { ByteLimits } from "../../io/bytes/byte-source.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { isAnnotationJournal } from "../../io/wire/annotation-journal.js";
import { type ReadingOptions, stateReading } from "../../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { readAnnotationRows } from "../../io/wire/read-annotation-rows.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { type CollectorOptions, ObservationCollector } from "./observation-collector.js";

export interface ReadObservationsOptions
  extends ReadingOptions,
    Omit<CollectorOptions, "clusterColumn" | "groupColumn"> {
  /** The column whose value names a row's cluster; the instruction when absent. */
  readonly cluster?: string | undefined;
  /** The column whose value names the group that a row is averaged in: a user, a category. */
  readonly by?: string | undefined;
  /**
   * The files are journals: may be empty, and lines torn by a crash are skipped. When absent, those are that have a
   * run's manifest beside them.
   */
  readonly journal?: boolean | undefined;
  readonly onTornLine?: ((problem: InputProblem) => void) | undefined;
  /** Told of every row that can be read, and of the file that it stands in. */
  readonly onRow?: ((path: string, row: AnnotationRow) => void) | undefined;
  readonly limits?: Partial<ByteLimits> | undefined;
}

/**
 * The observations of every model in the files, which may be patterns and `-`. Judgements of one pair in both
 * orders, repeats or by several jurors become one observation (`combine-judgements.ts`); a later line replaces an
 * unjudged earlier one.
 *
 * @throws InputError with every problem of every row: unreadable values, duplicates, several baselines or judges in
 * one model's rows; at once for a missing column or an unstated scale, with a proposal.
 */
export async function readObservations(
  paths: readonly string[],
  options: ReadObservationsOptions = {},
): Promise<ModelObservations[]> {
  const reading = stateReading(options);
  const collector = new ObservationCollector({
    ...options,
    clusterColumn: options.cluster ?? (reading.columns.has("cluster") ? "cluster" : undefined),
    groupColumn: options.by,
  });
  const onProblem = collector.problems.add;
  let hint: string | undefined;
  for (const path of await expandPaths(paths)) {
    const nameOfFile = nameAfterFile(path);
    let isFirst = true;
    const journal = options.journal ?? (await isAnnotationJournal(path));
    try {
      for await (const batch of readAnnotationRows(path, reading, { ...options, journal, onProblem })) {
        if (isFirst) requireNamedColumns(batch, options);
        isFirst = false;
        for (const row of batch) {
          collector.add(row, nameOfFile);
          options.onRow?.(path, row);
        }
      }
    } catch (error) {
      // a file that cannot be read is named beside what is wrong with the others
      if (!(error instanceof InputError) || error.problems === collector.problems.all) throw error;
      for (const problem of error.problems) collector.problems.add(problem);
      hint ??= error.hint;
    }
  }
  return collector.finish(hint);
}

function requireNamedColumns(
  batch: readonly AnnotationRow[],
  { cluster, by }: ReadObservationsOptions,
): void {
  const rows = batch.map(({ located }) => located);
  if (cluster !== undefined) requireColumn(rows, cluster, "--cluster");
  if (by !== undefined) requireColumn(rows, by, "--by");
}
