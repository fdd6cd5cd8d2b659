// A worker: asks an endpoint what the runs with `--queue` want to know, until it is stopped.
import { openQueue } from "../../endpoint/queue/bullmq.js";
import { workOnQueue } from "../../endpoint/queue/queue-worker.js";
import type { ResolvedAskingRequest, StopSignals } from "../asking/asking-request.js";
import { openEndpoint } from "../asking/open-endpoint.js";
import { resolveRequest } from "../options/check-request.js";
import { type WorkerRequest, workerOptions } from "./worker-request.js";

/**
 * @returns how many requests it sent
 * @throws UsageError (2) without the packages, or where the queue is for another endpoint; JudgeUnusableError (4) without a
 *   key or a Redis
 */
export async function worker(
  given: WorkerRequest,
  {
    stop = new AbortController().signal,
    onStart,
  }: StopSignals & { readonly onStart?: (endpoint: string) => void } = {},
): Promise<number> {
  const request = resolveRequest("worker", workerOptions, given);
  const endpoint = await openEndpoint(request as unknown as ResolvedAskingRequest);
  const queue = await openQueue(request.queue);
  try {
    onStart?.(endpoint.publicUrl);
    return await workOnQueue({ queue, endpoint, concurrency: request.concurrency, stop });
  } finally {
    await queue.close();
    await endpoint.close();
  }
}
