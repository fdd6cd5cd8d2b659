// Requests that are left → their tokens, what they cost, and how long they take at the limits.

import { costUsd, type Price, pricesAsOf } from "../../endpoint/asking/prices.js";
import { loadTokenCounter } from "../../endpoint/asking/token-count.js";
import type { ChatRequest } from "../../endpoint/client/completion.js";
import { readRoom } from "../../endpoint/client/completion.js";
import { sum } from "../../numerics/moments.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import { priceOf } from "./open-endpoint.js";

export interface PlannedCost {
  /** With replies of one token, and with replies that use all their room; null where nothing limits them. */
  readonly leastUsd: number;
  readonly mostUsd: number | null;
  /** The day of the price table; null for a price that was given. */
  readonly asOf: string | null;
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
  /** By model, because members of a panel may differ in price. */
  readonly byModel: ReadonlyMap<string, { requests: number; promptTokens: number; replyTokens: number }>;
}

/** Counts requests one at a time. */
export async function createLoad(): Promise<{ add(request: ChatRequest): void; total(): PlannedLoad }> {
  const count = await loadTokenCounter();
  const byModel = new Map<string, { requests: number; promptTokens: number; replyTokens: number }>();
  return {
    add(request) {
      const load = byModel.get(request.model) ?? { requests: 0, promptTokens: 0, replyTokens: 0 };
      load.requests++;
      load.promptTokens += count(request.messages);
      load.replyTokens += readRoom(request)?.tokens ?? Number.NaN;
      byModel.set(request.model, load);
    },
    total() {
      const loads = [...byModel.values()];
      const replyTokens = sum(loads.map((load) => load.replyTokens));
      return {
        requests: sum(loads.map((load) => load.requests)),
        promptTokens: sum(loads.map((load) => load.promptTokens)),
        mostReplyTokens: Number.isNaN(replyTokens) ? null : replyTokens,
        byModel,
      };
    },
  };
}

/** Null where the price of a model is not known. */
export function priceLoad(request: ResolvedAskingRequest, { byModel }: PlannedLoad): PlannedCost | null {
  const priced = [...byModel].map(([model, load]) => ({ price: priceOf(request, model), load }));
  if (priced.some(({ price }) => price === null)) return null;
  const cost = (tokens: (load: { requests: number; replyTokens: number }) => number) =>
    sum(priced.map(({ price, load }) => costUsd(price as Price, load.promptTokens, tokens(load))));
  const mostUsd = cost((load) => load.replyTokens);
  return {
    leastUsd: cost((load) => load.requests),
    mostUsd: Number.isNaN(mostUsd) ? null : mostUsd,
    asOf: request.price ? null : pricesAsOf,
  };
}

export function estimateMinutes(request: ResolvedAskingRequest, load: PlannedLoad): PlannedMinutes {
  const { rpm, tpm, concurrency } = request;
  const tokens = load.promptTokens + (load.mostReplyTokens ?? 0);
  return {
    byRequests: rpm === undefined ? null : load.requests / rpm,
    byTokens: tpm === undefined ? null : tokens / tpm,
    byConcurrency: load.requests / concurrency / 60,
  };
}
