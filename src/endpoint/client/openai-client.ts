// The `openai` client, which does the protocol, on our own connections. Its layer of time and retries is switched off: it
// ends its timeout at the headers, sleeps through aborts, obeys any Retry-After, and retries an exhausted quota.
import { EventEmitter } from "node:events";
import OpenAI from "openai";

import { classifyConnection, classifyReply } from "./classify-failure.js";
import { createDispatcher, largestReplyBytes } from "./dispatcher.js";
import { decodePart, readEndpointAddress } from "./endpoint-address.js";
import type { EndpointOptions } from "./endpoint-options.js";
import { type Failure, transient } from "./failure.js";
import { findProxy } from "./proxy.js";
import { createRedact } from "./redact.js";
import { createTransport, type SharedAttempt } from "./transport.js";

/**
 * Takes address and headers from the first request to a path: making them anew costs as much as sending. Headers become a
 * plain object, as the client's log and the transport would make one of them at every request.
 */
function buildOnce(client: OpenAI): void {
  const build = client.buildRequest.bind(client);
  const firstByPath = new Map<string, Awaited<ReturnType<typeof build>>>();
  client.buildRequest = async (options) => {
    let first = firstByPath.get(options.path);
    if (!first) {
      const built = await build(options);
      const headers = Object.fromEntries(built.req.headers as Headers) as object as Headers;
      first = { ...built, req: { ...built.req, headers } };
      firstByPath.set(options.path, first);
    }
    const { body } = options;
    const toBytes = () => (Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)));
    const bytes = body === undefined ? {} : { body: toBytes() };
    return { ...first, req: { ...first.req, ...bytes, ...options.fetchOptions } as typeof first.req };
  };
}

export interface OpenClient {
  readonly client: OpenAI;
  /** The endpoint's URL without user, password and query. */
  readonly publicUrl: string;
  readonly proxy: URL | null;
  close(): Promise<void>;
}

const secretsOf = (proxy: URL | null) =>
  proxy === null ? [] : [proxy.username, proxy.password].map(decodePart);

/** Names of vendors, for which gateways have headers, and words of every reply are no secrets: taken out, they break replies. */
const openWord =
  /^(openai|anthropic|google|vertex|gemini|mistral|deepseek|together|fireworks|bedrock|azure-openai|content|assistant|message|system|finish|default|enabled|disabled)$/i;
const defaultConnections = 16;
// the client insists on a key; a keyless server ignores it
const noKey = "no-key";

/** @throws UsageError when the base URL is no http or https URL. */
export function openClient(options: EndpointOptions): OpenClient {
  const { apiKey, baseUrl, connections = defaultConnections, environment = process.env } = options;
  const { publicUrl, query, basicAuthorization, secrets } = readEndpointAddress(baseUrl);
  const proxy = findProxy(new URL(publicUrl), environment);
  // plain http goes through a proxy by the whole address: many open tunnels to port 443 only
  const isHttp = publicUrl.startsWith("http:");
  const { headers = {}, mostReplyBytes = largestReplyBytes(connections) } = options;
  const dispatcher = createDispatcher(connections, isHttp ? null : proxy, mostReplyBytes);
  // of "Bearer abc" the second part is a secret by itself
  const held = Object.values(headers)
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter((value) => !openWord.test(value));
  const redact = createRedact([apiKey ?? "", ...secrets, ...held, ...secretsOf(proxy)]);
  const isOpenAi = new URL(publicUrl).hostname === "api.openai.com";
  const client = new OpenAI({
    apiKey: apiKey ?? noKey,
    baseURL: publicUrl,
    defaultQuery: query,
    // a URL with user and password says how it wants to be asked
    defaultHeaders: {
      ...(basicAuthorization && { authorization: basicAuthorization }),
      ...keyOfAzure(options),
      ...headers,
    },
    ...(isOpenAi ? {} : { organization: null, project: null }),
    fetch: createTransport(dispatcher, redact, mostReplyBytes, isHttp ? proxy : null),
    maxRetries: 0,
    // the deadline is ours; the client's must not come first
    timeout: 2 ** 31 - 1,
    logLevel: "off",
  });
  buildOnce(client);
  return { client, publicUrl, proxy, close: () => dispatcher.destroy() };
}

const keyOfAzure = ({ isAzure = false, apiKey }: EndpointOptions) =>
  isAzure && apiKey !== null && !apiKey.startsWith("eyJ") ? { "api-key": apiKey, authorization: null } : {};

const describeTimeout = (ms: number): string =>
  `no whole reply within ${ms} ms (--timeout-ms; a server that answers few requests at once wants a lower --concurrency)`;

export interface AttemptLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The names of the sampling parameters that are sent. */
  readonly sampling: readonly string[];
}

/** Sends once, within a deadline. Never throws: what goes wrong is a failure that says what it means. */
export async function attemptOnce<Result>(
  { timeoutMs, signal, sampling }: AttemptLimits,
  send: (attempt: SharedAttempt) => Promise<Result>,
): Promise<Result | { readonly kind: "failed"; readonly failure: Failure }> {
  const shared: SharedAttempt = { end: new EventEmitter() };
  let ended: "aborted" | "timeout" | null = null;
  let giveUp = () => {};
  const end = (how: "aborted" | "timeout") => {
    ended ??= how;
    shared.end.emit("abort");
    // a request that undici gave up is settled at once; one that it left is settled here
    setImmediate(giveUp);
  };
  const describe = (how: typeof ended, { reply, failure }: SharedAttempt, error: unknown): Failure => {
    if (how === "aborted") return { kind: "aborted" };
    if (how === "timeout") return transient({ reason: "timeout", detail: describeTimeout(timeoutMs) });
    return reply
      ? classifyReply(reply, { nowMs: Date.now(), sampling })
      : classifyConnection(failure ?? error);
  };
  const onAbort = () => end("aborted");
  const deadline = setTimeout(() => end("timeout"), timeoutMs);
  // removed at the end: what listens to the run's signal must not outlive the attempt
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    const sent = send(shared);
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = () => reject(new Error("the request was given up"));
    });
    sent.catch(() => {}); // it may fail after it was given up
    return await Promise.race([sent, givenUp]);
  } catch (error) {
    if (signal?.aborted) ended ??= "aborted";
    return { kind: "failed", failure: describe(ended, shared, error) };
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", onAbort);
  }
}
