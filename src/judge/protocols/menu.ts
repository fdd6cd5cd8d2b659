// The closed set of verdicts that a prompt offers, each with what it stands for, as a question to `findVerdict`.
import type { Completion } from "../../endpoint/client/completion.js";
import { failed, type ShownReading, type ShownVerdict } from "../reading.js";
import { type FoundVerdict, findVerdict } from "../reply/find-verdict.js";
import type { VerdictQuestion } from "../reply/verdict-question.js";

/** Members of a JSON verdict that may hold it, the first present one counts. */
const jsonKeys = ["verdict", "winner", "preference", "decision", "judgment", "judgement", "choice", "label"];
const titles = /^(?:the\s+)?(?:answer|assistant|response|output|option|model|candidate)\s+/i;

/** The question whose answers are the keys of `values`. Case counts only where two keys differ by nothing else. */
export function menuQuestion<Value>(
  values: ReadonlyMap<string, Value>,
  shownTexts: readonly string[],
): VerdictQuestion<Value> {
  const folded = new Map([...values].map(([label, value]) => [fold(label), value]));
  const isCaseSensitive = folded.size < values.size;
  const exact = new Map([...values].map(([label, value]) => [tidy(label), value]));
  const lookUp = (text: string) => (isCaseSensitive ? exact.get(tidy(text)) : folded.get(fold(text)));
  const read = (raw: string) => lookUp(raw) ?? lookUp(raw.replace(titles, ""));
  return {
    read,
    readObject: (members) => {
      const held = memberOf(members, jsonKeys);
      if (held === undefined) return null;
      return typeof held === "string" ? read(held.replace(/^\[\[(.*)\]\]$/, "$1")) : undefined;
    },
    menu: [...values.keys()].map((label) => JSON.stringify(label)).join(", "),
    noun: "choice",
    shownTexts,
  };
}

/** A label of the menu and what it stands for: P(first shown is better), or a value of one's own. */
export interface Choice<Value = number> {
  readonly label: string;
  readonly value: Value;
}

/** The menu that `menuQuestion` takes, from labels and their values. */
export function menuOf<Value>(
  values: readonly (readonly [string, Value])[],
): ReadonlyMap<string, Choice<Value>> {
  return new Map(values.map(([label, value]) => [label, { label, value }]));
}

/** Reads a reply against a menu of values P(first shown is better). */
export function readMenu(
  completion: Completion,
  values: readonly (readonly [string, number])[],
  shownTexts: readonly string[],
): ShownReading {
  const found = findVerdict(completion, menuQuestion(menuOf(values), shownTexts));
  return asReading(found, ({ label, value }) => ({ preferenceForFirst: value, rawLabel: label }));
}

/** A found verdict as a reading. */
export function asReading<Value>(
  verdict: FoundVerdict<Value>,
  read: (value: Value) => Pick<ShownVerdict, "preferenceForFirst" | "rawLabel"> & Partial<ShownVerdict>,
): ShownReading {
  if (!verdict.found) return failed("unparsable", verdict.detail);
  return { labelShare: null, score: null, explanation: verdict.explanation, ...read(verdict.value) };
}

/** The first of the named members that an object has, whatever the case. */
export function memberOf(members: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const byKey = new Map(Object.entries(members).map(([key, value]) => [key.toLowerCase(), value]));
  const key = keys.find((candidate) => byKey.has(candidate));
  return key === undefined ? undefined : byKey.get(key);
}

function tidy(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "").replaceAll("&gt;", ">").replaceAll("&lt;", "<");
}

function fold(text: string): string {
  return tidy(text).toLowerCase();
}
