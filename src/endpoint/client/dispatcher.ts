import { Agent, type Dispatcher } from "undici";
import { connectThrough } from "./proxy.js";

// a chat completion is some kilobytes, some megabytes with log-probabilities; bodies without end must not fill the memory,
// where each byte becomes ten of texts and objects: all in flight together have so much, and each at least some
const allRepliesBytes = 64 << 20;
const leastReplyBytes = 2 << 20;

/** What one reply may hold, packed or not, where so many may come at once. */
export const largestReplyBytes = (mostInFlight: number): number =>
  Math.max(leastReplyBytes, Math.floor(allRepliesBytes / mostInFlight));

// a socket is free again a moment after its reply is there; without spare ones the next request waits for it
const socketsPerRequest = 1.25;

/**
 * undici's dispatcher for so many requests at once, through a proxy or not. It sets no limits on time: the
 * deadline of a request is set where it is sent (Node's own 300 s would end slow reasoning judges).
 */
export function createDispatcher(
  mostInFlight: number,
  proxy: URL | null,
  mostReplyBytes: number,
): Dispatcher {
  return new Agent({
    connections: Math.ceil(socketsPerRequest * mostInFlight),
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: mostReplyBytes,
    ...(proxy ? { connect: connectThrough(proxy) } : {}),
  });
}
