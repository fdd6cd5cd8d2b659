// One parsed row of an outputs file → instruction, output and generator, or what is wrong with the row.
import type { InputProblem } from "../core/errors.js";
import { furtherFields, itemText } from "../core/item-identity.js";
import { conversationText, turnsOf } from "./conversation-text.js";
import type { ModelOutput } from "./pair.js";

/** A parsed row and where it stands. */
export interface OutputRow {
  readonly file: string;
  /** 1-based, as people count. */
  readonly row: number;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** An output and the row it came from. */
export interface Item extends ModelOutput {
  readonly file: string;
  readonly row: number;
}

/** An item of which the further item fields have not had their say: without an id column, its instruction has no id yet. */
export interface ItemRow extends Item {
  readonly further: string | null;
}

export interface ItemReading {
  /** The column that identifies an item; null = the instruction's text does. */
  readonly idColumn: string | null;
  /** Wins over the `generator` column; null = the column decides. */
  readonly generator: string | null;
  /** Where neither says who answered (the file's name). */
  readonly fallbackGenerator: string;
  /** Columns that are part of what was asked, beside the usual ones. */
  readonly itemFields?: readonly string[] | undefined;
}

// `generation` is what `lceval generate` notes of each answer: no part of what was asked
const ownColumns = new Set(["instruction", "output", "generator", "generation"]);

/** The item of a row, or everything that is wrong with it. */
export function readItem(source: OutputRow, how: ItemReading): ItemRow | InputProblem[] {
  const { columns, file, row } = source;
  const problem = (field: string, message: string): InputProblem => ({ file, row, field, message });
  const stated = instructionText(columns);
  const output = answerText(columns.output);
  const id = how.idColumn === null ? undefined : columns[how.idColumn];
  const problems: InputProblem[] = [];
  if (stated === null) {
    problems.push(problem("instruction", "must be a text, or messages an array of {role, content}"));
  }
  if (typeof output !== "string") {
    problems.push(problem("output", `must be a text, found ${describe(columns.output)}`));
  }
  if (how.idColumn !== null && !isId(id)) {
    problems.push(problem(how.idColumn, `must be a text or a number to match by, found ${describe(id)}`));
  }
  if (stated === null || typeof output !== "string" || problems.length > 0) return problems;
  const text = itemText(stated, columns.input);
  const instruction = { id: isId(id) ? String(id) : "", text, stated, fields: fieldsOf(columns) };
  const further = furtherFields(columns, how.itemFields);
  return { instruction, generator: generatorOf(columns, how), output, file, row, further };
}

/** An answer that is only a number, or true, was read as that by whoever wrote the file. */
const answerText = (output: unknown): unknown =>
  typeof output === "number" || typeof output === "boolean" ? String(output) : output;

function instructionText({ instruction, messages }: OutputRow["columns"]): string | null {
  if (typeof instruction === "string") return instruction;
  const turns = turnsOf(instruction) ?? turnsOf(messages);
  return turns && conversationText(turns);
}

function fieldsOf(columns: OutputRow["columns"]): Record<string, unknown> {
  const fields = Object.entries(columns).filter(([name]) => !ownColumns.has(name));
  const turns = turnsOf(columns.instruction);
  return Object.fromEntries(turns === null ? fields : [...fields, ["messages", turns]]);
}

function generatorOf({ generator }: OutputRow["columns"], how: ItemReading): string {
  if (how.generator !== null) return how.generator;
  return typeof generator === "string" && generator !== "" ? generator : how.fallbackGenerator;
}

function isId(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}
