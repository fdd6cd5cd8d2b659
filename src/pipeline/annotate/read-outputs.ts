// Files of outputs, and of questions where outputs name theirs by an id alone, in anybody's layout → what each model
// answered, under the names that `pairs` knows.
import { countOf } from "../../core/count-of.js";
import { InputError, type InputProblem } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { countSamples, expandItem, type SamplePolicy } from "../../io/layouts/expand-item.js";
import { type OpenedItems, openItems, type StatedItems } from "../../io/layouts/open-items.js";
import { type LocatedRow, nameOfInput, type RowInput } from "../../io/rows/located-row.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { RowsOnDisk } from "../../io/rows/rows-on-disk.js";
import { ItemIndex, type ItemNames, type RowList } from "../../pairs/item-index.js";
import type { OutputSet } from "../../pairs/match-outputs.js";
import type { OutputRow } from "../../pairs/read-item.js";

/** What one file, or one generator of it, gave. */
export interface ReadOutputs extends OutputSet {
  readonly file: string;
  readonly index: ItemIndex;
  /** Of each row, whom the generator column names. */
  readonly named: readonly (string | null)[];
  /** Rows that name their question by an id alone. */
  readonly unasked: readonly number[];
  /** The highest number of a sample; −1 where rows have none. */
  readonly lastSample: number;
  /** Rows of `lceval generate` that wait for an answer. */
  readonly unanswered: number;
  /** Instructions that stand there with a null for an answer. */
  readonly withoutOutput: readonly OutputRow[];
}

export const openOutputs = async (path: RowInput, stated: StatedItems): Promise<OpenedItems> =>
  // an outputs file may be the journal of `lceval generate`
  openItems(path, stated, {
    journal: typeof path === "string" && (await isAnnotationJournal(path)),
    keepsPlaces: true,
  });

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
  for (let row = 0; row < rows.length; row++) {
    const { columns } = rows.at(row)!;
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
  readonly itemField?: readonly string[] | undefined;
  readonly sample?: SamplePolicy | undefined;
  readonly names: ItemNames;
  /** Told of a file that stays open until the run is over. */
  readonly onOpen: (rows: RowsOnDisk) => void;
}

/** Rows of a file that are read again when they are asked for, or kept where the file cannot be. */
class KeptRows implements RowList {
  readonly #kept: OutputRow[] = [];
  readonly #parts: number[] = [];
  #disk: RowsOnDisk | null = null;

  constructor(
    private readonly path: RowInput,
    private readonly opened: OpenedItems,
    private readonly reading: OutputsReading,
  ) {}

  get length(): number {
    return this.#disk?.length ?? this.#kept.length;
  }

