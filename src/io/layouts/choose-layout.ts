// The first rows of a file of outputs → the layout that reads them, where all rows are alike and one layout alone fits.

import { parseCell } from "../../core/item-identity.js";
import type { LocatedRow } from "../rows/located-row.js";
import { readPath } from "../wire/read-path.js";
import { allLayouts, type ItemLayout } from "./layout.js";
import { readFirst, readTurns } from "./read-item-row.js";

type Row = Readonly<Record<string, unknown>>;

/** What the rows fit: one layout (null: they have the names of an outputs file already), none, or several. */
export type LayoutChoice =
  | { readonly layout: ItemLayout | null }
  | { readonly couldBe: readonly ItemLayout[] };

/** @param asksOnly the file is to hold questions, so nobody looks for answers */
export function chooseLayout(batch: readonly LocatedRow[], asksOnly: boolean): LayoutChoice {
  const rows = batch.map(({ value }) => value);
  if (rows.every((row) => isPlain(row, asksOnly))) return { layout: null };
  const fitting = allLayouts()
    .filter((layout) => layout.holds !== "comparisons")
    .flatMap((layout) => readingsOf(layout, rows, asksOnly));
  const most = Math.max(0, ...fitting.map(({ marks }) => marks.length));
  const candidates = fitting.filter(({ marks }) => marks.length === most);
  const outputs = asksOnly ? [] : candidates.filter(({ holds }) => holds === "outputs");
  const best = outputs.length > 0 ? outputs : candidates;
  return best.length === 1 ? { layout: best[0]! } : { couldBe: best };
}

const isText = (value: unknown) => typeof value === "string" || value === null || Array.isArray(value);
/** A number or a truth is an answer where no column of texts holds them. */
const isAnswer = (value: unknown) => isText(value) || typeof value === "number" || typeof value === "boolean";
/** A text, or turns that wait for an answer. */
function isAsked(value: unknown): boolean {
  const turns = parseCell(value);
  if (!Array.isArray(turns)) return typeof value === "string";
  return (turns.at(-1) as { role?: unknown } | undefined)?.role !== "assistant";
}

const isPlain = (row: Row, asksOnly: boolean): boolean =>
  asksOnly
    ? isAsked(row.instruction) || isAsked(row.messages)
    : Object.hasOwn(row, "output") &&
      isAnswer(row.output) &&
      (isAsked(row.instruction) || Array.isArray(parseCell(row.messages)));

/** The layout as it reads these rows, or the several ways in which it could; none where it does not fit. */
function readingsOf(layout: ItemLayout, rows: readonly Row[], asksOnly: boolean): ItemLayout[] {
  const { marks, conversation, columns } = layout;
  if (!rows.every((row) => marks.every((mark) => readPath(row, mark) !== undefined))) return [];
  const isAnswered = columns.output !== undefined && has(rows, columns.output);
  if (conversation) {
    const needsNoAnswer = asksOnly || layout.holds === "questions" || isAnswered;
    const isWhole = rows.every((row) => {
      const turns = readTurns(row, conversation)?.turns;
      return turns && (needsNoAnswer || turns.at(-1)!.role === "assistant");
    });
    const isPlainText = columns.instruction !== undefined && has(rows, columns.instruction);
    return isWhole || isPlainText ? [layout] : [];
  }
  if (layout.ignoresCase) return nameColumns(layout, rows, asksOnly);
  return columns.output === undefined || asksOnly || isAnswered ? [layout] : [];
}

const has = (rows: readonly Row[], paths: string | string[]) => rows.some((row) => readFirst(row, paths));

/** Every way to read the rows by names alone: one where each thing has one name. */
function nameColumns(layout: ItemLayout, rows: readonly Row[], asksOnly: boolean): ItemLayout[] {
  const present = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const namesOf = (target: string, isValue: (value: unknown) => boolean) => {
    const found = [layout.columns[target]!]
      .flat()
      .flatMap((name) =>
        present.filter(
          (column) =>
            plainName(column) === name &&
            rows.every((row) => row[column] === undefined || isValue(row[column])) &&
            rows.some((row) => row[column] !== undefined && row[column] !== null),
        ),
      );
    // the name of an outputs file itself goes before all others
    return found.includes(target) ? [target] : found;
  };
  const asked = namesOf("instruction", (value) => value === null || isAsked(value));
  // `input` is what an instruction is about, unless there is no instruction, or only a word for its kind
  const told = asked.filter((name) => name.toLowerCase() !== "input");
  const isProse = (name: string) => rows.some((row) => /\S\s+\S/.test(String(row[name])));
  const instructions = told.some(isProse) ? told : asked;
  const texts = namesOf("output", (value) => isText(asText(value)));
  const answers = texts.length > 0 ? texts : namesOf("output", (value) => isAnswer(asText(value)));
  // what is no answer in the column of that very name is said where it stands
  const outputs = present.includes("output") ? ["output"] : answers;
  const isName = (value: unknown) => value === null || typeof value === "string";
  const [generators, systems] = [namesOf("generator", isName), namesOf("system", isName)];
  const ids = namesOf("id", () => true);
  const isTold = instructions.length > 0 || ids.length > 0;
  if (
    !isTold ||
    (outputs.length === 0 && instructions.length === 0) ||
    (outputs.length === 0 && !asksOnly && ids.length === 0)
  )
    return [];
  const holds = outputs.length === 0 || asksOnly ? ("questions" as const) : ("outputs" as const);
  return (instructions.length > 0 ? instructions : [null]).flatMap((instruction) =>
    (holds === "questions" ? [null] : outputs).map((output) => ({
      ...layout,
      holds,
      columns: Object.fromEntries(
        Object.entries({
          instruction,
          output,
          generator: generators[0],
          id: ids[0],
          system: systems[0],
        }).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      ),
    })),
  );
}

/** `User Prompt`, `userPrompt` and `USER-PROMPT` to `user_prompt`. */
const plainName = (column: string) =>
  column
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replaceAll(/[\s-]/g, "_")
    .toLowerCase();

/** A message in place of a text is its words. */
const asText = (value: unknown) =>
  typeof value === "object" && value !== null && "content" in value ? "" : value;
