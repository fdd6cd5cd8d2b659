// Requests that a run would send → what they would cost and how long they would take (`--dry-run`). Nothing is asked and
// nothing is written; no key is needed.
import { type AdaptableRequest, createAdaptation } from "../../endpoint/asking/adaptation.js";
import type { ChatMessage, ChatRequest } from "../../endpoint/client/completion.js";
import { readEndpointAddress } from "../../endpoint/client/endpoint-address.js";
import { replyKey } from "../../endpoint/store/reply-key.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import { openStores, resolveBaseUrls, resolvePrice } from "./open-endpoint.js";
import { createLoad, estimateMinutes, type PlannedCost, type PlannedMinutes } from "./planned-load.js";

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
