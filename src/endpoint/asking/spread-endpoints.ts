// Several servers of one model → one endpoint: each request goes to the server with the most free slots. Each has its own
// adaptive concurrency, and shows that it answers with one request at a time; one that does not answer is left out, and
// what it was asked goes to another.
import type { Answer, ChatEndpoint } from "../client/chat-endpoint.js";
import type { Failure } from "../client/failure.js";
import { AdaptiveConcurrency } from "./adaptive-concurrency.js";

interface Server {
  readonly endpoint: ChatEndpoint;
  readonly concurrency: AdaptiveConcurrency;
  inFlight: number;
  hasAnswered: boolean;
  failedInRow: number;
  pausedUntilMs: number;
}

const mostFailedInRow = 3;
const pauseMs = 500;

/**
 * The first endpoint names them all: replies are kept under its address.
 * @param mostInFlight at each of them; how many there are together is the run's to decide
 */
export function spreadOver(endpoints: readonly ChatEndpoint[], mostInFlight: number): ChatEndpoint {
  const [first] = endpoints as [ChatEndpoint];
  const live = new Set(
    endpoints.map(
      (endpoint): Server => ({
        endpoint,
        concurrency: new AdaptiveConcurrency(mostInFlight),
        inFlight: 0,
        hasAnswered: false,
        failedInRow: 0,
        pausedUntilMs: 0,
      }),
    ),
  );
  const complete: ChatEndpoint["complete"] = async (request, options = {}) => {
    const server = chooseServer(live);
    const sentAtMs = performance.now();
    server.inFlight++;
    const answer = await server.endpoint.complete(request, options);
    server.inFlight--;
    note(server, answer, sentAtMs);
    if (answer.kind !== "failed" || !isDead(server, answer.failure) || options.signal?.aborted) return answer;
    // the last one is the run's to give up
    if (live.has(server) && live.size === 1) return answer;
    if (live.delete(server))
      options.onNotice?.(
        `endpoint-left-out: ${server.endpoint.publicUrl} is asked no more in this run: ${detailOf(answer.failure)}`,
      );
    return complete(request, options);
  };
  return {
    ...first,
    keepsPace: true,
    complete,
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

/** One that was not tried yet, else the one with the most free slots; where all are busy, the least busy one. */
function chooseServer(live: ReadonlySet<Server>): Server {
  const nowMs = performance.now();
  const free = ({ concurrency, inFlight, hasAnswered, pausedUntilMs }: Server) => {
    if (pausedUntilMs > nowMs) return -inFlight;
    if (!hasAnswered) return inFlight === 0 ? Number.POSITIVE_INFINITY : -inFlight;
    return concurrency.limit - inFlight;
  };
  return [...live].reduce((best, server) => (free(server) > free(best) ? server : best));
}

function note(server: Server, answer: Answer, sentAtMs: number): void {
  if (answer.kind === "completed") {
    server.hasAnswered = true;
    server.failedInRow = 0;
    server.concurrency.noteAnswer();
    return;
  }
  if (answer.kind !== "failed" || answer.failure.kind !== "transient") return;
  const { failure } = answer;
  const isTimeout = failure.reason === "timeout";
  const nowMs = performance.now();
  server.failedInRow++;
  if (failure.isOverload || isTimeout) server.concurrency.noteOverload({ sentAtMs, nowMs, isTimeout });
  if (failure.isOverload)
    server.pausedUntilMs = nowMs + (failure.retryAfterMs ?? pauseMs * server.failedInRow);
}

/** Whether another server should be asked instead, from now on. */
function isDead({ failedInRow, hasAnswered }: Server, failure: Failure): boolean {
  if (failure.kind === "fatal") return !hasAnswered || failure.cause === "quota";
  if (failure.kind !== "transient" || failedInRow < mostFailedInRow) return false;
  return failure.isUnreached || (failure.reason === "timeout" && !hasAnswered);
}

const detailOf = (failure: Failure): string => ("detail" in failure ? failure.detail : failure.kind);