  /** @param part which of the row's answers */
  push(located: LocatedRow, columns: OutputRow["columns"], part: number): void {
    const { file, row } = located;
    if (located.offset === undefined) {
      this.#kept.push({ file, row, columns });
      return;
    }
    if (this.#disk === null) {
      this.#disk = new RowsOnDisk(this.path as string);
      this.reading.onOpen(this.#disk);
    }
    if (part > 0) this.#parts[this.#disk.length] = part;
    this.#disk.push(located);
  }

  at(index: number): OutputRow {
    if (this.#disk === null) return this.#kept[index]!;
    const { file, row, value } = this.opened.readAgain(this.#disk.at(index));
    const columns = expandItem(value, this.reading.sample ?? "first")[this.#parts[index] ?? 0]!;
    return { file, row, columns };
  }
}

/**
 * @param fallbackGenerator who answered where no column says so
 * @throws InputError for rows that cannot be read, and several answers in a row where nobody said which count
 */
export async function readOutputs(
  path: RowInput,
  opened: OpenedItems,
  reading: OutputsReading,
  fallbackGenerator = nameAfterFile(nameOfInput(path)),
): Promise<ReadOutputs> {
  const { idColumn, itemField: itemFields, sample, names } = reading;
  const rows = new KeptRows(path, opened, reading);
  const how = { idColumn: idColumn ?? null, itemFields, generator: null, fallbackGenerator };
  const index = new ItemIndex(names, how);
  const named: (string | null)[] = [];
  const byName = new Map<string, string>();
  const unasked: number[] = [];
  const unanswered = new Set<unknown>();
  const withoutOutput: OutputRow[] = [];
  let several = 0;
  let lastSample = -1;
  const add = (located: LocatedRow) => {
    for (const [part, columns] of expandItem(located.value, sample ?? "first").entries()) {
      if (!isAsked(columns) && columns.id !== undefined) {
        unasked.push(rows.length);
        index.pushUnread();
      } else index.push({ file: located.file, row: located.row, columns });
      const { generator, sample: number } = columns;
      const name = typeof generator === "string" && generator !== "" ? generator : null;
      if (name !== null && !byName.has(name)) byName.set(name, name);
      named.push(name && byName.get(name)!);
      if (typeof number === "number") lastSample = Math.max(lastSample, number);
      rows.push(located, columns, part);
    }
  };
  for await (const batch of opened.rows()) {
    if (idColumn !== undefined && rows.length === 0) requireColumn(batch, idColumn, "--id-column");
    for (const located of batch) {
      const { file, row, value } = located;
      const key = keyOfGeneration(value);
      if (countSamples(value) > 1 && sample === undefined) several++;
      if (key !== null && value.output === null) unanswered.add(key);
      else if (value.output === null) withoutOutput.push({ file, row, columns: value });
      else {
        unanswered.delete(key);
        add(located);
      }
    }
  }
  if (several > 0)
    throw new InputError(
      { file: opened.file, field: "output", message: `holds several answers in ${countOf(several, "row")}` },
      { hint: "say which count: --sample first, or --sample each (every answer is judged)" },
    );
  return {
    file: nameOfInput(path),
    rows,
    index,
    named,
    unasked,
    lastSample,
    generator: null,
    fallbackGenerator,
    unanswered: unanswered.size,
    withoutOutput,
  };
}

/** Rows that name their question by the id alone, with the question. @throws InputError when it is not known */
export function joinQuestions(outputs: ReadOutputs, questions: Questions): ReadOutputs {
  const { unasked, index } = outputs;
  if (unasked.length === 0) return outputs;
  const problems: InputProblem[] = [];
  const join = (row: OutputRow): OutputRow => {
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
  };
  const rows = { length: outputs.rows.length, at: (row: number) => join(outputs.rows.at(row)!) };
  for (const row of unasked) {
    const joined = rows.at(row);
    if (problems.length === 0) index.set(row, joined);
  }
  if (problems.length > 0)
    throw new InputError(
      problems.length === rows.length
        ? { file: outputs.file, message: "holds answers that name their questions by id alone" }
        : problems,
      { hint: "give the file of questions (with the same ids) beside the models' files" },
    );
  return { ...outputs, rows };
}

/** @throws InputError where a baseline's file answers an instruction by several models, or some rows name none */
export function nameBaseline(outputs: ReadOutputs, name: string | undefined): ReadOutputs {
  if (name !== undefined) return { ...outputs, generator: name };
  const { file, named, rows, index } = outputs;
  const names = new Set(named);
  if (names.size === 1) return outputs;
  const items = new Set(
    Array.from({ length: index.length }, (_, row) => `${index.keyOf(row)} ${index.furtherOf(row)}`),
  );
  if (items.size !== rows.length)
    throw new InputError(
      {
        file,
        message: `holds answers of ${names.size} models (${listNames([...names])}): one of them is the baseline`,
      },
      {
        hint: "give its rows in a file of their own; of a table with a column a model: --baseline-columns instruction=…,output=COLUMN",
      },
    );
  if (names.has(null)) throw namesSome(outputs);
  return outputs;
}

const listNames = (names: readonly (string | null)[]) =>
  names.map((name) => visibleText(name ?? "one without a name")).join(", ");

function namesSome({ file, named }: ReadOutputs): InputError {
  const missing = named.filter((name) => name === null).length;
  const models = countOf(new Set(named).size - 1, "model");
  return new InputError(
    {
      file,
      field: "generator",
      message: `is missing in ${countOf(missing, "row")}, and names ${models} in the others`,
    },
    { hint: "name a model in every row, or all of them: NAME=FILE" },
  );
}

/** One set a generator, where a file names several. @throws InputError where some rows name none */
export function splitByGenerator(outputs: ReadOutputs, name: string | undefined): ReadOutputs[] {
  if (name !== undefined) return [{ ...outputs, generator: name }];
  const { named, rows, index } = outputs;
  if (named.every((generator) => generator === named[0])) return [outputs];
  const sets = groupBy(named.keys(), (row) => named[row] ?? null);
  if (sets.has(null)) throw namesSome(outputs);
  return [...sets].map(([generator, own]) => ({
    ...outputs,
    rows: { length: own.length, at: (row) => rows.at(own[row]!) },
    index: index.pick(own),
    named: own.map(() => generator),
    unasked: outputs.unasked.flatMap((row) => (named[row] === generator ? [own.indexOf(row)] : [])),
    generator,
    withoutOutput: outputs.withoutOutput.filter(({ columns }) => columns.generator === generator),
  }));
}

/** What `generate` names a row's question by; a row of it without an output says that there is no answer, until a later one. */
function keyOfGeneration({ generation }: Readonly<Record<string, unknown>>): unknown {
  return typeof generation === "object" && generation !== null
    ? ((generation as { key?: unknown }).key ?? generation)
    : null;
}
