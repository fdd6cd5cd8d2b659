// The body of a chat-completions reply → a completion, or a failure that says what came instead. Nothing counts as an
// answer that did not pass here: gateways answer 200 with a page, servers with an error, no choice, or half a text. A part
// that nobody needs for the answer never costs the answer: what of it cannot be read is null, and named.
import { readFinishReason } from "../words/finish-reason.js";
import { recognizeError } from "../words/known-errors.js";
import { parseLenientJson } from "../words/lenient-json.js";
import { describeSaid, readSaidError } from "../words/said-error.js";
import { classifyReply } from "./classify-failure.js";
import type { Completion } from "./completion.js";
import { type Failure, transient } from "./failure.js";
import { quoteForeignMessage } from "./redact.js";
import { membersIn, type ReplyMembers, readTopLogprobs, readUsage } from "./reply-figures.js";
import type { ServerReply } from "./transport.js";

/** A member of a reply that was there and could not be read. */
export type UnreadPart = "usage" | "logprobs";

export interface ReadReply {
  readonly kind: "completed";
  readonly completion: Completion;
  readonly unread: readonly UnreadPart[];
}

/** @param sampling the names of the sampling parameters that were sent, for errors inside of a 200 */
export function readReply(reply: ServerReply, sampling: readonly string[]): ReadReply | Failure {
  const body = parseLenientJson(reply.text);
  if (body === undefined) return notAnAnswer(`the reply is ${describeText(reply)}`);
  const members = membersIn(body);
  const choices = listChoices(members.choices);
  const choice = choices.find(({ index }) => String(index) === "0") ?? choices[0];
  if (choice === undefined) return readWithoutChoice(members, reply, sampling);
  const { message } = choice;
  const said = typeof message === "string" ? { content: message } : membersIn(message);
  const words = readWords(said, choice);
  const finish = readFinishReason(choice.finish_reason ?? choice.stop_reason ?? choice.native_finish_reason);
  const broken = readBroken({ error: members.error, ...choice }, finish, said);
  if (broken !== null) return broken;
  const topLogprobs = readTopLogprobs(choice.logprobs ?? said.logprobs);
  const isEmpty = words.trim() === "" && !topLogprobs.value?.length;
  const onlyThoughts = isEmpty && (finish === "length" || readThoughts(said) !== "");
  if (isEmpty && !onlyThoughts)
    return transient({ detail: `an empty reply (${sayFinish(choice)})`, isReply: true });
  const usage = readUsage(members.usage);
  const unread: UnreadPart[] = [];
  if (!usage.isRead) unread.push("usage");
  if (!topLogprobs.isRead) unread.push("logprobs");
  const completion: Completion = {
    text: words,
    topLogprobs: topLogprobs.value,
    finishReason: finish,
    usage: usage.value,
    servedBy: { model: textOf(members.model), systemFingerprint: textOf(members.system_fingerprint) },
    ...(onlyThoughts && { onlyThoughts }),
  };
  return { kind: "completed", completion, unread };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A list; some servers give the one choice that there is, or number them as members. */
function listChoices(choices: unknown): readonly ReplyMembers[] {
  const given = membersIn(choices);
  const isOne = "message" in given || "text" in given;
  return Object.values(isOne ? [given] : ((choices ?? {}) as object)).map(membersIn);
}

const notAnAnswer = (detail: string) => transient({ detail: quoteForeignMessage(detail), isUnreached: true });

const describeText = ({ status, text }: ServerReply): string =>
  text.trim() === ""
    ? `empty (status ${status})`
    : /^\s*(?:data|event|id|:)\s*:?/.test(text) && text.includes("data:")
      ? `an event stream, which was not asked for: ${text}`
      : `not JSON: ${text}`;

const sayFinish = ({ finish_reason: reason }: ReplyMembers): string =>
  `finish_reason ${JSON.stringify(reason ?? null)}`;

function readWithoutChoice(members: ReplyMembers, reply: ServerReply, sampling: readonly string[]): Failure {
  const error = readSaidError(reply.status, reply.text);
  const isKnown = error.status >= 400 || recognizeError(error) !== null;
  const list = parseLenientJson(reply.text);
  if (members.error || isKnown || (Array.isArray(list) && membersIn(list[0]).error))
    return classifyReply(reply, { nowMs: Date.now(), sampling });
  if (/"block_?reason"|"filtered":\s*true/i.test(reply.text))
    return { kind: "refused", detail: quoteForeignMessage(`the prompt was blocked: ${reply.text}`) };
  const isChat = "choices" in members;
  const why = /\s/.test(error.message) ? `: ${error.message}` : "";
  const words = isChat
    ? `a chat completion without a choice${why}`
    : `no chat completion${Array.isArray(list) ? " but a list" : ""}: ${reply.text}`;
  return transient({ detail: quoteForeignMessage(`the reply is ${words}`), isUnreached: !isChat });
}

/** What is no finished answer: refused by the model or a filter, or broken off by a fault. */
function readBroken(
  choice: ReplyMembers,
  finish: ReturnType<typeof readFinishReason>,
  said: ReplyMembers,
): Failure | null {
  const found = choice.error ? readSaidError(200, JSON.stringify({ error: choice.error })) : null;
  const error = found?.isBare ? null : found;
  const refusal = [said.refusal, ...partsOf(said.content).map((part) => part.refusal)]
    .filter((one) => typeof one === "string")
    .join("");
  const why = error ? `: ${describeSaid(error)}` : "";
  if (finish === "content_filter" || (error && recognizeError(error) === "policy")) {
    const detail = quoteForeignMessage(`the endpoint withheld the reply (${sayFinish(choice)})${why}`);
    return { kind: "refused", detail };
  }
  if (finish === "broken" || error)
    return transient({
      detail: quoteForeignMessage(`the reply broke off (${sayFinish(choice)})${why}`),
      isReply: true,
    });
  // also beside a text: whatever verdict stands there, the model says that it gives none
  if (refusal.trim() !== "")
    return { kind: "refused", detail: quoteForeignMessage(`the model declines: ${refusal}`) };
  return null;
}

/** The words; where a judge was made to call a function, its arguments. */
function readWords(
  { content, tool_calls: calls, function_call: old }: ReplyMembers,
  choice: ReplyMembers,
): string {
  const words = readContent(content) || (content == null ? readContent(choice.text) : "");
  if (words.trim() !== "") return words;
  const called = Array.isArray(calls) ? membersIn(membersIn(calls[0]).function) : membersIn(old);
  return asText(called.arguments);
}

/** The parts of a content that is no plain text: a list, one part, or Gemini's list inside an object. */
function partsOf(content: unknown): readonly ReplyMembers[] {
  const { type, text, parts } = membersIn(content);
  const list = Array.isArray(content)
    ? content
    : Array.isArray(parts)
      ? parts
      : text && type
        ? [content]
        : [];
  return list.map((part) => (typeof part === "string" ? { text: part } : membersIn(part)));
}

function readContent(content: unknown): string {
  const parts = partsOf(content);
  if (parts.length === 0) return Array.isArray(content) ? "" : asText(content);
  return parts
    .filter(({ type = "text" }) => /^(?:output_)?text$/.test(String(type)))
    .map(({ text }) => asText(membersIn(text).value ?? text))
    .join("");
}

/** A text as it is; an object or number that should have been one, as JSON. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || !/^(?:object|number)$/.test(typeof value)) return "";
  try {
    return JSON.stringify(value);
  } catch {
    return ""; // nested too deep
  }
}

/** What reasoning models leave beside their answer, under the names that servers have for it. */
function readThoughts({ content, ...said }: ReplyMembers): string {
  const beside = Object.entries(said).filter(
    ([name, value]) => /^(?:reasoning|thinking)/.test(name) && typeof value !== "number",
  );
  const parts = partsOf(content).filter(({ type }) => /think|reason/.test(String(type)));
  const texts = [...beside.map(([, value]) => value), ...parts].map(asText).join("");
  return /^[[\]{}\s]*$/.test(texts) ? "" : texts;
}
