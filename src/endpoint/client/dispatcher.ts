import type { Socket } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { connectThrough, connectTimeoutMs } from "./proxy.js";

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
    connect: passOverContinue(proxy ? connectThrough(proxy) : buildConnector({ timeout: connectTimeoutMs })),
  });
}

/** Servers may say `100 Continue` unasked (RFC 9110, 15.2.1); undici takes it for a broken reply. */
const passOverContinue =
  (connect: buildConnector.connector): buildConnector.connector =>
  (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      readOverContinue(socket);
      callback(null, socket);
    });

function readOverContinue(socket: Socket): void {
  const read = socket.read.bind(socket);
  let begun: Buffer[] = [];
  socket.read = (size) => {
    const chunk: Buffer | null = read(size);
    if (chunk === null) return null;
    const bytes = begun.length > 0 ? Buffer.concat([...begun, chunk]) : chunk;
    begun = [];
    // a piece of a body may begin with the same words, but neither a line nor a body ends after them
    if (!/^HTTP\/1\.1 100(?: [A-Za-z ]{0,40})?(?:\r|$)/.test(bytes.toString("latin1", 0, 64))) return bytes;
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) begun = [bytes];
    else if (end + 4 < bytes.length) socket.unshift(bytes.subarray(end + 4));
    return socket.read(size);
  };
}
