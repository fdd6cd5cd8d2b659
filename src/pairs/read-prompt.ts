// One parsed row of an instructions file → what a model is asked, or what is wrong with the row. A conversation in which
// the user speaks several times in a row asks for several answers, each given with the earlier ones before it.
import type { InputProblem } from "../core/errors.js";
import { sha256OfParts } from "../core/hash.js";
import { furtherFields, itemText } from "../core/item-identity.js";
import { conversationText, type Turn, turnsOf } from "./conversation-text.js";
import type { OutputRow } from "./read-item.js";

/** What one row asks for. */
export interface Prompt {
  /** What `ItemIds` gives, or the value of the id column. */
  readonly id: string;
  /** The item's text: the instruction, with a non-empty `input` after it. */
  readonly text: string;
  /** The instruction as the file states it, without the input. */
  readonly stated: string;
  readonly further: string | null;
  readonly turns: readonly Turn[];
  /** Ends (exclusive) of the parts of `turns` that are to be answered, in order; one for a plain instruction. */
  readonly steps: readonly number[];
  /** Every further column. */
  readonly columns: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly row: number;
}

/** What a model's outputs file says itself. */
const writtenColumns = new Set(["instruction", "output", "generator", "generation"]);

export function readPrompt(
  { columns, file, row }: OutputRow,
  idColumn: string | null,
): Prompt | InputProblem[] {
  const problem = (field: string, message: string): InputProblem[] => [{ file, row, field, message }];
  const turns = turnsOf(columns.messages) ?? turnsOf(columns.instruction);
  const { instruction } = columns;
  if (turns === null && typeof instruction !== "string")
    return problem("instruction", "must be a text, or messages an array of {role, content}");
  const id = idColumn === null ? undefined : columns[idColumn];
  if (idColumn !== null && typeof id !== "string" && typeof id !== "number")
    return problem(idColumn, "must be a text or a number to tell the instructions apart by");
  const asked = askedTurns(turns ?? [{ role: "user", content: instruction as string }], columns.input);
  const strange = asked.find(({ role }) => !["system", "user", "assistant"].includes(role));
  if (strange)
    return problem("messages", `has the role "${strange.role}"; known are system, user, assistant`);
  if (asked.at(-1)!.role !== "user") return problem("messages", "must end with a message of the user");
  const stated = typeof instruction === "string" ? instruction : conversationText(turns!);
  const others = Object.entries(columns).filter(([name]) => !writtenColumns.has(name));
  return {
    id: id === undefined ? "" : String(id),
    text: itemText(stated, columns.input),
    stated,
    further: furtherFields(columns),
    turns: asked,
    steps: asked.flatMap(({ role }, i) =>
      role === "user" && asked[i + 1]?.role !== "assistant" ? [i + 1] : [],
    ),
    columns: Object.fromEntries(others),
    file,
    row,
  };
}

/** The turns with a non-empty `input` at the end of the last. */
const askedTurns = (turns: readonly Turn[], input: unknown): Turn[] =>
  turns.map((turn, i) =>
    i === turns.length - 1 ? { ...turn, content: itemText(turn.content, input) } : turn,
  );

/** What tells one answer asked for from all others: the prompt's id, its whole conversation, and which answer it is. */
export function promptKey({ id, turns }: Prompt, step: number): string {
  return sha256OfParts([id, JSON.stringify(turns), String(step)]);
}

/** The conversation of one step, with the answers to the earlier ones put in after them. */
export function conversationOf({ turns, steps }: Prompt, step: number, answers: readonly string[]): Turn[] {
  const asked: Turn[] = [];
  let from = 0;
  for (let i = 0; i <= step; i++) {
    asked.push(...turns.slice(from, steps[i]));
    from = steps[i]!;
    if (i < step) asked.push({ role: "assistant", content: answers[i]! });
  }
  return asked;
}
