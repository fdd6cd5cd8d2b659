// Annotation files and the manifests beside them → what the last run for each model was to judge and the file does not
// hold yet, because the run was interrupted, killed or has failed. A line without a verdict is held: `unjudged` tells of it.
import { groupBy } from "../../core/group-by.js";
import { nameOfPath } from "../../io/bytes/byte-source.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import type { RowInput } from "../../io/rows/located-row.js";
import { expandModelPaths } from "../annotation-files/model-paths.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { type ModelOfRun, modelsOfPart, readManifest } from "../asking/manifest-file.js";

export interface MissingJudgements {
  /** Takes note of a judgement. */
  readonly see: (judged: JudgedRow) => void;
  /** What is missing of the rows that were seen, by model. */
  readonly missing: () => MissingByModel;
}

export type MissingByModel = ReadonlyMap<string, readonly MissingPart[]>;

interface MissingPart {
  /** `code: sentence` */
  readonly warning: string;
  /** Of the judgements of the run, in (0, 1]. */
  readonly share: number;
}

/** Files without a manifest are complete for all that is known. @throws InputError when a pattern matches nothing */
export async function watchForMissing(patterns: readonly RowInput[]): Promise<MissingJudgements> {
  const files = new Map<string, JournalWatch>();
  for (const { path, rows } of await expandModelPaths(patterns)) {
    if (rows) continue;
    if (!(await isAnnotationJournal(path))) continue;
    const models = await readModelsOfRuns(path);
    if (models?.length !== 0) files.set(path, new JournalWatch(models, nameOfPath(path)));
  }
  return {
    see: (judged) => files.get(judged.path)?.see(judged),
    missing: () =>
      groupBy(
        [...files.values()].flatMap((file) => file.missing()),
        "generator",
      ),
  };
}

/** Of each model, what the last run that names it says; null where a manifest is there and cannot be read. */
async function readModelsOfRuns(path: string): Promise<ModelOfRun[] | null> {
  const manifest = await readManifest(path);
  if (manifest === null) return null;
  const models = manifest.parts.flatMap(modelsOfPart);
  return [...new Map(models.map((model) => [model.generator, model])).values()];
}

/** Counts the judgements of one journal by model. */
class JournalWatch {
  readonly #judgements = new Map<string, number>();

  /** @param models null where they are not known */
  constructor(
    private readonly models: readonly ModelOfRun[] | null,
    private readonly file: string,
  ) {}

  see({ kind, row: { model } }: JudgedRow): void {
    if (kind === "replaces") return;
    const generator = String(model.generator);
    this.#judgements.set(generator, (this.#judgements.get(generator) ?? 0) + 1);
  }

  /** Each with the model that it concerns; one on a model without a line concerns all others of the file. */
  missing(): (MissingPart & { generator: string })[] {
    if (this.models === null)
      return [...this.#judgements.keys()].map((generator) => ({
        generator,
        warning: `unknown-run: the manifest of ${this.file} is damaged: whether all that was to be judged is there is not known; ${again}`,
        share: 1,
      }));
    const present = this.models.filter(({ generator }) => this.#judgements.has(generator));
    const absent = this.models.filter((model) => !present.includes(model));
    return present.flatMap((model) => {
      const { generator } = model;
      const missing = model.in_file_when_done - this.#judgements.get(generator)!;
      return [
        ...(missing > 0
          ? [{ generator, warning: warnOfMissing(model, missing), share: missing / model.tasks }]
          : []),
        ...absent.map((other) => ({ generator, warning: warnOfAbsent(other), share: 1 })),
      ];
    });
  }
}

const again = "run the same annotate command again";
const nounOf = ({ pairs, tasks }: ModelOfRun) => (pairs === tasks ? "pairs" : "judgements");

const warnOfMissing = (model: ModelOfRun, missing: number) =>
  `incomplete: ${missing} of ${model.tasks} ${nounOf(model)} of the run ${missing === 1 ? "is" : "are"} not in the file yet; ${again}`;

const warnOfAbsent = (model: ModelOfRun) =>
  `incomplete: none of the ${model.tasks} ${nounOf(model)} of ${model.generator}, which the run was for too, is in the file yet; ${again}`;
