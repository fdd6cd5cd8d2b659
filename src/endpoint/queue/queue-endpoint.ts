// Requests → jobs of a queue, and the replies of its workers: an endpoint like any other, so the store, the journal, retries
// and what failures mean stay here, and workers need nothing but the endpoint's address and key. A job's id is the key of its
// reply. Its end and its reply are one step in Redis; it is deleted only when the reply is in the store here.
import { randomUUID } from "node:crypto";
import { actualCostUsd } from "../asking/worst-case.js";
import type { Answer, ChatEndpoint } from "../client/chat-endpoint.js";
import type { ChatRequest } from "../client/completion.js";
import type { CostOf } from "../client/prices.js";
import { replyKey } from "../store/reply-key.js";
import { type OpenQueue, type QueuedJob, registerEndpoint } from "./bullmq.js";
import { type QueueLimits, type SharedUse, settleBudget } from "./shared-limits.js";

/** What a worker is given. */
export interface AskingJob {
  readonly publicUrl: string;
  readonly request: ChatRequest;
  readonly limits: QueueLimits | null;
  readonly worst: SharedUse;
}

export interface QueueEndpointOptions {
  readonly queue: OpenQueue;
  /** The endpoint that the workers ask. */
  readonly endpoint: ChatEndpoint;
  readonly limits: Omit<QueueLimits, "run">;
  readonly price: CostOf | null;
  readonly say: (line: string) => void;
}

interface Waiting {
  readonly job: AskingJob;
  readonly resolvers: ((answer: Answer) => void)[];
  checkedAtMs: number;
}

const sweepMs = 2000;
const doubtMs = 10_000;
const commandMs = 5000;
// a job that a worker has given up for good is no job any more, and is put in again
const jobOptions = { removeOnComplete: false, removeOnFail: true };

/** A command that Redis died with may never be answered. */
async function inTime<Value>(command: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer of Redis in time")), commandMs);
  });
  command.catch(() => {});
  return Promise.race([command, late]).finally(() => clearTimeout(timer));
}

/** @throws UsageError (exit 2) where the queue is for another endpoint */
export async function createQueueEndpoint(options: QueueEndpointOptions): Promise<ChatEndpoint> {
  const { endpoint, price, say } = options;
  const { queue, redis, shownUrl } = options.queue;
  const { publicUrl } = endpoint;
  const limits: QueueLimits = { ...options.limits, run: randomUUID() };
  const isLimited = [limits.requestsPerMinute, limits.tokensPerMinute, limits.budgetUsd].some(
    (one) => one !== null,
  );
  const waiting = new Map<string, Waiting>();
  const unregister = await registerEndpoint(options.queue, publicUrl);
  const events = options.queue.openEvents();
  events.on("completed", ({ jobId, returnvalue }) => arrive(jobId, returnvalue));
  await events.waitUntilReady();
  // what was answered while nobody was here
  const left = new Map((await queue.getCompleted(0, -1)).map((job) => [job.id, job.returnvalue]));

  const put = (key: string, job: AskingJob) => queue.add("ask", job, { ...jobOptions, jobId: key });
  const remove = (key: string) => inTime(queue.remove(key)).catch(() => 0);
  const arrive = (key: string, value: unknown) => {
    const found = waiting.get(key);
    if (found === undefined) return;
    waiting.delete(key);
    const answer = (typeof value === "string" ? JSON.parse(value) : value) as Answer;
    const { model } = found.job.request;
    const costUsd = answer.kind === "completed" ? actualCostUsd(answer.completion, model, price) : null;
    if (costUsd !== null && limits.budgetUsd !== null)
      void settleBudget(redis, limits.run, found.job.worst.usd - costUsd).catch(() => {});
    const deliver = (delivered: Answer) => {
      for (const resolve of found.resolvers) resolve(delivered);
    };
    if (answer.kind === "completed") deliver({ ...answer, settled: () => void remove(key) });
    // it may be put in again under the same name only when it is gone
    else void remove(key).then(() => deliver(answer));
  };
  /** A job may be lost where Redis lost its last second, and the news of its end where the connection broke. */
  const sweep = async () => {
    const nowMs = performance.now();
    for (const [key, each] of waiting) {
      if (nowMs - each.checkedAtMs < doubtMs) continue;
      each.checkedAtMs = nowMs;
      const job: QueuedJob | undefined = await inTime(queue.getJob(key));
      const state = (job && (await inTime(job.getState()))) ?? "unknown";
      if (state === "completed") arrive(key, job!.returnvalue);
      else if (state === "unknown" || state === "failed") await inTime(put(key, each.job));
    }
  };
  let sweeping = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep).catch(() => {});
  }, sweepMs);
  if ((await queue.getWorkersCount()) === 0)
    say(
      `no worker asks for the queue ${shownUrl} yet: lceval worker --queue ${shownUrl} --base-url ${publicUrl}`,
    );

  const release = async (isAborted: boolean) => {
    for (const [key, each] of [...waiting]) {
      // what a worker has is paid for, and waited for
      if (!isAborted && (await remove(key)) === 0) continue;
      waiting.delete(key);
      const answer: Answer = isAborted
        ? { kind: "failed", failure: { kind: "aborted" } }
        : { kind: "unsent", why: "called-off" };
      for (const resolve of each.resolvers) resolve(answer);
    }
  };
  const heard = new WeakSet<AbortSignal>();
  const hear = (signal: AbortSignal | undefined, isAbort: boolean) => {
    if (signal === undefined || heard.has(signal)) return;
    heard.add(signal);
    signal.addEventListener("abort", () => void release(isAbort), { once: true });
  };

  return {
    publicUrl,
    namesFor: endpoint.namesFor,
    async complete(request, { signal, stop, worst = { tokens: 0, usd: 0 } } = {}) {
      if (stop?.aborted) return { kind: "unsent", why: "called-off" };
      hear(signal, true);
      hear(stop, false);
      const key = replyKey(publicUrl, request);
      const job: AskingJob = { publicUrl, request, limits: isLimited ? limits : null, worst };
      return new Promise<Answer>((resolve) => {
        const known = waiting.get(key);
        if (known) return void known.resolvers.push(resolve);
        waiting.set(key, { job, resolvers: [resolve], checkedAtMs: performance.now() });
        if (left.has(key)) {
          const value = left.get(key);
          left.delete(key);
          arrive(key, value);
        } else void put(key, job).catch(() => {}); // the sweep puts it in again
      });
    },
    async close() {
      clearInterval(timer);
      unregister();
      await sweeping;
      await events.close();
      await options.queue.close();
      await endpoint.close();
    },
  };
}
