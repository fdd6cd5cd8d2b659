// A row as somebody laid it out → the same row under the names of an outputs file: `instruction` or `messages`, `output`,
// `generator`, `id`. Columns that the layout does not use stay.

import { parseCell } from "../../core/item-identity.js";
import { columnOfPath, readPath } from "../wire/read-path.js";
import type { ItemLayout, Layout } from "./layout.js";

type Row = Readonly<Record<string, unknown>>;

interface Turn {
  readonly role: unknown;
  readonly content: unknown;
}

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The first of the paths that the row has, and what stands there. */
export function readFirst(row: Row, paths: string | string[]): { path: string; value: unknown } | null {
  for (const path of asList(paths)) {
    const value = readPath(row, path);
    if (value !== undefined) return { path, value };
  }
  return null;
}

/** A list that a table keeps as text; any other value as it is: answers and instructions in JSON are answers and instructions. */
export const readListedCell = (
  { path, value }: { readonly path: string; readonly value: unknown },
  { lists }: Pick<Layout, "lists">,
): unknown => (lists.includes(path) ? parseCell(value) : value);

/** The row under the names of an outputs file. An output that the row lacks is null. */
export function readItemRow(row: Row, layout: ItemLayout): Record<string, unknown> {
  const used = new Set(layout.drops);
  const found: Record<string, unknown> = {};
  for (const [target, paths] of Object.entries(layout.columns)) {
    const first = readFirst(row, paths);
    if (first === null) continue;
    used.add(columnOfPath(first.path, row));
    found[target] = readListedCell(first, layout);
  }
  const said = layout.conversation && readConversation(row, layout.conversation);
  if (said) {
    used.add(said.column);
    Object.assign(found, said.columns);
  }
  const rest = Object.entries(row).filter(([name]) => !used.has(name));
  const read: Record<string, unknown> = { ...Object.fromEntries(rest), ...found };
  if (isWithin(read.input, found.instruction ?? found.messages)) delete read.input;
  if (layout.holds === "questions") return withTurnsAsMessages(read);
  return { ...read, output: layout.hasTurns ? asAnswersOfTurns(read.output) : asAnswer(read.output) };
}

/** Whether what was asked, found elsewhere, holds the `input` already. */
const isWithin = (input: unknown, asked: unknown): boolean =>
  typeof asked === "string"
    ? typeof input === "string" && input !== "" && asked.includes(input)
    : Array.isArray(asked) && asked.some((turn) => isWithin(input, (turn as Turn).content));

/** The turns of a conversation; null where the row has none. */
export function readTurns(
  row: Row,
  { at, role, content }: NonNullable<ItemLayout["conversation"]>,
): { readonly column: string; readonly turns: readonly Turn[] } | null {
  const first = readFirst(row, at);
  const list = parseCell(first?.value);
  if (first === null || !Array.isArray(list) || list.length === 0) return null;
  const turns = list.map((turn: unknown) => {
    const each = (typeof turn === "object" && turn !== null ? turn : {}) as Row;
    return {
      role: nameRole(readFirst(each, role)?.value),
      content: plainText(readFirst(each, content)?.value),
    };
  });
  return { column: columnOfPath(first.path, row), turns };
}

function readConversation(row: Row, conversation: NonNullable<ItemLayout["conversation"]>) {
  const read = readTurns(row, conversation);
  if (read === null) return null;
  const { column, turns } = read;
  const last = turns.at(-1)!;
  const asked = (last.role === "assistant" ? turns.slice(0, -1) : turns).filter(
    (turn) => turn.role !== "system" || turn.content !== "",
  );
  const answer = last.role === "assistant" ? { output: last.content } : {};
  const [only] = asked;
  const isPlain = asked.length === 1 && only!.role === "user" && typeof only!.content === "string";
  return {
    column,
    columns: { ...(isPlain ? { instruction: only!.content } : { messages: asked }), ...answer },
  };
}

const roles: Readonly<Record<string, string>> = {
  human: "user",
  prompter: "user",
  gpt: "assistant",
  chatgpt: "assistant",
  bot: "assistant",
  model: "assistant",
  ai: "assistant",
};

const nameRole = (role: unknown) =>
  typeof role === "string" ? (roles[role.toLowerCase()] ?? role.toLowerCase()) : role;

/** The text of a content that is given in parts; anything else as it is. */
function plainText(content: unknown): unknown {
  if (!Array.isArray(content) || content.length === 0) return content;
  const texts = content.map((part) => (part as { text?: unknown } | null)?.text);
  return texts.every((text) => typeof text === "string") ? texts.join("\n") : content;
}

/** One answer, or a list of several; a list of one is that one, and a message is its words. */
export function asAnswer(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { content, text, generated_text, response, output, completion } = value as Row;
    return plainText(content ?? text ?? generated_text ?? response ?? output ?? completion ?? value);
  }
  if (!Array.isArray(value) || modelsOf(value) !== null) return value;
  const answers = value.map(asAnswer);
  return answers.length === 1 ? answers[0] : answers;
}

/** Who gave each answer of a list, where each says it itself, and no two the same. */
export function modelsOf(answers: readonly unknown[]): string[] | null {
  const names = answers.map((answer) => {
    const { generator, model, model_name, model_id } = Object(answer) as Row;
    return generator ?? model ?? model_name ?? model_id;
  });
  const areAll = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  return areAll && names.length > 0 ? (names as string[]) : null;
}

/** What one answer says to each turn: `[[turn, …], …]`, an element a sample. */
function asAnswersOfTurns(value: unknown): unknown {
  if (!Array.isArray(value)) return null;
  return value.every(Array.isArray) ? value : [value];
}

/** The user's turns of a question. */
function withTurnsAsMessages({ turns, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(turns)) return rest;
  const [first] = turns;
  return turns.length === 1
    ? { ...rest, instruction: first }
    : { ...rest, messages: turns.map((content) => ({ role: "user", content })) };
}
