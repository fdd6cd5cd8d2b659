// Requests asked one by one → replies that came in batches. Those that arrive together are sent together, and each waits for
// its own line of the results; what the server had begun for an earlier run is taken up again. Everything else (the store,
// retries, the budget, what a failure means) is done by who asks, as of any other endpoint.
import { WakeUp } from "../asking/wake-up.js";
import { actualCostUsd } from "../asking/worst-case.js";
import type { Answer, ChatEndpoint } from "../client/chat-endpoint.js";
import type { ChatRequest } from "../client/completion.js";
import { transient } from "../client/failure.js";
import type { CostOf } from "../client/prices.js";
import { replyKey } from "../store/reply-key.js";
import type { BatchContext } from "./batch-context.js";
import type { BatchInterface } from "./batch-interface.js";
import { answerOfLine, toBatchLine } from "./batch-line.js";
import { FollowedBatch } from "./follow-batch.js";
import { recoverBatch, startBatch } from "./start-batch.js";

export interface BatchEndpointOptions extends Omit<BatchContext, "wait"> {
  /** Whether batches are waited for; else they are sent, what is ready is collected, and the rest is pending. */
  readonly waits: boolean;
  /** Whether a reply is in the store. */
  readonly isStored: (model: string, key: string) => Promise<boolean>;
  /** What a token costs in a batch; null where that is not known. */
  readonly price: CostOf | null;
}

interface Waiting {
  readonly key: string;
  readonly request: ChatRequest;
  /** Several questions may ask the same. */
  readonly waiters: {
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }[];
  /** How often it came back unanswered through no fault of its own. */
  returns: number;
}

const quietMs = 100;
const firstPollMs = 100;
const longestPollMs = 60_000;
const pollGrowth = 1.5;
const mostReturns = 5;
/** However full the server's queue is, batches do not become smaller. */
const fewestRequests = 16;

