// A request → the most tokens and money that it can use, and the same request with more room for its reply.
import { type ChatRequest, type Completion, readRoom } from "../client/completion.js";
import type { CostOf } from "../client/prices.js";
import { isThinker } from "../words/model-families.js";
import type { WorstCase } from "./admission.js";
import type { CountTokens } from "./token-count.js";

// where a request sets no limit to its reply
const assumedReplyTokens = 4096;
// no common tokenizer makes more than twice as many tokens of a text as the one we count with
const tokenizerMargin = 2;
const moreRoomFactor = 4;
const longThoughts = 16_384;
/** A model of whom nobody knows that it thinks may think so many times the room for its reply. */
const firstThoughts = 10;

/** Money is 0 where the price is not known. */
export function worstCaseOf(request: ChatRequest, count: CountTokens, price: CostOf | null): WorstCase {
  const promptTokens = count(request.messages);
  const replyTokens = readRoom(request)?.tokens ?? assumedReplyTokens;
  const usage = (completionTokens: number) => ({
    promptTokens: tokenizerMargin * promptTokens,
    completionTokens,
  });
  const usd = price?.(usage(replyTokens), request.model) ?? 0;
  const thoughtsUsd = (tokens: number) =>
    price ? price(usage(replyTokens + tokens), request.model) - usd : 0;
  const known = isThinker(request.model) ? thoughtsUsd(longThoughts) : 0;
  const first = known || thoughtsUsd(Math.min(firstThoughts * replyTokens, assumedReplyTokens));
  return { tokens: promptTokens + replyTokens, usd, thoughtsUsd: known, firstThoughtsUsd: first };
}

/** What a reply cost, by the server's own count where it has one; null where its usage or the price is not known. */
export function actualCostUsd(
  { usage, servedBy }: Completion,
  model: string,
  price: CostOf | null,
): number | null {
  if (usage === null || price === null) return null;
  // of a model that it has no price of a gateway says 0
  return usage.costUsd || price(usage, model, servedBy.model);
}

/** The request with four times the room for its reply; null where it sets none. */
export function withMoreRoom(request: ChatRequest): ChatRequest | null {
  const room = readRoom(request);
  if (!room) return null;
  const sampling = { ...request.sampling, [room.parameter]: moreRoomFactor * room.tokens };
  return { ...request, sampling };
}
