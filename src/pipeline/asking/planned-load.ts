// Requests that are left → their tokens, what they cost, and how long they take at the limits.
import { loadTokenCounter } from "../../endpoint/asking/token-count.js";
import { type ChatRequest, readRoom } from "../../endpoint/client/completion.js";
import type { CostOf } from "../../endpoint/client/prices.js";
import type { ResolvedAskingRequest } from "./asking-request.js";

export interface PlannedCost {
  /** With replies of one token, and with replies that use all their room; null where nothing limits them. */
  readonly leastUsd: number;
  readonly mostUsd: number | null;
  /** By the price that was given; else by list prices. */
  readonly isStated: boolean;
}

export interface PlannedMinutes {
  readonly byRequests: number | null;
  readonly byTokens: number | null;
  /** At the concurrency, when a reply takes one second. */
  readonly byConcurrency: number;
}

export interface PlannedLoad {
  readonly requests: number;
  readonly promptTokens: number;
  readonly mostReplyTokens: number | null;
  /** Null where the price of a model is not known. */
  readonly cost: Omit<PlannedCost, "isStated"> | null;
}

/** Counts requests one at a time: the price of a long one may be another. */
export async function createLoad(
  price: CostOf | null,
): Promise<{ add(request: ChatRequest): void; total(): PlannedLoad }> {
  const count = await loadTokenCounter();
  const sums = { requests: 0, promptTokens: 0, replyTokens: 0, leastUsd: 0, mostUsd: 0 };
  return {
    add(request) {
      const promptTokens = count(request.messages);
      const replyTokens = readRoom(request)?.tokens ?? Number.NaN;
      const usd = (completionTokens: number) =>
        price?.({ promptTokens, completionTokens }, request.model) ?? Number.NaN;
      sums.requests++;
      sums.promptTokens += promptTokens;
      sums.replyTokens += replyTokens;
      sums.leastUsd += usd(1);
      sums.mostUsd += Number.isNaN(replyTokens) ? Number.NaN : usd(replyTokens);
    },
    total() {
      const { requests, promptTokens, leastUsd } = sums;
      return {
        requests,
        promptTokens,
        mostReplyTokens: numberOrNull(sums.replyTokens),
        cost: price && { leastUsd, mostUsd: numberOrNull(sums.mostUsd) },
      };
    },
  };
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

export function estimateMinutes(request: ResolvedAskingRequest, load: PlannedLoad): PlannedMinutes {
  const { rpm, tpm, concurrency } = request;
  const tokens = load.promptTokens + (load.mostReplyTokens ?? 0);
  return {
    byRequests: rpm === undefined ? null : load.requests / rpm,
    byTokens: tpm === undefined ? null : tokens / tpm,
    byConcurrency: load.requests / concurrency / 60,
  };
}
