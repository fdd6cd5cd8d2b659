// Files of judgements to what the fits need of them, by model.

import { InputError } from "../../core/errors.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { stateReading } from "../../io/wire/annotation-reading.js";
import type { ModelObservations } from "../../length-control/observation.js";
import {
  type AnnotationFilesOptions,
  type JudgedRow,
  readAnnotationFiles,
} from "../annotation-files/read-annotation-files.js";
import { type CollectorOptions, ObservationCollector } from "./observation-collector.js";

export interface ReadObservationsOptions
  extends Omit<AnnotationFilesOptions, "problems" | "findProblems" | "names">,
    Omit<CollectorOptions, "clusterColumn" | "groupColumns"> {
  /** The column whose value names a row's cluster; the instruction when absent. */
  readonly cluster?: string | undefined;
  /** The columns whose values name the group that a row is averaged in: a user, a domain and a user. */
  readonly by?: readonly string[] | undefined;
  /** Whether a strong judge's verdicts on a sample of the pairs are understood; they are refused otherwise. */
  readonly takesEscalation?: boolean | undefined;
  /** Told of every judgement. */
  readonly onRow?: ((judged: JudgedRow) => void) | undefined;
}

/**
 * The observations of every model in the files, which may be patterns, `NAME=FILE` and `-`. Judgements of one pair in
 * both orders, repeats or by several jurors become one observation (`combine-judgements.ts`).
 * @throws InputError with every problem of every row, and for several baselines in one model's rows; at once for a
 * missing column or an unstated scale, with a proposal.
 */
export async function readObservations(
  paths: readonly RowInput[],
  options: ReadObservationsOptions = {},
): Promise<ModelObservations[]> {
  const { columns } = stateReading(options);
  const collector = new ObservationCollector({
    ...options,
    clusterColumn: options.cluster ?? (columns.has("cluster") ? "cluster" : undefined),
    groupColumns: options.by,
  });
  const { problems, names, findProblems } = collector;
  const files = new Set<string>();
  for await (const batch of readAnnotationFiles(paths, { ...options, problems, names, findProblems })) {
    for (const judged of batch) {
      if (!files.has(judged.path)) requireNamedColumns(batch, options);
      files.add(judged.path);
      collector.add(judged);
      options.onRow?.(judged);
    }
  }
  const models = collector.finish();
  if (options.takesEscalation !== true) refuseEscalation(models);
  return models;
}

/** Taken for themselves, the cheap judge's verdicts are not the rates that such a file stands for. */
function refuseEscalation(models: readonly ModelObservations[]): void {
  const problems = models
    .filter(({ strongJudge }) => strongJudge !== undefined)
    .map(({ generator }) => ({
      message: `${generator}: a strong judge judged a sample of what a cheap one did (--escalate), and only score, compare, leaderboard and report take both`,
    }));
  if (problems.length > 0) throw new InputError(problems, { hint: "Give a file of one judge." });
}

function requireNamedColumns(batch: readonly JudgedRow[], { cluster, by }: ReadObservationsOptions): void {
  const rows = batch.map(({ row }) => row.located);
  if (cluster !== undefined) requireColumn(rows, cluster, "--cluster");
  for (const column of by ?? []) requireColumn(rows, column, "--by");
}
