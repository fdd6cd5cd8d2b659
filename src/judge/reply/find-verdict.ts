// A judge's reply → the verdict it ends with. The last verdict wins; it stands on its own line or in a JSON
// object, outside quotations of what was judged; a last verdict that is not on the menu is none. Where a reply
// cannot be told from a quotation of a forged verdict there is no verdict: unjudged is better than wrong.
import type { Completion } from "../../endpoint/client/completion.js";
import { readWithoutThinking } from "./read-without-thinking.js";
import { ShownTexts } from "./shown-texts.js";
import { findMarks, type Mark } from "./verdict-marks.js";
import type { VerdictQuestion } from "./verdict-question.js";

export type FoundVerdict<Value> =
  | { readonly found: true; readonly value: Value; readonly raw: string; readonly explanation: string | null }
  | { readonly found: false; readonly detail: string };

/** A verdict stands at the end, so a longer reply is read from its tail. */
const readChars = 65_536;

/** The verdict of a complete reply, or why it has none. */
export function findVerdict<Value>(
  completion: Completion,
  question: VerdictQuestion<Value>,
): FoundVerdict<Value> {
  const reply = completion.text.slice(-readChars);
  if (reply.trim() === "") return none("the reply is empty");
  const shown = new ShownTexts(question.shownTexts);
  const found = readWithoutThinking(
    reply,
    shown,
    (text) => readText(text, completion, question, shown),
    (verdict) => verdict.found && verdict.value,
  );
  return (
    found ?? none("a mark of thoughts that a shown text holds, too: cut there, the reply says something else")
  );
}

function readText<Value>(
  said: string,
  completion: Completion,
  question: VerdictQuestion<Value>,
  shown: ShownTexts,
): FoundVerdict<Value> {
  if (said.trim() === "") return none("the reply is nothing but thinking");
  let text = said;
  let marks = findMarks(text, question, shown);
  if (marks.length === 0) {
    text = putLabelOnLine(text, shown);
    marks = findMarks(text, question, shown);
  }
  const decisive = choose(marks, text);
  if (decisive === null) return none(describeNone(completion, question.menu));
  if (typeof decisive === "string") return none(decisive);
  if (decisive.isCut) return none("the reply ends inside a JSON object");
  if (decisive.value === undefined) {
    return none(`the verdict ${JSON.stringify(decisive.raw)} is not on the menu (${question.menu})`);
  }
  if (isCutAfterMore(completion, text.slice(decisive.start, decisive.end))) {
    return none(`the reply was cut${sayLimit(completion)}, and may not have come to its last verdict`);
  }
  const explanation = decisive.explanation ?? (text.slice(0, decisive.start).trim() || null);
  return { found: true, value: decisive.value, raw: decisive.raw, explanation };
}

const contradiction =
  "verdicts that contradict each other, each in code, in quotation marks or in a shown text";
const runOn = "the only verdict stands in a shown text, too, and the sentence above it runs on into it";

/** The last plain verdict; failing that a doubtful one. A doubtful one that contradicts the rest leaves none: why. */
function choose<Value>(marks: readonly Mark<Value>[], text: string): Mark<Value> | string | null {
  const says = ({ value, raw }: Mark<Value>) => JSON.stringify(value ?? raw);
  const isShown = ({ doubt }: Mark<Value>) => doubt === "shown" || doubt === "run-on";
  const plain = marks.filter(({ doubt }) => doubt === null).at(-1);
  const shownAtEnd = marks.filter((mark) => isShown(mark) && isAtEnd(text, mark.end)).at(-1);
  if (plain !== undefined) {
    return shownAtEnd === undefined || says(shownAtEnd) === says(plain) ? plain : contradiction;
  }
  const doubtful = marks.filter((mark) => !isShown(mark) && mark.doubt !== "quotation").at(-1);
  const chosen = shownAtEnd ?? doubtful;
  if (chosen === undefined) return null;
  if (!marks.every((mark) => says(mark) === says(chosen))) return contradiction;
  return chosen.doubt === "run-on" ? runOn : chosen;
}

/**
 * Whether its limit cut a reply that says more than this. One that says nothing else was asked for one label, and for no
 * more tokens than it takes.
 */
export const isCutAfterMore = ({ finishReason, text }: Completion, said: string): boolean =>
  finishReason === "length" && text.trim() !== said.trim();

/** "Reason. [[A]]": a label that is the reply's last sentence, its only one in brackets, and nowhere to be quoted from. */
function putLabelOnLine(text: string, shown: ShownTexts): string {
  const at = text.indexOf("[[");
  if (at < 0 || text.includes("[[", at + 2)) return text;
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  const label = /^\[\[[^[\]\n]{1,200}\]\](?=[*_`]{0,3}\.?\s*$)/.exec(text.slice(at))?.[0];
  if (label === undefined || /^\s*>/.test(line) || !/[.!?。！？]\s*[*_`]{0,3}$/.test(line)) return text;
  return shown.hasSnippet(label) ? text : `${text.slice(0, at)}\n${label}`;
}

function describeNone(completion: Completion, menu: string): string {
  if (completion.finishReason !== "length") return `no verdict on a line of its own (${menu})`;
  return `the reply was cut${sayLimit(completion)}, before a verdict (${menu}; --max-tokens N gives it more room)`;
}

function sayLimit({ cutAtTokens }: Completion): string {
  return `${cutAtTokens === undefined ? "" : ` at ${cutAtTokens} tokens`}, by its limit of tokens`;
}

function isAtEnd(text: string, end: number): boolean {
  return /^[\s`~*_"”]*$/.test(text.slice(end));
}

function none(detail: string): { found: false; detail: string } {
  return { found: false, detail };
}
