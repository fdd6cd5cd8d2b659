// Jobs of a queue → replies of an endpoint. A worker keeps nothing: a job that it had when it died is another's after ten
// seconds, and asked once more.
import type { Answer, ChatEndpoint } from "../client/chat-endpoint.js";
import { type OpenQueue, type QueuedJob, registerEndpoint } from "./bullmq.js";
import type { AskingJob } from "./queue-endpoint.js";
import { settleRoom, takeRoom } from "./shared-limits.js";

const lockMs = 10_000;
const stalledCheckMs = 5000;
/** However often a worker dies with it, a job is asked again. */
const neverGivenUp = 1_000_000;

export interface WorkerOptions {
  readonly queue: OpenQueue;
  readonly endpoint: ChatEndpoint;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Takes no more jobs after this, and ends when those that it has are done. */
  readonly stop: AbortSignal;
}

/**
 * Asks until it is stopped.
 *
 * @returns how many requests it sent
 * @throws UsageError (exit 2) where the queue is for another endpoint
 */
export async function workOnQueue({ queue, endpoint, concurrency, stop }: WorkerOptions): Promise<number> {
  const unregister = await registerEndpoint(queue, endpoint.publicUrl);
  let asked = 0;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const work = async ({ data }: QueuedJob): Promise<Answer> => {
    const { publicUrl, request, limits, worst } = data as AskingJob;
    if (publicUrl !== endpoint.publicUrl)
      return {
        kind: "failed",
        failure: {
          kind: "fatal",
          cause: "route",
          isBare: false,
          detail: `a worker asks ${endpoint.publicUrl}`,
        },
      };
    const taken = limits && (await takeRoom(queue.redis, limits, worst, { sleep }));
    if (limits && taken === null) return { kind: "unsent", why: "over-budget" };
    asked++;
    const answer = await endpoint.complete(request);
    const usage = answer.kind === "completed" ? answer.completion.usage : null;
    if (taken && usage) await settleRoom(queue.redis, taken, usage.promptTokens + usage.completionTokens);
    return answer;
  };
  const worker = queue.openWorker(work, {
    concurrency,
    lockDuration: lockMs,
    stalledInterval: stalledCheckMs,
    maxStalledCount: neverGivenUp,
  });
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener("abort", () => resolve(), { once: true });
  });
  await worker.close();
  unregister();
  return asked;
}
