import { Agent, type Dispatcher } from "undici";
import { connectThrough } from "./proxy.js";

// a chat completion is some kilobytes; a body without end must not fill the memory
const largestReplyBytes = 64 << 20;

// a socket is free again a moment after its reply is there; without spare ones the next request waits for it
const socketsPerRequest = 1.25;

/**
 * undici's dispatcher for so many requests at once, through a proxy or not. It sets no limits on time: the
 * deadline of a request is set where it is sent (Node's own 300 s would end slow reasoning judges).
 */
export function createDispatcher(mostInFlight: number, proxy: URL | null): Dispatcher {
  return new Agent({
    connections: Math.ceil(socketsPerRequest * mostInFlight),
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: largestReplyBytes,
    ...(proxy ? { connect: connectThrough(proxy) } : {}),
  });
}
