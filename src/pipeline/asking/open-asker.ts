// Settings and the models to be asked → what answers questions: an endpoint, and a store of replies for each model, so
// that a panel's members share theirs with the runs in which they judge alone.
import { UsageError } from "../../core/errors.js";
import type { AskOptions } from "../../endpoint/asking/asker.js";
import type { ResolvedAskingRequest, StopSignals } from "./asking-request.js";
import {
  type OpenedEndpoint,
  openEndpoint,
  openStores,
  type RunToTell,
  resolvePrice,
  type WayOfSending,
} from "./open-endpoint.js";

export interface Asker extends OpenedEndpoint, WayOfSending {
  /** The endpoint's URL without user, password and query. */
  readonly publicUrl: string;
  close(): Promise<void>;
}

/** What a run asks, and how its messages call it. */
export interface Asked extends RunToTell {
  readonly models: readonly string[];
  readonly whereIsParameter?: (parameter: string) => string;
  readonly modelOption?: string;
}

/**
 * Opens what a run needs to ask.
 * @throws UsageError (exit 2) for a budget without a known price, JudgeUnusableError (exit 4) without a key
 */
export async function openAsker(request: ResolvedAskingRequest, asked: Asked): Promise<Asker> {
  refuseUnfitWays(request);
  const models = [...new Set(asked.models)];
  const price = await resolvePrice(request, models);
  if (request.budgetUsd !== undefined && price === null)
    throw new UsageError(`--budget-usd needs the price of ${models.join(", ")}`, {
      hint: "give it with --price INPUT,OUTPUT (USD per million tokens)",
    });
  // keys are the workers' alone
  const isQueued = request.queue !== undefined;
  const direct = await openEndpoint(isQueued ? { ...request, storeOnly: true } : request, asked);
  const { publicUrl } = direct;
  const stores = await openStores(request, { publicUrl, models });
  const opened = { endpoint: direct, stores, price };
  const { endpoint, ways } = request.storeOnly
    ? { endpoint: direct, ways: {} }
    : isQueued
      ? await (await import("./open-queue.js")).openQueueEndpoint(request, asked, opened)
      : request.batch
        ? await (await import("./open-batches.js")).openBatches(request, asked, opened)
        : { endpoint: direct, ways: {} };
  return {
    endpoint,
    stores,
    price,
    publicUrl,
    ways,
    async close() {
      await endpoint.close();
      await stores.close();
    },
  };
}

/** How questions are asked: the limits of the request, and the signals that stop it. */
export function askOptionsOf(
  request: ResolvedAskingRequest,
  { endpoint, stores, price, ways }: Asker,
  { stop, abort }: StopSignals,
): AskOptions {
  return {
    endpoint,
    store: stores.of,
    price,
    concurrency: request.concurrency,
    requestsPerMinute: request.rpm ?? null,
    tokensPerMinute: request.tpm ?? null,
    budgetUsd: request.budgetUsd ?? null,
    maxRetries: request.maxRetries,
    isStoreOnly: request.storeOnly ?? false,
    ...ways,
    ...(stop && { stop }),
    ...(abort && { abort }),
  };
}

/** @throws UsageError (exit 2) */
function refuseUnfitWays({ batch = false, wait = true, queue, store }: ResolvedAskingRequest): void {
  if (batch && queue !== undefined)
    throw new UsageError("--batch and --queue are two ways to ask: workers send single requests");
  if (queue !== undefined && store === "none")
    throw new UsageError("--queue gives replies up when the store has them, and --store none keeps nothing");
  if (!batch && !wait) throw new UsageError("--no-wait is for --batch: nothing else can be collected later");
  if (batch && store === "none")
    throw new UsageError("--batch keeps its batches in the store of replies, and --store none keeps nothing");
}
