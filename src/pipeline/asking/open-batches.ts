// A request with --batch → an endpoint that asks in batches, and how questions are put to it: all at once, as it waits for
// them by itself, with a budget that holds over all runs that send and collect the batches of one output.
import { resolve } from "node:path";
import type { AskOptions } from "../../endpoint/asking/asker.js";
import { systemClock } from "../../endpoint/asking/clock.js";
import { openBatchApi } from "../../endpoint/batch/batch-api.js";
import { createBatchEndpoint } from "../../endpoint/batch/batch-endpoint.js";
import { openBatchLedger } from "../../endpoint/batch/batch-ledger.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import {
  type OpenedEndpoint,
  type RunToTell,
  resolveEndpoints,
  storeFolderOf,
  type WayOfSending,
} from "./open-endpoint.js";
import { batchesOf } from "./provider-table.js";

/** So many wait for batches at once; the texts of all of them are in memory. */
const mostInBatches = 100_000;
/** A batch takes hours: what failed in it is asked again in so many more. */
const mostRepeats = 2;
const longestSleepMs = 20;

export async function openBatches(
  request: ResolvedAskingRequest,
  { output, onNotice: say = () => {} }: RunToTell,
  { endpoint, stores, price }: OpenedEndpoint,
): Promise<WayOfSending> {
  const [options] = await resolveEndpoints(request);
  const kind = batchesOf(request, options.baseUrl);
  const ledger = await openBatchLedger(await storeFolderOf(request));
  const file = resolve(output);
  const { budgetUsd } = request;
  const ways: Partial<AskOptions> = {
    concurrency: mostInBatches,
    requestsPerMinute: null,
    tokensPerMinute: null,
    maxRetries: Math.min(mostRepeats, request.maxRetries),
    budgetUsd: budgetUsd === undefined ? null : Math.max(0, budgetUsd - ledger.spentUsd(file)),
    // what is asked again goes into the next batch, which waits long enough
    clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, longestSleepMs), signal) },
  };
  return {
    ways,
    endpoint: createBatchEndpoint({
      api: openBatchApi(options, kind),
      ledger,
      kind,
      endpoint,
      output: file,
      say,
      price,
      clock: systemClock,
      waits: request.wait ?? true,
      isStored: async (model, key) => (await stores.of(model).get(key)) !== undefined,
    }),
  };
}
