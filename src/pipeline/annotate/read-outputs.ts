// Files of outputs, and of questions where outputs name theirs by an id alone, in anybody's layout → what each model
// answered, under the names that `pairs` knows.
import { InputError, type InputProblem } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { quoteValue } from "../../core/quote-value.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { countSamples, expandItem, type SamplePolicy } from "../../io/layouts/expand-item.js";
import { type OpenedItems, openItems, type StatedItems } from "../../io/layouts/open-items.js";
import { nameOfInput, type RowInput } from "../../io/rows/located-row.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { requireColumn } from "../../io/rows/require-column.js";
import type { OutputSet } from "../../pairs/match-outputs.js";
import type { OutputRow } from "../../pairs/read-item.js";

/** What one file, or one generator of it, gave. */
export interface ReadOutputs extends Omit<OutputSet, "generator"> {
  readonly file: string;
  /** Whose rows these are, where the file holds those of several. */
  readonly generator: string | null;
  /** Rows of `lceval generate` that wait for an answer. */
  readonly unanswered: number;
  /** Instructions that stand there with a null for an answer. */
  readonly withoutOutput: readonly OutputRow[];
}

export const openOutputs = async (path: RowInput, stated: StatedItems): Promise<OpenedItems> =>
  // an outputs file may be the journal of `lceval generate`
  openItems(path, stated, { journal: typeof path === "string" && (await isAnnotationJournal(path)) });

export const holdsQuestions = ({ choice }: OpenedItems): boolean =>
  "layout" in choice && choice.layout?.holds === "questions";

/** What is asked, by id. */
export type Questions = Map<string, Readonly<Record<string, unknown>>>;

const isAsked = ({ instruction, messages }: Readonly<Record<string, unknown>>) =>
  instruction !== undefined || messages !== undefined;

/** Adds the questions of a file. @throws InputError for rows that cannot be read, or one id with two questions */
export async function addQuestions(opened: OpenedItems, questions: Questions): Promise<void> {
  for await (const batch of opened.rows())
    for (const { file, row, value } of batch) {
      const id = String(value.id);
      if (questions.has(id))
        throw new InputError({
          file,
          row,
          field: "id",
          message: `${quoteValue(value.id)} names two questions`,
        });
      questions.set(id, value);
    }
}

/** The questions that a file of outputs states beside its answers, for those that name them by the id alone. */
export function addStatedQuestions({ rows }: ReadOutputs, questions: Questions): void {
  for (const { columns } of rows) {
    const { id, instruction, messages, input } = columns;
    if (id === undefined || !isAsked(columns)) continue;
    questions.set(
      String(id),
      Object.fromEntries(Object.entries({ instruction, messages, input }).filter(([, v]) => v !== undefined)),
    );
  }
}

/** How rows are taken. */
export interface OutputsReading {
  readonly idColumn?: string | undefined;
  readonly sample?: SamplePolicy | undefined;
}

/** @throws InputError for rows that cannot be read, and several answers in a row where nobody said which count */
export async function readOutputs(
  path: RowInput,
  opened: OpenedItems,
  { idColumn, sample }: OutputsReading,
): Promise<ReadOutputs> {
  const rows: OutputRow[] = [];
  const unanswered = new Set<unknown>();
  const withoutOutput: OutputRow[] = [];
  let several = 0;
  for await (const batch of opened.rows()) {
    if (idColumn !== undefined && rows.length === 0) requireColumn(batch, idColumn, "--id-column");
    for (const { file, row, value } of batch) {
      const key = keyOfGeneration(value);
      if (countSamples(value) > 1 && sample === undefined) several++;
      if (key !== null && value.output === null) unanswered.add(key);
      else if (value.output === null) withoutOutput.push({ file, row, columns: value });
      else {
        unanswered.delete(key);
        for (const columns of expandItem(value, sample ?? "first")) rows.push({ file, row, columns });
      }
    }
  }
  if (several > 0)
    throw new InputError(
      { file: opened.file, field: "output", message: `holds several answers in ${several} rows` },
      { hint: "say which count: --sample first, or --sample each (every answer is judged)" },
    );
  return {
    file: nameOfInput(path),
    rows,
    generator: null,
    fallbackGenerator: nameAfterFile(nameOfInput(path)),
    unanswered: unanswered.size,
    withoutOutput,
  };
}

/** Rows that name their question by the id alone, with the question. @throws InputError when it is not known */
export function joinQuestions(outputs: ReadOutputs, questions: Questions): ReadOutputs {
  const problems: InputProblem[] = [];
  const rows = outputs.rows.map((row) => {
    const { id } = row.columns;
    if (isAsked(row.columns) || id === undefined) return row;
    // "81/2" is the second turn of 81
    const [, whole, turn] = /^(.*)\/(\d+)$/s.exec(String(id)) ?? [];
    const question = questions.get(String(id)) ?? (row.columns.turn && questions.get(whole!));
    if (!question) {
      problems.push({
        file: row.file,
        row: row.row,
        message: `names its question ${quoteValue(id)} by id alone, and no file has it`,
      });
      return row;
    }
    const { messages: asked } = question as { messages?: unknown[] };
    const until = turn && row.columns.turn && asked ? { messages: asked.slice(0, Number(turn)) } : {};
    return { ...row, columns: { ...question, ...until, ...row.columns } };
  });
  if (problems.length > 0)
    throw new InputError(
      problems.length === rows.length
        ? { file: outputs.file, message: "holds answers that name their questions by id alone" }
        : problems,
      { hint: "give the file of questions (with the same ids) beside the models' files" },
    );
  return { ...outputs, rows };
}

/** One set a generator, where a file names several. @throws InputError where some rows name none */
export function splitByGenerator(outputs: ReadOutputs, name: string | undefined): ReadOutputs[] {
  if (name !== undefined) return [{ ...outputs, generator: name }];
  const nameOf = ({ columns: { generator } }: OutputRow) =>
    typeof generator === "string" && generator !== "" ? generator : null;
  const sets = groupBy(outputs.rows, nameOf);
  if (sets.size <= 1) return [outputs];
  if (sets.has(null))
    throw new InputError(
      {
        file: outputs.file,
        field: "generator",
        message: `is missing in ${sets.get(null)!.length} rows, and names ${sets.size - 1} models in the others`,
      },
      { hint: "name a model in every row, or all of them with --name" },
    );
  return [...sets].map(([generator, rows]) => ({
    ...outputs,
    rows,
    generator,
    withoutOutput: outputs.withoutOutput.filter((row) => nameOf(row) === generator),
  }));
}

/** What `generate` names a row's question by; a row of it without an output says that there is no answer, until a later one. */
function keyOfGeneration({ generation }: Readonly<Record<string, unknown>>): unknown {
  return typeof generation === "object" && generation !== null
    ? ((generation as { key?: unknown }).key ?? generation)
    : null;
}
