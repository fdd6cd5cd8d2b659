// The body of a chat-completions reply → a completion, or a failure that says what came instead. Nothing counts as an
// answer that did not pass here: gateways answer 200 with a page, servers with an error, no choice, or half a text. A part
// that nobody needs for the answer never costs the answer: what of it cannot be read is null, and named.
import { z } from "zod";
import { readFinishReason } from "../words/finish-reason.js";
import { recognizeError } from "../words/known-errors.js";
import { parseLenientJson } from "../words/lenient-json.js";
import { describeSaid, readSaidError } from "../words/said-error.js";
import { classifyReply } from "./classify-failure.js";
import type { Completion, TokenLogprob, TokenUsage } from "./completion.js";
import { type Failure, transient } from "./failure.js";
import { quoteForeignMessage } from "./redact.js";
import type { ServerReply } from "./transport.js";

/** A member of a reply that was there and could not be read. */
export type UnreadPart = "usage" | "logprobs";

export interface ReadReply {
  readonly kind: "completed";
  readonly completion: Completion;
  readonly unread: readonly UnreadPart[];
}

type Members = Readonly<Record<string, unknown>>;

/** @param sampling the names of the sampling parameters that were sent, for errors inside of a 200 */
export function readReply(reply: ServerReply, sampling: readonly string[]): ReadReply | Failure {
  const body = parseLenientJson(reply.text);
  if (body === undefined) return notAnAnswer(`the reply is ${describeText(reply)}`);
  const members = membersOf(body);
  const choices = listChoices(members.choices);
  const choice = choices.find(({ index }) => String(index) === "0") ?? choices[0];
  if (choice === undefined) return readWithoutChoice(members, reply, sampling);
  const { message } = choice;
  const said = typeof message === "string" ? { content: message } : membersOf(message);
  const words = readWords(said, choice);
  const finish = readFinishReason(choice.finish_reason ?? choice.stop_reason ?? choice.native_finish_reason);
  const broken = readBroken({ error: members.error, ...choice }, finish, words, said);
  if (broken !== null) return broken;
  const topLogprobs = readTopLogprobs(choice.logprobs ?? said.logprobs);
  const isEmpty = words.trim() === "" && topLogprobs.value === null;
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

const membersOf = (value: unknown): Members =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Members) : {};
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A list; some servers give the one choice that there is, or number them as members. */
function listChoices(choices: unknown): readonly Members[] {
  const given = membersOf(choices);
  const isOne = "message" in given || "text" in given;
  return Object.values(isOne ? [given] : ((choices ?? {}) as object)).map(membersOf);
}

const notAnAnswer = (detail: string) => transient({ detail: quoteForeignMessage(detail), isUnreached: true });

const describeText = ({ status, text }: ServerReply): string =>
  text.trim() === ""
    ? `empty (status ${status})`
    : /^\s*(?:data|event|id|:)\s*:?/.test(text) && text.includes("data:")
      ? `an event stream, which was not asked for: ${text}`
      : `not JSON: ${text}`;

const sayFinish = ({ finish_reason: reason }: Members): string =>
  `finish_reason ${JSON.stringify(reason ?? null)}`;

function readWithoutChoice(members: Members, reply: ServerReply, sampling: readonly string[]): Failure {
  const error = readSaidError(reply.status, reply.text);
  const isKnown = error.status >= 400 || recognizeError(error) !== null;
  if (members.error || isKnown || Array.isArray(parseLenientJson(reply.text)))
    return classifyReply(reply, { nowMs: Date.now(), sampling });
  if (/"block_?reason"|"filtered":\s*true/i.test(reply.text))
    return { kind: "refused", detail: quoteForeignMessage(`the prompt was blocked: ${reply.text}`) };
  const isChat = "choices" in members;
  const why = /\s/.test(error.message) ? `: ${error.message}` : "";
  const words = isChat ? `a chat completion without a choice${why}` : `no chat completion: ${reply.text}`;
  return transient({ detail: quoteForeignMessage(`the reply is ${words}`), isUnreached: !isChat });
}

/** What is no finished answer: refused by the model or a filter, or broken off by a fault. */
function readBroken(
  choice: Members,
  finish: ReturnType<typeof readFinishReason>,
  words: string,
  said: Members,
): Failure | null {
  const found = choice.error ? readSaidError(200, JSON.stringify({ error: choice.error })) : null;
  const error = found?.isBare ? null : found;
  const refusal = [said.refusal, ...partsOf(said.content).map((part) => part.refusal)].map(asText).join("");
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
  if (words.trim() === "" && refusal.trim() !== "")
    return { kind: "refused", detail: quoteForeignMessage(`the model declines: ${refusal}`) };
  return null;
}

/** The words; where a judge was made to call a function, its arguments. */
function readWords({ content, tool_calls: calls, function_call: old }: Members, choice: Members): string {
  const words = readContent(content) || (content == null ? readContent(choice.text) : "");
  if (words.trim() !== "") return words;
  const called = Array.isArray(calls) ? membersOf(membersOf(calls[0]).function) : membersOf(old);
  return asText(called.arguments);
}

/** The parts of a content that is no plain text: a list, one part, or Gemini's list inside an object. */
function partsOf(content: unknown): readonly Members[] {
  const { type, text, parts } = membersOf(content);
  const list = Array.isArray(content)
    ? content
    : Array.isArray(parts)
      ? parts
      : text && type
        ? [content]
        : [];
  return list.map((part) => (typeof part === "string" ? { text: part } : membersOf(part)));
}

