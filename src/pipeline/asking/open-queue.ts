// A request with --queue → an endpoint whose questions the workers of a queue ask. Limits are theirs together.
import { openQueue } from "../../endpoint/queue/bullmq.js";
import { createQueueEndpoint } from "../../endpoint/queue/queue-endpoint.js";
import type { ResolvedAskingRequest } from "./asking-request.js";
import type { OpenedEndpoint, RunToTell, WayOfSending } from "./open-endpoint.js";

/** More than all workers have in flight: who has nothing to do waits for who gives out work. */
const mostQueued = 4096;

export async function openQueueEndpoint(
  request: ResolvedAskingRequest,
  { onNotice: say = () => {} }: RunToTell,
  { endpoint, price }: OpenedEndpoint,
): Promise<WayOfSending> {
  const { rpm = null, tpm = null, budgetUsd = null } = request;
  const queue = await openQueue(request.queue!);
  const limits = { requestsPerMinute: rpm, tokensPerMinute: tpm, budgetUsd };
  const queued = await createQueueEndpoint({ queue, endpoint, limits, price, say }).catch(
    async (error: unknown) => {
      await queue.close();
      throw error;
    },
  );
  return { endpoint: queued, ways: { concurrency: mostQueued } };
}
