// A template and one pair in one order → the messages to send. Values are put in once; what they hold stays text.

import { InputError } from "../core/errors.js";
import { sha256OfParts } from "../core/hash.js";
import { excerptLine } from "../core/quote-value.js";
import type { ChatMessage } from "../endpoint/client/completion.js";
import { conversationText, turnsOf } from "../pairs/conversation-text.js";
import type { Order, Pair } from "../pairs/pair.js";
import {
  type PromptTemplate,
  placeholdersOf,
  requiredPlaceholders,
  type TemplatePart,
} from "./prompt-template.js";
import type { Labels } from "./protocols/protocol.js";

/** The placeholders that every item has; `output` is `output_1` in the prompts that show one answer only. */
const ownPlaceholders = [
  "instruction",
  "output_1",
  "output_2",
  "output",
  "label_1",
  "label_2",
  "label_tie",
  "nonce",
] as const;

/** `label_tie` is one that a judge may lack. */
const isOwn: ReadonlySet<string> = new Set(ownPlaceholders.filter((name) => name !== "label_tie"));

/** A pair in the order in which it is shown. */
export interface Shown {
  readonly pair: Pair;
  readonly order: Order;
}

/** Fills up a prompt for several comparisons, as alpaca_eval does. */
const nothingToCompare: ReadonlyMap<string, string> = new Map([
  ["instruction", "1+1="],
  ["input", ""],
  ["output_1", "2"],
  ["output_2", "3"],
]);

/**
 * The messages of one request. Texts stand verbatim between `<<<name code>>>` and `<<<end name code>>>` lines.
 * @param mates what else is shown, in a prompt that shows several comparisons; a place that is left over gets a sum
 * @throws InputError naming a placeholder that the item has no column for, and the known ones.
 */
export function renderPrompt(
  template: PromptTemplate,
  pair: Pair,
  order: Order,
  labels: Labels,
  mates: readonly Shown[] = [],
): readonly ChatMessage[] {
  const values = valuesOf(pair, order, labels);
  const others = mates.map((mate) => valuesOf(mate.pair, mate.order, labels));
  const used = [...placeholdersOf(template)].sort();
  // a prompt with a place of its own for the input shows it there alone
  if (used.includes("input")) values.set("instruction", pair.instruction.stated);
  const texts = used.filter((name) => !/^(?:label_|nonce$)/.test(name)).map((name) => values.get(name) ?? "");
  const nonce = deriveNonce(texts);
  values.set("nonce", nonce);
  const write = (part: TemplatePart): string => {
    if (part.kind === "text") return part.text;
    if (part.kind === "section") {
      return values.get(part.column) ? part.parts.map(write).join("") : "";
    }
    const { slot = 0 } = part;
    const value = (slot === 0 ? values : (others[slot - 1] ?? nothingToCompare)).get(part.name);
    if (value === undefined) throw unknownPlaceholder(part.name, pair, values);
    return part.isFenced ? fence(titleOf(part.name, labels), nonce, value) : value;
  };
  return template.map(({ role, parts }) => ({ role, content: parts.map(write).join("") }));
}

/** The columns that a prompt asks for and an item does not have: `renderPrompt` would throw for it. */
export function missingColumns(template: PromptTemplate, pair: Pair, labels: Labels): readonly string[] {
  const further = [...requiredPlaceholders(template)].filter((name) => !isOwn.has(name));
  if (further.length === 0) return [];
  const values = valuesOf(pair, "baseline-first", labels);
  return further.filter((name) => !values.has(name));
}

/** The two answers' texts in the order in which they are shown. */
export function shownOutputs({ baseline, model }: Pair, order: Order): readonly [string, string] {
  return order === "model-first" ? [model.output, baseline.output] : [baseline.output, model.output];
}

function valuesOf(pair: Pair, order: Order, labels: Labels): Map<string, string> {
  const [first, second] = shownOutputs(pair, order);
  const columns = Object.entries(pair.instruction.fields).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined ? [] : [[name, textOf(value)]],
  );
  return new Map([
    ...columns,
    ["instruction", pair.instruction.text],
    ["output_1", first],
    ["output_2", second],
    ["output", first],
    ["label_1", labels.first],
    ["label_2", labels.second],
    ...(labels.tie === undefined ? [] : [["label_tie", labels.tie] as const]),
  ]);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const turns = turnsOf(value);
  return turns === null ? (JSON.stringify(value) ?? "") : conversationText(turns);
}

function titleOf(name: string, labels: Labels): string {
  if (name === "output_1") return `answer ${labels.first}`;
  if (name === "output_2") return `answer ${labels.second}`;
  return name === "output" ? "answer" : name;
}

function fence(title: string, nonce: string, text: string): string {
  return `<<<${title} ${nonce}>>>\n${text}\n<<<end ${title} ${nonce}>>>`;
}

function unknownPlaceholder(name: string, pair: Pair, values: ReadonlyMap<string, string>): InputError {
  const known = [...new Set([...ownPlaceholders, ...values.keys()])].join(", ");
  return new InputError(
    {
      message: `the prompt asks for {${name}}, which the item "${excerptLine(pair.instruction.text)}" does not have; known: ${known}`,
    },
    {
      hint: `add a column "${name}" to the baseline or the outputs, or put <!-- if ${name} --> … <!-- end --> around it`,
    },
  );
}

/** 32 hexadecimal digits: 128 bits. */
const nonceChars = 32;

/**
 * The code in the delimiters of one request: from the hash of all texts between them, so equal requests stay
 * equal, and derived again while any text holds it, so no text can close its own delimiters.
 */
export function deriveNonce(texts: readonly string[], hash = sha256OfParts): string {
  for (let attempt = 0; ; attempt++) {
    const nonce = hash(["nonce", String(attempt), ...texts]).slice(0, nonceChars);
    if (!texts.some((text) => text.includes(nonce))) return nonce;
  }
}