function readContent(content: unknown): string {
  const parts = partsOf(content);
  if (parts.length === 0) return Array.isArray(content) ? "" : asText(content);
  return parts
    .filter(({ type = "text" }) => /^(?:output_)?text$/.test(String(type)))
    .map(({ text }) => asText(membersOf(text).value ?? text))
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
function readThoughts({ content, ...said }: Members): string {
  const beside = Object.entries(said).filter(
    ([name, value]) => /^(?:reasoning|thinking)/.test(name) && typeof value !== "number",
  );
  const parts = partsOf(content).filter(({ type }) => /think|reason/.test(String(type)));
  const texts = [...beside.map(([, value]) => value), ...parts].map(asText).join("");
  return /^[[\]{}\s]*$/.test(texts) ? "" : texts;
}

interface Part<Value> {
  readonly value: Value | null;
  /** False where something is there that cannot be read. */
  readonly isRead: boolean;
}

function readUsage(usage: unknown): Part<TokenUsage> {
  if (usage === undefined || usage === null) return { value: null, isRead: true };
  const { completion_tokens_details: details, ...more } = membersOf(usage);
  const prompt = countOf(more.prompt_tokens ?? more.input_tokens);
  const completion = countOf(more.completion_tokens ?? more.output_tokens);
  const total = countOf(more.total_tokens);
  if (!isCount(prompt)) return { value: null, isRead: false };
  // thoughts are billed, and some servers count them in the total, or in the details, alone
  const thoughts = countOf(membersOf(details).reasoning_tokens);
  const beside =
    isCount(thoughts) && isCount(completion) && thoughts > completion ? thoughts + completion : null;
  const counts = [completion, isCount(total) ? total - prompt : null, beside].filter(isCount);
  if (counts.length === 0) return { value: null, isRead: false };
  const costUsd = readCost(more);
  const cachedTokens = countOf(
    membersOf(more.prompt_tokens_details).cached_tokens ?? more.prompt_cache_hit_tokens,
  );
  return {
    value: {
      promptTokens: prompt,
      completionTokens: Math.max(...counts),
      ...(isCount(cachedTokens) && { cachedTokens }),
      ...(costUsd !== null && { costUsd }),
    },
    isRead: true,
  };
}

/** What a gateway bills, and what its upstream bills to a key of one's own. */
function readCost({ cost, cost_details: details }: Members): number | null {
  const parts = [cost, membersOf(details).upstream_inference_cost].map(countOf).filter(isCount);
  return isCount(countOf(cost)) ? parts.reduce((sum, part) => sum + part, 0) : null;
}

/** Some gateways write numbers as texts. */
const countOf = (value: unknown): unknown =>
  typeof value === "string" && /^-?\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(value) ? Number(value) : value;
const isCount = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;

const rounding = 1e-3;

/** Positions × alternatives; null where no position has any: some servers give only what was generated. */
function readTopLogprobs(logprobs: unknown): Part<NonNullable<Completion["topLogprobs"]>> {
  if (logprobs === undefined || logprobs === null) return { value: null, isRead: true };
  const { content, top_logprobs: old } = membersOf(logprobs);
  const rows = [logprobs, content, old].find(Array.isArray) as unknown[] | undefined;
  if (rows === undefined) return { value: null, isRead: content === null || old === null };
  const positions = rows.map((row) =>
    Array.isArray(row) ? readList(row) : readAlternatives(membersOf(row).top_logprobs ?? (old ? row : [])),
  );
  // what is above 1 is no probability, whatever it is: read as one it would decide
  const isRead = positions.flat().every(({ logprob }) => logprob <= rounding);
  return { value: isRead && positions.some((row) => row.length > 0) ? positions : null, isRead };
}

/** A list of {token, logprob}, or the older object of tokens. */
function readAlternatives(given: unknown): TokenLogprob[] {
  if (Array.isArray(given)) return readList(given);
  return readList(Object.entries(membersOf(given)).map(([token, logprob]) => ({ token, logprob })));
}

const readList = (list: readonly unknown[]): TokenLogprob[] =>
  list.map(membersOf).flatMap(({ token: named, bytes, logprob: said }) => {
    const token = typeof named === "string" || !Array.isArray(bytes) ? named : Buffer.from(bytes).toString();
    const logprob = countOf(said);
    return typeof token === "string" && typeof logprob === "number" ? [{ token, logprob }] : [];
  });

/** What the store of replies holds; the same shape as `Completion`. */
export const completionSchema: z.ZodType<Completion> = z.object({
  text: z.string(),
  topLogprobs: z.array(z.array(z.object({ token: z.string(), logprob: z.number() }))).nullable(),
  finishReason: z.string().nullable(),
  usage: z
    .object({
      promptTokens: z.number(),
      completionTokens: z.number(),
      cachedTokens: z.number().optional(),
      costUsd: z.number().optional(),
    })
    .nullable(),
  servedBy: z.object({ model: z.string().nullable(), systemFingerprint: z.string().nullable() }),
  onlyThoughts: z.literal(true).optional(),
  isImported: z.literal(true).optional(),
  cutAtTokens: z.number().optional(),
});

/**
 * Whether a completion is a finished answer: stores hold replies from before half texts, filtered and empty ones were
 * told apart.
 */
export function isFinished({ text, topLogprobs, finishReason, onlyThoughts }: Completion): boolean {
  const finish = readFinishReason(finishReason);
  if (finish === "broken" || finish === "content_filter") return false;
  return text.trim() !== "" || topLogprobs !== null || finish === "length" || onlyThoughts === true;
}