export function createBatchEndpoint(options: BatchEndpointOptions): ChatEndpoint {
  const { api, ledger, kind, endpoint, clock, say, waits } = options;
  const { publicUrl } = endpoint;
  const batches = new Map<string, FollowedBatch>();
  const batchOf = new Map<string, FollowedBatch>();
  const waiting = new Map<string, Waiting>();
  /** Asked, and in no batch yet; those that found no room in the server's queue. */
  let fresh: Waiting[] = [];
  let held: Waiting[] = [];
  let mostRequests = kind.mostRequests;
  let pollMs = firstPollMs;
  let driving: Promise<void> | null = null;
  let isStopped = false;
  /** Questions since the last look. */
  let arrivals = 0;
  let heldMs = firstPollMs;
  const news = new WakeUp();
  const never = new AbortController().signal;
  const wait = (ms: number) =>
    isStopped ? Promise.resolve() : Promise.race([clock.sleep(ms, never), news.wait()]);
  const context: BatchContext = { ...options, wait };

  for (const record of ledger.open.values())
    if (record.publicUrl === publicUrl) follow(new FollowedBatch(record));

  function follow(batch: FollowedBatch): void {
    batches.set(batch.record.ticket, batch);
    for (const key of batch.record.keys) batchOf.set(key, batch);
  }

  const settle = (each: Waiting, answer: Answer) => {
    waiting.delete(each.key);
    for (const { resolve } of each.waiters) resolve(answer);
  };
  /** Sends everybody home: whose request is in a batch finds its reply the next time. */
  const release = () => {
    fresh = [];
    for (const each of [...waiting.values()])
      settle(each, {
        kind: "unsent",
        why: batchOf.has(each.key) || held.includes(each) ? "pending" : "called-off",
      });
    held = [];
  };
  const waitingIn = ({ record }: FollowedBatch) => record.keys.flatMap((key) => waiting.get(key) ?? []);

  /** Deals out what a batch that ended has for those who wait. */
  const deal = (batch: FollowedBatch) => {
    const returned: Waiting[] = [];
    // answers first: they prove the endpoint before a failure is held against it
    const all = waitingIn(batch).filter(({ key }) => batchOf.get(key) === batch);
    const first = all.filter(({ key }) => batch.isAnswered(key));
    const others = all.filter(({ key }) => !batch.isAnswered(key));
    for (const each of [...first, ...others]) {
      batchOf.delete(each.key);
      const answer = answerFrom(batch, each);
      if (answer !== null) settle(each, answer);
      else returned.push(each);
    }
    if (batch.fate === "no-room") held.push(...returned);
    else fresh.push(...returned);
  };
  /** Null where it is to be sent once more. */
  const answerFrom = (batch: FollowedBatch, each: Waiting): Answer | null => {
    const line = batch.replyTo(each.key);
    if (line === "called-off") return { kind: "unsent", why: "called-off" };
    if (line !== null) {
      const answer = answerOfLine(line, each.request);
      return answer.kind === "completed"
        ? { ...answer, settled: () => batch.settled(each.key, answer) }
        : answer;
    }
    if (batch.fate !== "no-room" && ++each.returns > mostReturns) return lost(each.returns);
    return null;
  };

  const send = async () => {
    const chosen = fresh;
    fresh = [];
    for (const chunk of toChunks(chosen, mostRequests, kind)) {
      if (isStopped) return;
      const lines = chunk.map(({ key, request }) => toBatchLine(key, request, kind.path));
      const keys = chunk.map(({ key }) => key);
      const model = chunk[0]!.request.model;
      follow(await startBatch({ model, keys, lines }, context));
    }
    pollMs = firstPollMs;
  };

  const look = async (batch: FollowedBatch) => {
    if (batch.record.id === null) {
      const found = await recoverBatch(batch.record, context);
      batch.record = found ?? batch.record;
      if (found === null) batch.fate = "ended";
    }
    const before = batch.fate;
    if (batch.fate === null) await batch.look(context);
    if (batch.fate === null) return;
    if (batch.fate !== "no-room") heldMs = firstPollMs;
    if (before === null) pollMs = firstPollMs;
    const isAlone = [...batches.values()].every((other) => other === batch || other.fate !== null);
    if (batch.fate === "no-room" && isAlone)
      mostRequests = Math.max(fewestRequests, Math.ceil(batch.record.keys.length / 2));
    deal(batch);
  };

  const drive = async () => {
    while (waiting.size > 0 && !isStopped) {
      for (let seen = 0; seen !== arrivals && fresh.length < mostRequests; ) {
        seen = arrivals;
        await clock.sleep(quietMs, never);
      }
      arrivals = 0;
      if (fresh.length > 0) await send();
      const followed = new Set([...waiting.keys()].flatMap((key) => batchOf.get(key) ?? []));
      for (const batch of followed) await look(batch);
      if (fresh.length > 0) continue;
      const isUnderWay = [...batches.values()].some(({ fate }) => fate === null);
      if (!waits) {
        if (held.length > 0)
          say(
            `${held.length} requests find no room in the queue of ${publicUrl} yet; the same command sends them`,
          );
        release();
      } else if (waiting.size > 0) {
        await wait(held.length > 0 ? Math.max(pollMs, heldMs) : pollMs);
        pollMs = Math.min(longestPollMs, pollMs * pollGrowth);
        const hasEnded = [...followed].some(({ fate }) => fate === "ended");
        if (held.length > 0 && (!isUnderWay || hasEnded)) {
          heldMs = Math.min(longestPollMs, 2 * heldMs);
          fresh.push(...held.splice(0));
        }
      }
    }
  };
  const start = () => {
    driving ??= drive()
      .catch((error: unknown) => {
        const all = [...waiting.values()];
        waiting.clear();
        fresh = [];
        for (const { waiters } of all) for (const { reject } of waiters) reject(error);
      })
      .finally(() => {
        driving = null;
        if (waiting.size > 0 && !isStopped) start();
      });
  };
  const heard = new WeakSet<AbortSignal>();
  const stopAt = (signal: AbortSignal | undefined) => {
    if (signal === undefined || heard.has(signal)) return;
    heard.add(signal);
    const stop = () => {
      isStopped = true;
      release();
      news.notify();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  };

  return {
    publicUrl,
    namesFor: endpoint.namesFor,
    isTogether: true,
    complete(request, { stop } = {}) {
      isStopped = false;
      stopAt(stop);
      if (stop?.aborted) return Promise.resolve({ kind: "unsent", why: "called-off" });
      const key = replyKey(publicUrl, request);
      arrivals++;
      return new Promise<Answer>((resolve, reject) => {
        const known = waiting.get(key);
        if (known) return void known.waiters.push({ resolve, reject });
        const each: Waiting = { key, request, waiters: [{ resolve, reject }], returns: 0 };
        waiting.set(key, each);
        const batch = batchOf.get(key);
        if (batch === undefined) fresh.push(each);
        else if (batch.fate !== null) deal(batch);
        start();
        news.notify();
      });
    },
    async close() {
      isStopped = true;
      news.notify();
      await driving;
      for (const batch of batches.values()) {
        const { ticket, model } = batch.record;
        if (ledger.open.has(ticket) && (await batch.isSafe((key) => options.isStored(model, key))))
          await ledger.end(ticket, sumCosts(batch.settledAnswers, model, options.price));
      }
      await ledger.close();
      await api.close();
      await endpoint.close();
    },
  };
}

/** Null where a reply did not say what it used. */
function sumCosts(answers: readonly Answer[], model: string, price: CostOf | null): number | null {
  let sum = 0;
  for (const answer of answers) {
    if (answer.kind !== "completed") continue;
    const cost = actualCostUsd(answer.completion, model, price);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}

const lost = (times: number): Answer => ({
  kind: "failed",
  failure: transient({
    detail: `${times} batches ended without a reply to it`,
    isPerhapsBilled: false,
    isReply: true,
  }),
});

/** One model a file, within the provider's limits; requests in the order in which they were asked. */
function* toChunks(
  all: readonly Waiting[],
  mostRequests: number,
  { mostBytes, path }: BatchInterface,
): Generator<Waiting[]> {
  const byModel = new Map<string, { chunk: Waiting[]; bytes: number }>();
  for (const each of all) {
    const { model } = each.request;
    const bytes = Buffer.byteLength(toBatchLine(each.key, each.request, path)) + 1;
    let open = byModel.get(model);
    if (open && (open.chunk.length >= mostRequests || open.bytes + bytes > mostBytes)) {
      yield open.chunk;
      open = undefined;
    }
    open ??= { chunk: [], bytes: 0 };
    open.chunk.push(each);
    open.bytes += bytes;
    byModel.set(model, open);
  }
  for (const { chunk } of byModel.values()) yield chunk;
}
