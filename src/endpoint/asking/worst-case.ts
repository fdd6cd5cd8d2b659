// A request → the most tokens and money that it can use, and the same request with more room for its reply.

import { type ChatRequest, readRoom, type TokenUsage } from "../client/completion.js";
import type { WorstCase } from "./admission.js";
import { costUsd, type Price } from "./prices.js";
import type { CountTokens } from "./token-count.js";

// where a request sets no limit to its reply
const assumedReplyTokens = 4096;
// no common tokenizer makes more than twice as many tokens of a text as the one we count with
const tokenizerMargin = 2;
const moreRoomFactor = 4;

/** Money is 0 where the price is not known. */
export function worstCaseOf(request: ChatRequest, count: CountTokens, price: Price | null): WorstCase {
  const promptTokens = count(request.messages);
  const replyTokens = readRoom(request)?.tokens ?? assumedReplyTokens;
  return {
    tokens: promptTokens + replyTokens,
    usd: price ? costUsd(price, tokenizerMargin * promptTokens, replyTokens) : 0,
  };
}

/** What a reply cost, by the server's own count where it has one; null where its usage or the price is not known. */
export function actualCostUsd(usage: TokenUsage | null, price: Price | null): number | null {
  if (usage === null || price === null) return null;
  // of a model that it has no price of a gateway says 0
  return usage.costUsd || costUsd(price, usage.promptTokens, usage.completionTokens);
}

/** The request with four times the room for its reply; null where it sets none. */
export function withMoreRoom(request: ChatRequest): ChatRequest | null {
  const room = readRoom(request);
  if (!room) return null;
  const sampling = { ...request.sampling, [room.parameter]: moreRoomFactor * room.tokens };
  return { ...request, sampling };
}
