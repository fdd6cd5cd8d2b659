// Every place in a reply that could be its verdict, with what makes it doubtful: lines that are nothing but a
// verdict, and JSON objects that hold one.

import { isLeadIn, type VerdictNoun } from "./lead-in.js";
import { type FoundLiteral, findLiterals } from "./read-literal.js";
import type { ShownTexts } from "./shown-texts.js";
import { readVerdictLine, stripMarkup, type VerdictLine } from "./verdict-line.js";
import type { VerdictQuestion } from "./verdict-question.js";

/**
 * Why a mark may not be the judge's own verdict: it is a quotation for certain; it stands in code, in quotation
 * marks, or bare where more follows (it could be a heading); or the judge was shown the same, and it may be that the sentence
 * above runs on into it ("Answer A ends with").
 */
export type Doubt = "quotation" | "code" | "quoted" | "bare" | "shown" | "run-on";

export interface Mark<Value> {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  /** Undefined = not on the menu. */
  readonly value: Value | undefined;
  readonly doubt: Doubt | null;
  /** A JSON object that the reply's end cuts short. */
  readonly isCut: boolean;
  readonly explanation: string | null;
}

interface Line {
  readonly start: number;
  readonly text: string;
  readonly isLast: boolean;
  readonly isCode: boolean;
  /** The line above it that holds a letter; empty for the first. */
  readonly before: string;
}

/** The marks of a reply from left to right. */
export function findMarks<Value>(
  text: string,
  question: VerdictQuestion<Value>,
  shown: ShownTexts,
): Mark<Value>[] {
  const { whole, cutAt } = findLiterals(text);
  const objects = whole.filter(({ value }) => !Array.isArray(value));
  const isInside = (at: number) =>
    at >= (cutAt ?? text.length) || objects.some(({ start, end }) => start <= at && at < end);
  const lines = linesOf(text).filter((line) => !isInside(line.start + line.text.search(/\S/)));
  const marks = [
    ...objects.flatMap((object) => markOfObject(text, object, question, shown)),
    ...lines.flatMap((line) => markOfLine(line, question, shown)),
    ...(cutAt === null ? [] : [cutObject(text, cutAt)]),
  ];
  return marks.sort((a, b) => a.start - b.start);
}

const explanationKeys = /^(explanation|reasoning|reason|rationale|analysis|concise_explanation|thoughts?)$/i;

function markOfObject<Value>(
  text: string,
  { start, end, value }: FoundLiteral,
  question: VerdictQuestion<Value>,
  shown: ShownTexts,
): Mark<Value>[] {
  const members = value as Record<string, unknown>;
  const read = question.readObject(members);
  if (read === null) return [];
  const raw = text.slice(start, end);
  const explained = Object.entries(members).find(([key]) => explanationKeys.test(key))?.[1];
  const explanation = typeof explained === "string" ? explained : null;
  const isBlockquote = lineAt(text, start).trimStart().startsWith(">");
  const before = linesOf(`${text.slice(Math.max(0, start - 1000), start)}\n{`).at(-1)!.before;
  const doubt = isBlockquote
    ? "quotation"
    : shown.hasLiteral(raw, value)
      ? doubtOfShown(before, question.noun)
      : null;
  return [{ start, end, raw, value: read, doubt, isCut: false, explanation }];
}

function markOfLine<Value>(line: Line, question: VerdictQuestion<Value>, shown: ShownTexts): Mark<Value>[] {
  const isBlockquote = /^\s*>/.test(line.text);
  const found = readVerdictLine(isBlockquote ? line.text.replace(/^[\s>]+/, "") : line.text, question.noun);
  if (found === null) return [];
  const value = question.read(found.raw);
  if (value === undefined && !isVerdictAnyway(found)) return [];
  const end = line.start + line.text.length;
  const doubt = isBlockquote ? "quotation" : doubtOf(line, found, question.noun, shown);
  return [{ start: line.start, end, raw: found.raw, value, doubt, isCut: false, explanation: null }];
}

/** Off the menu and yet a verdict: in the marks that were asked for, or a word or two after a lead-in. */
function isVerdictAnyway({ form, raw }: VerdictLine): boolean {
  return form === "marked" || (form === "announced" && raw.length <= 24 && raw.split(/\s+/).length <= 3);
}

function doubtOf(line: Line, found: VerdictLine, noun: VerdictNoun, shown: ShownTexts): Doubt | null {
  const text = stripMarkup(line.text);
  const isShown =
    found.form === "bare"
      ? shown.hasLine(line.text)
      : shown.hasSnippet(text) || (found.form === "announced" && shown.hasAnnounced(found.raw));
  if (isShown) {
    const before = stripMarkup(line.before);
    return before.endsWith(":") && !isLeadIn(before, noun) ? "quotation" : doubtOfShown(line.before, noun);
  }
  if (line.isCode) return "code";
  if (found.isQuoted) return "quoted";
  return found.form === "bare" && !line.isLast ? "bare" : null;
}

/** A sentence that does not end above a shown verdict may quote it. Headings and items of lists seldom end with a full stop. */
function doubtOfShown(before: string, noun: VerdictNoun): "shown" | "run-on" {
  const isSentence =
    !/^\s*(?:[-+*•#>|]|\d+[.)])\s|^\s*(?:\*\*|__).*(?:\*\*|__)\s*$/.test(before) &&
    (before.match(/\p{L}/gu)?.length ?? 0) >= 6 &&
    readVerdictLine(before, noun)?.form === "bare" &&
    !isLeadIn(stripMarkup(before), noun);
  return isSentence && !/[.!?。！？…][\s"'”’»)*_`\]]*$/.test(before) ? "run-on" : "shown";
}

/** A reply that stops inside an object has not said its last word. */
function cutObject(text: string, start: number): Mark<never> {
  const raw = text.slice(start);
  return { start, end: text.length, raw, value: undefined, doubt: null, isCut: true, explanation: null };
}

function linesOf(text: string): Line[] {
  const all: { start: number; text: string; isCode: boolean }[] = [];
  let start = 0;
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^\s*(?:>\s*)?(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    const isFence = mark !== null && (fence === null || mark.startsWith(fence));
    if (!isFence && line.trim() !== "") all.push({ start, text: line, isCode: fence !== null });
    if (isFence) fence = fence === null ? mark : null;
    start += line.length + 1;
  }
  let before = "";
  return all.map((line, i) => {
    const each = { ...line, isLast: i === all.length - 1, before };
    if (/\p{L}/u.test(line.text)) before = line.text;
    return each;
  });
}

function lineAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1, at + 1);
}
