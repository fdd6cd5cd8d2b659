// A row of somebody's pairwise judgements → annotation lines, one a verdict: both orders, every annotator.
import type { InputProblem } from "../../core/errors.js";
import { parseCell } from "../../core/item-identity.js";
import { quoteValue } from "../../core/quote-value.js";
import { readNumber } from "../rows/read-number.js";
import { isNoVerdict } from "../wire/annotation-values.js";
import { columnOfPath, readPath } from "../wire/read-path.js";
import { type ComparisonLayout, pathsOfVerdict } from "./layout.js";
import { readFirst, readListedCell } from "./read-item-row.js";

type Row = Readonly<Record<string, unknown>>;
type Line = Record<string, unknown>;

interface FoundVerdict {
  readonly word: string;
  /** P(the second is better); null is no verdict, undefined a word that the layout does not know. */
  readonly preference: number | null | undefined;
}

/** The lines of a row, or what is wrong with it; `problem` gives it its place. */
export function readComparisonRow(
  row: Row,
  layout: ComparisonLayout,
  problem: (field: string, message: string) => InputProblem,
): Line[] | InputProblem {
  const { item, rest } = readSides(row, layout);
  const lines: Line[] = [];
  for (const verdict of layout.verdicts) {
    const { at, oneOf, higherOf } = verdict;
    const found = oneOf
      ? readOneOf(row, oneOf)
      : higherOf
        ? readHigher(row, higherOf)
        : readWord(row, at!, layout.words);
    if (found === null) continue;
    const where = at ? [at].flat()[0]! : pathsOfVerdict(verdict).join(", ");
    if (found.preference === undefined)
      return problem(
        where,
        `is ${quoteValue(found.word)}; known are ${Object.keys(layout.words).join(", ")}`,
      );
    const isTurned = layout.wordsName === "slots" && verdict.order === "model-first";
    const second = found.preference;
    lines.push({
      ...rest,
      ...item,
      ...(verdict.annotator !== undefined && { annotator: verdict.annotator }),
      preference: second === null ? null : 1 + (isTurned ? 1 - second : second),
      ...(verdict.order !== undefined && { order: verdict.order }),
      raw_label: found.word,
    });
  }
  return lines.length > 0 ? lines : problem([layout.verdicts[0]!.at ?? ""].flat()[0]!, "holds no verdict");
}

function readSides(row: Row, layout: ComparisonLayout) {
  const used = new Set([...layout.drops, ...Object.values(layout.conversations)]);
  const item: Line = { ...layout.constants };
  for (const [target, paths] of Object.entries(layout.columns)) {
    const first = readFirst(row, paths);
    if (first === null) continue;
    used.add(columnOfPath(first.path, row));
    item[target] = textOf(target, readListedCell(first, layout));
  }
  for (const path of layout.verdicts.flatMap(pathsOfVerdict)) used.add(columnOfPath(path, row));
  if (layout.models) {
    const { at, between } = layout.models;
    [item.generator_1, item.generator_2] = String(row[at]).split(between, 2);
  }
  Object.assign(item, readConversations(row, layout.conversations));
  nameItem(item, row);
  return { item, rest: Object.fromEntries(Object.entries(row).filter(([name]) => !used.has(name))) };
}

/** The item's id is that of its text, where the file has one; a turn of a conversation is an item of its own. */
function nameItem(item: Line, { turn }: Row): void {
  const { id } = item;
  delete item.id;
  if (typeof item.instruction !== "string" && id !== undefined)
    item.instruction_id = turn === undefined ? String(id) : `${id}/${turn}`;
}

const isTextual = /^(instruction|output_[12])$/;
const isName = /^(generator_[12]|annotator)$/;

/** Several turns as one text; a judge of several parts as one name. */
function textOf(target: string, value: unknown): unknown {
  if (isName.test(target)) return Array.isArray(value) ? value.join("/") : String(value);
  if (!isTextual.test(target)) return value;
  // an answer that is only true, or a number, was read as that by whoever wrote the file
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (!Array.isArray(value)) return value;
  return value.length === 1
    ? value[0]
    : value.map((turn) => `[${target === "instruction" ? "user" : "assistant"}]\n${turn}`).join("\n\n");
}

/** What was asked and what each side said, of conversations `[{role, content}, …]`, up to the row's turn. */
function readConversations(row: Row, columns: Readonly<Record<string, string>>): Line {
  const found: Line = {};
  const turns = typeof row.turn === "number" ? row.turn : Number.POSITIVE_INFINITY;
  for (const [target, column] of Object.entries(columns)) {
    const list = parseCell(row[column]);
    if (!Array.isArray(list)) continue;
    const said = (role: string) =>
      list
        .filter((turn) => (turn as Row).role === role)
        .slice(0, turns)
        .map((turn) => plainText((turn as Row).content));
    found.instruction ??= textOf("instruction", said("user"));
    found[target] = textOf(target, said("assistant"));
  }
  return found;
}

const plainText = (content: unknown) =>
  Array.isArray(content) ? content.map((part) => (part as Row)?.text ?? "").join("\n") : content;

function readWord(row: Row, paths: string | string[], words: ComparisonLayout["words"]): FoundVerdict | null {
  const first = readFirst(row, paths);
  if (first === null) return null;
  const word = String(first.value ?? "").trim();
  const known = Object.keys(words).find((each) => each.toLowerCase() === word.toLowerCase());
  if (known !== undefined) return { word, preference: words[known]! };
  return isNoVerdict(word) ? { word: "", preference: null } : { word, preference: undefined };
}

function readHigher(row: Row, [first, second]: readonly [string, string]): FoundVerdict | null {
  const values = [readPath(row, first), readPath(row, second)];
  if (values.every((value) => value === undefined)) return null;
  const word = values.join(" : ");
  if (values.some((value) => value === undefined || isNoVerdict(String(value ?? ""))))
    return { word, preference: null };
  const [a, b] = values.map(readNumber);
  return { word, preference: a === undefined || b === undefined ? undefined : (Math.sign(b - a) + 1) / 2 };
}

function readOneOf(row: Row, columns: Readonly<Record<string, number | null>>): FoundVerdict | null {
  const set = Object.keys(columns).filter((path) => Number(readPath(row, path)) === 1);
  if (Object.keys(columns).every((path) => readPath(row, path) === undefined)) return null;
  return { word: set.join("+"), preference: set.length === 1 ? columns[set[0]!]! : undefined };
}
