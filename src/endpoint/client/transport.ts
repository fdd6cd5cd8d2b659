// What the `openai` client asks of `fetch`, done with undici's `request`: less than half the CPU of `fetch`, no redirect
// is followed (a key must not travel to another host), the whole body is read before the client sees the response, so
// that one deadline covers it, and every text the server sends is free of secrets before anything else reads it.
import type { EventEmitter } from "node:events";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Redact } from "./redact.js";

/** What an attempt and the transport share, handed through the client's `fetchOptions` as `attempt`. */
export interface SharedAttempt {
  /** Its event `abort` ends the attempt; the client's own signal, two more objects a request, is not used. */
  readonly end: EventEmitter;
  /** What the request threw: the client puts an error of its own in its place, often without the cause. */
  failure?: unknown;
}

/** The part of `fetch` that the client uses. */
export function createTransport(dispatcher: Dispatcher, redact: Redact): typeof fetch {
  return async (input, init) => {
    const { attempt, method, headers, body } = init as RequestInit & { readonly attempt: SharedAttempt };
    const url = new URL(String(input));
    try {
      const reply = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: method as Dispatcher.HttpMethod,
        headers: Object.fromEntries(headers as Headers),
        body: body as string,
        signal: attempt.end,
      });
      const bytes = Buffer.from(await reply.body.arrayBuffer());
      const text = redact(decompress(bytes, reply.headers["content-encoding"]).toString("utf8"));
      return toResponse(reply.statusCode, text, readHeaders(reply.headers, redact));
    } catch (error) {
      attempt.failure = error;
      throw error;
    }
  };
}

/** As much of a `Response` as the client reads; a real one costs a stream and its locks. */
function toResponse(status: number, text: string, headers: ReadonlyMap<string, string>): Response {
  const ok = status >= 200 && status < 300;
  const body = ok ? text : toKnownError(text);
  return {
    status,
    ok,
    headers,
    url: "",
    text: async () => body,
    // parsed by readReply, which can say what stands there instead of JSON
    json: async () => body,
  } as object as Response;
}

function readHeaders(sent: Dispatcher.ResponseData["headers"], redact: Redact): Map<string, string> {
  const headers = new Map<string, string>();
  for (const name in sent) {
    if (name !== "set-cookie") headers.set(name, redact(String(sent[name])));
  }
  return headers;
}

const largestReplyBytes = 64 << 20;

/** We ask for no compression; some gateways compress all the same. */
function decompress(bytes: Buffer, encoding: string | string[] | undefined): Buffer {
  const limit = { maxOutputLength: largestReplyBytes };
  if (encoding === "gzip" || encoding === "x-gzip") return gunzipSync(bytes, limit);
  if (encoding === "br") return brotliDecompressSync(bytes, limit);
  if (encoding === "deflate") return inflateSync(bytes, limit);
  return bytes;
}

/** The client reads an error's `error` only; servers that are not OpenAI's say it in `detail`, `message`, or a list. */
function toKnownError(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(body) ? body[0] : body;
    if (first !== null && typeof first === "object" && "error" in first) return JSON.stringify(first);
    return JSON.stringify({ error: { message: text } });
  } catch {
    return text;
  }
}
