// Requests that a run would send → what they would cost and how long they would take (`--dry-run`). Nothing is asked and
// nothing is written; no key is needed.
import { type AdaptableRequest, createAdaptation } from "../../endpoint/asking/adaptation.js";
import { loadTokenCounter } from "../../endpoint/asking/token-count.js";
import { type ChatMessage, type ChatRequest, readRoom } from "../../endpoint/client/completion.js";
import { readEndpointAddress } from "../../endpoint/client/endpoint-address.js";
import type { CostOf } from "../../endpoint/client/prices.js";
import { replyKey } from "../../endpoint/store/reply-key.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import { openStores, resolveBaseUrls, resolvePrice } from "./open-endpoint.js";

export interface PlannedRequests {
  /** The endpoint's URL without user, password and query. */
  readonly endpoint: string;
  /** Replies that the store has, and requests that are left. */
  readonly stored: number;
  readonly requests: number;
  /** Of these requests: tokens sent, and the most that the replies may have; null = nothing limits them. */
  readonly promptTokens: number;
  readonly mostReplyTokens: number | null;
  readonly cost: PlannedCost | null;
  /** How long the requests take at least, by each limit that is given. */
  readonly minutes: PlannedMinutes;
  /** The first that would be sent, else the first that the store answers. */
  readonly example: { readonly model: string; readonly messages: readonly ChatMessage[] } | null;
}

/**
 * Counts every request (some 0.4 s a million tokens).
 * @param questions drawn one at a time; a fresh one is asked even if the store has a reply
 */
export async function planRequests(
  request: ResolvedAskingRequest,
  models: readonly string[],
  questions: Iterable<AdaptableRequest & { readonly isFresh: boolean }>,
): Promise<PlannedRequests> {
  const [baseUrl] = (await resolveBaseUrls(request)).baseUrls;
  const { publicUrl } = readEndpointAddress(baseUrl);
  const stores = await openStores(request, { publicUrl, models, isReadOnly: true });
  const load = await createLoad(await resolvePrice(request, models));
  let stored = 0;
  let first: ChatRequest | null = null;
  let firstLeft: ChatRequest | null = null;
  const adaptation = createAdaptation();
  for (const { request: unadapted, isFresh, keeps } of questions) {
    const store = stores.of(unadapted.model);
    await adaptation.recall({ request: unadapted, keeps }, store);
    const asked = adaptation.apply({ request: unadapted, keeps });
    first ??= asked;
    if (!isFresh && (await store.get(replyKey(publicUrl, asked)))) stored++;
    else {
      firstLeft ??= asked;
      load.add(asked);
    }
  }
  await stores.close();
  const planned = load.total();
  const example = firstLeft ?? first;
  return {
    endpoint: publicUrl,
    stored,
    requests: planned.requests,
    promptTokens: planned.promptTokens,
    mostReplyTokens: planned.mostReplyTokens,
    cost: planned.cost && { ...planned.cost, isStated: request.price !== undefined },
    minutes: estimateMinutes(request, planned),
    example: example && { model: example.model, messages: example.messages },
  };
}

// Requests that are left → their tokens, what they cost, and how long they take at the limits.
interface PlannedCost {
  /** With replies of one token, and with replies that use all their room; null where nothing limits them. */
  readonly leastUsd: number;
  readonly mostUsd: number | null;
  /** By the price that was given; else by list prices. */
  readonly isStated: boolean;
}

interface PlannedMinutes {
  readonly byRequests: number | null;
  readonly byTokens: number | null;
  /** At the concurrency, when a reply takes one second. */
  readonly byConcurrency: number;
}

interface PlannedLoad {
  readonly requests: number;
  readonly promptTokens: number;
  readonly mostReplyTokens: number | null;
  /** Null where the price of a model is not known. */
  readonly cost: Omit<PlannedCost, "isStated"> | null;
}

/** Counts requests one at a time: the price of a long one may be another. */
async function createLoad(
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

function estimateMinutes(request: ResolvedAskingRequest, load: PlannedLoad): PlannedMinutes {
  const { rpm, tpm, concurrency } = request;
  const tokens = load.promptTokens + (load.mostReplyTokens ?? 0);
  return {
    byRequests: rpm === undefined ? null : load.requests / rpm,
    byTokens: tpm === undefined ? null : tokens / tpm,
    byConcurrency: load.requests / concurrency / 60,
  };
}
