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
  text: string,
  completion: Completion,
  question: VerdictQuestion<Value>,
  shown: ShownTexts,
): FoundVerdict<Value> {
  if (text.trim() === "") return none("the reply is nothing but thinking");
  const decisive = choose(findMarks(text, question, shown), text);
  if (decisive === null) return none(describeNone(completion, question.menu));
  if (decisive === "contradiction") {
    return none("verdicts that contradict each other, each in code, in quotation marks or in a shown text");
  }
  if (decisive.isCut) return none("the reply ends inside a JSON object");
  if (decisive.value === undefined) {
    return none(`the verdict ${JSON.stringify(decisive.raw)} is not on the menu (${question.menu})`);
  }
  if (completion.finishReason === "length" && text.slice(decisive.end).trim() !== "") {
    return none("the reply was cut by its length limit before it ended with a verdict");
  }
  const explanation = decisive.explanation ?? (text.slice(0, decisive.start).trim() || null);
  return { found: true, value: decisive.value, raw: decisive.raw, explanation };
}

/** The last plain verdict; failing that a doubtful one. A doubtful one that contradicts the rest leaves none. */
function choose<Value>(marks: readonly Mark<Value>[], text: string): Mark<Value> | "contradiction" | null {
  const says = ({ value, raw }: Mark<Value>) => JSON.stringify(value ?? raw);
  const plain = marks.filter(({ doubt }) => doubt === null).at(-1);
  const shownAtEnd = marks.filter(({ doubt, end }) => doubt === "shown" && isAtEnd(text, end)).at(-1);
  if (plain !== undefined) {
    return shownAtEnd === undefined || says(shownAtEnd) === says(plain) ? plain : "contradiction";
  }
  const doubtful = marks.filter(({ doubt }) => doubt !== "shown" && doubt !== "quotation").at(-1);
  const chosen = shownAtEnd ?? doubtful;
  if (chosen === undefined) return null;
  return marks.every((mark) => says(mark) === says(chosen)) ? chosen : "contradiction";
}

function describeNone({ finishReason, cutAtTokens }: Completion, menu: string): string {
  if (finishReason !== "length") return `no verdict on a line of its own (${menu})`;
  const at = cutAtTokens === undefined ? "" : ` at ${cutAtTokens} tokens`;
  return `the reply was cut${at}, by its limit of tokens, before a verdict (${menu}; --max-tokens N gives it more room)`;
}

function isAtEnd(text: string, end: number): boolean {
  return /^[\s`~*_"”]*$/.test(text.slice(end));
}

function none(detail: string): { found: false; detail: string } {
  return { found: false, detail };
}
