// A file of pairwise judgements in a layout of others, and further files joined by id → annotation lines.
import { InputError } from "../../core/errors.js";
import type { LocatedRow } from "../rows/located-row.js";
import { ProblemList } from "../rows/problem-list.js";
import { readRows } from "../rows/read-rows.js";
import { listColumns } from "../rows/require-column.js";
import { readPath } from "../wire/read-path.js";
import { type ComparisonLayout, findLayout, pathsOfVerdict } from "./layout.js";
import { openItems } from "./open-items.js";
import { readComparisonRow } from "./read-comparison-row.js";
import { asAnswer, readFirst } from "./read-item-row.js";

type Row = Readonly<Record<string, unknown>>;

/**
 * @param join files whose rows have the same ids: questions, a model's answers, or further columns
 * @throws InputError with every row that cannot be read, UsageError for an unknown layout
 */
export async function* readComparisons(
  path: string,
  name: string,
  join: readonly string[] = [],
): AsyncGenerator<Record<string, unknown>[]> {
  const layout = findLayout(name, "comparisons");
  const joined: Joined = { columns: new Map(), answers: new Map() };
  for (const file of join) await addFile(file, joined);
  const problems = new ProblemList();
  for await (const batch of readRows(path)) {
    if (join.length === 0) refuseOtherLayout(batch, layout);
    yield batch.flatMap(({ file, row, value: own }) => {
      const id = readFirst(own, layout.columns.id ?? [])?.value ?? own.idx;
      const value = { ...withoutVerdicts(joined.columns.get(String(id)) ?? {}, own, layout), ...own };
      const problem = (field: string, message: string) => ({ file, row, field, message });
      const missing = layout.marks.find((mark) => readPath(value, mark) === undefined);
      if (missing !== undefined) {
        problems.add(problem(missing, `is missing: the row is not laid out as ${layout.name}`));
        return [];
      }
      const lines = readComparisonRow(value, layout, problem);
      if (Array.isArray(lines)) return lines.map((line) => withAnswers(line, String(id), joined.answers));
      problems.add(lines);
      return [];
    });
  }
  problems.throwIfAny();
}

/** @throws InputError, one sentence, where no row has what the layout is told by */
function refuseOtherLayout(batch: readonly LocatedRow[], { marks, name }: ComparisonLayout): void {
  const missing = marks.filter((mark) => batch.every(({ value }) => readPath(value, mark) === undefined));
  if (missing.length === 0) return;
  throw new InputError(
    { file: batch[0]!.file, message: `is not laid out as ${name}: no row has ${missing.join(", ")}` },
    { hint: listColumns(new Set(batch.flatMap(({ value }) => Object.keys(value)))) },
  );
}

/** A row with a verdict of its own takes none from another file. */
function withoutVerdicts(other: Row, own: Row, { verdicts }: ComparisonLayout): Row {
  const columns = verdicts.flatMap(pathsOfVerdict);
  if (!columns.some((path) => readPath(own, path) !== undefined)) return other;
  return Object.fromEntries(Object.entries(other).filter(([name]) => !columns.includes(name)));
}

interface Joined {
  readonly columns: Map<string, Row>;
  /** Outputs, by id and model. */
  readonly answers: Map<string, string>;
}

const answerKey = (id: string, model: unknown) => JSON.stringify([id, model]);

async function addFile(file: string, { columns, answers }: Joined): Promise<void> {
  const opened = await openItems(file, { asksOnly: false });
  const isRead = "layout" in opened.choice && opened.choice.layout !== null;
  for await (const batch of isRead ? opened.rows() : readRows(file)) {
    for (const { value, row } of batch) {
      const id = value.id ?? value.idx ?? value.question_id ?? value.uid ?? value.instance_id;
      if (id === undefined) throw new InputError({ file, row, message: "has no id to be joined by" });
      const { output, generator, ...rest } = value;
      const key = String(id);
      if (output === undefined || output === null) columns.set(key, { ...columns.get(key), ...rest });
      else {
        answers.set(answerKey(key, generator), textOfAnswer(output));
        const { instruction, messages } = rest;
        if (typeof instruction === "string") columns.set(key, { instruction, ...columns.get(key) });
        else if (messages !== undefined && !columns.has(key)) columns.set(key, { messages });
      }
    }
  }
}

/** Of several turns the last. */
function textOfAnswer(output: unknown): string {
  const answer = asAnswer(output);
  return typeof answer === "string" ? answer : String([answer].flat(2).at(-1));
}

function withAnswers(line: Record<string, unknown>, id: string, answers: Joined["answers"]) {
  if (answers.size === 0) return line;
  const sides = ([1, 2] as const).flatMap((side) => {
    const text = answers.get(answerKey(id, line[`generator_${side}`]));
    return text === undefined ? [] : [[`output_${side}`, text]];
  });
  return { ...Object.fromEntries(sides), ...line };
}
