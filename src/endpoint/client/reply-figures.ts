// The members of a reply that hold figures, as servers write them → what they used, and log-probabilities.
import type { Completion, TokenLogprob, TokenUsage } from "./completion.js";

export type ReplyMembers = Readonly<Record<string, unknown>>;

/** Those of an object; none of anything else. */
export const membersIn = (value: unknown): ReplyMembers =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as ReplyMembers) : {};

interface Part<Value> {
  readonly value: Value | null;
  /** False where something is there that cannot be read. */
  readonly isRead: boolean;
}

export function readUsage(usage: unknown): Part<TokenUsage> {
  if (usage === undefined || usage === null) return { value: null, isRead: true };
  const { completion_tokens_details: details, ...more } = membersIn(usage);
  const prompt = countOf(more.prompt_tokens ?? more.input_tokens);
  const completion = countOf(more.completion_tokens ?? more.output_tokens);
  const total = countOf(more.total_tokens);
  const isBeyondSense = [prompt, completion, total].some(
    (said) => typeof said === "number" && !isCount(said),
  );
  if (!isCount(prompt) || isBeyondSense) return { value: null, isRead: false };
  // thoughts are billed, and some servers count them in the total, or in the details, alone
  const thoughts = countOf(membersIn(details).reasoning_tokens);
  const beside =
    isCount(thoughts) && isCount(completion) && thoughts > completion ? thoughts + completion : null;
  const counts = [completion, isCount(total) ? total - prompt : null, beside].filter(isCount);
  if (counts.length === 0) return { value: null, isRead: false };
  const costUsd = readCost(more);
  const cachedTokens = countOf(
    membersIn(more.prompt_tokens_details).cached_tokens ?? more.prompt_cache_hit_tokens,
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
function readCost({ cost, cost_details: details }: ReplyMembers): number | null {
  const parts = [cost, membersIn(details).upstream_inference_cost].map(countOf).filter(isCount);
  return isCount(countOf(cost)) ? parts.reduce((sum, part) => sum + part, 0) : null;
}

/** Some gateways write numbers as texts. */
const countOf = (value: unknown): unknown =>
  typeof value === "string" && /^-?\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(value) ? Number(value) : value;
/** Tokens or USD of one request: more than that is a fault, which would use up any budget. */
const mostOfOne = 1e9;
const isCount = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= mostOfOne;

const rounding = 1e-3;
const unread = { value: [], isRead: false };

/** Positions × alternatives; null where no position has any: some servers give only what was generated; none where it is not read. */
export function readTopLogprobs(logprobs: unknown): Part<NonNullable<Completion["topLogprobs"]>> {
  if (logprobs === undefined || logprobs === null) return { value: null, isRead: true };
  const { content, top_logprobs: old } = membersIn(logprobs);
  const rows = [logprobs, content, old].find(Array.isArray) as unknown[] | undefined;
  if (rows === undefined) return content === null || old === null ? { value: null, isRead: true } : unread;
  const positions = rows.map((row) =>
    Array.isArray(row) ? readList(row) : readAlternatives(membersIn(row).top_logprobs ?? (old ? row : [])),
  );
  // what is above 1 is no probability, whatever it is: read as one it would decide
  const isRead = positions.flat().every(({ logprob }) => logprob <= rounding);
  if (!isRead) return unread;
  return { value: positions.some((row) => row.length > 0) ? positions : null, isRead };
}

/** A list of {token, logprob}, or the older object of tokens. */
function readAlternatives(given: unknown): TokenLogprob[] {
  if (Array.isArray(given)) return readList(given);
  return readList(Object.entries(membersIn(given)).map(([token, logprob]) => ({ token, logprob })));
}

const readList = (list: readonly unknown[]): TokenLogprob[] =>
  list.map(membersIn).flatMap(({ token: named, bytes, logprob: said }) => {
    const token = typeof named === "string" || !Array.isArray(bytes) ? named : Buffer.from(bytes).toString();
    const logprob = countOf(said);
    return typeof token === "string" && typeof logprob === "number" ? [{ token, logprob }] : [];
  });
