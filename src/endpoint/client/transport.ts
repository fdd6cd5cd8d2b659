// What the `openai` client asks of `fetch`, done with undici's `request`: less than half the CPU of `fetch`, no redirect
// is followed (a key must not travel to another host), the whole body is read before the client sees the response, so
// that one deadline covers it, and every text the server sends is free of secrets before anything else reads it.
import type { EventEmitter } from "node:events";
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from "node:zlib";
import type { Dispatcher } from "undici";
import { decodePart, toPublicUrl } from "./endpoint-address.js";
import type { HeaderSource } from "./rate-headers.js";
import type { Redact } from "./redact.js";

/** What an attempt and the transport share, handed through the client's `fetchOptions` as `attempt`. */
export interface SharedAttempt {
  /** Its event `abort` ends the attempt; the client's own signal, two more objects a request, is not used. */
  readonly end: EventEmitter;
  /** What the request threw: the client puts an error of its own in its place, often without the cause. */
  failure?: unknown;
  /** What came, of whatever status: the client reads of an error what OpenAI's servers say. */
  reply?: ServerReply;
}

/** A whole reply, free of secrets. */
export interface ServerReply {
  readonly status: number;
  readonly text: string;
  readonly headers: HeaderSource;
}

/** The part of `fetch` that the client uses. */
export function createTransport(
  dispatcher: Dispatcher,
  redact: Redact,
  mostBytes: number,
  forwarder: URL | null = null,
): typeof fetch {
  const held = { bytes: 0 };
  const targets = new Map<string, ReturnType<typeof targetOf>>();
  return async (input, init) => {
    const { attempt, method, headers, body } = init as RequestInit & { readonly attempt: SharedAttempt };
    const address = String(input);
    const target = targets.get(address) ?? targetOf(new URL(address), forwarder);
    targets.set(address, target);
    try {
      const reply = await dispatcher.request({
        origin: target.origin,
        path: target.path,
        method: method as Dispatcher.HttpMethod,
        headers: { ...(headers as Record<string, string>), ...target.headers },
        body: body as string,
        signal: attempt.end,
      });
      const bytes = await readBody(reply.body, held);
      const text = redact(decompress(bytes, reply.headers["content-encoding"], mostBytes).toString("utf8"));
      const said = { status: reply.statusCode, text, headers: readHeaders(reply.headers, redact) };
      attempt.reply = said;
      return toResponse(said);
    } catch (error) {
      attempt.failure = forwarder ? nameProxy(forwarder, error) : error;
      throw attempt.failure;
    }
  };
}

// however many come at once: each byte becomes ten of texts and objects when its turn comes
const mostHeldBytes = 128 << 20;

/** @param held what all bodies on their way hold together */
const readBody = (body: Dispatcher.ResponseData["body"], held: { bytes: number }): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    body
      .on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        held.bytes += chunk.length;
        if (held.bytes > mostHeldBytes)
          body.destroy(new Error(`replies on their way hold ${mostHeldBytes >> 20} MB: lower --concurrency`));
      })
      .once("close", () => {
        held.bytes -= bytes;
      })
      .once("end", () => resolve(Buffer.concat(chunks)))
      .once("error", reject);
  });

function nameProxy(proxy: URL, error: unknown): Error {
  const { message, code } = error as NodeJS.ErrnoException;
  const words = `the proxy ${toPublicUrl(proxy.href)} gives no connection: ${message}`;
  return Object.assign(new Error(words), code === undefined ? {} : { code });
}

/** Where a request goes, and what it asks for there: a proxy that forwards is told the whole address. */
const targetOf = (url: URL, forwarder: URL | null) =>
  forwarder
    ? {
        origin: forwarder.origin,
        path: url.origin + url.pathname + url.search,
        headers: forwardedHeaders(url, forwarder),
      }
    : { origin: url.origin, path: url.pathname + url.search, headers: {} };

const forwardedHeaders = ({ host }: URL, { username, password }: URL): Record<string, string> => {
  const basic = Buffer.from(`${decodePart(username)}:${decodePart(password)}`).toString("base64");
  return { host, ...(username && { "proxy-authorization": `Basic ${basic}` }) };
};

/** As much of a `Response` as the client reads; a real one costs a stream and its locks. */
function toResponse({ status, text, headers }: ServerReply): Response {
  return {
    status,
    ok: status >= 200 && status < 300,
    headers,
    url: "",
    text: async () => text,
    // read by readReply, which can say what stands there instead of JSON
    json: async () => text,
  } as object as Response;
}

function readHeaders(sent: Dispatcher.ResponseData["headers"], redact: Redact): Map<string, string> {
  const headers = new Map<string, string>();
  for (const name in sent) {
    if (name !== "set-cookie") headers.set(name, redact(String(sent[name])));
  }
  return headers;
}

const unpackers: Readonly<Record<string, readonly ((bytes: Buffer, limit: ZlibOptions) => Buffer)[]>> = {
  br: [brotliDecompressSync],
  deflate: [inflateSync, inflateRawSync],
};
/** Gzip is known by its mark, so often at most. */
const mostLayers = ["gzip", "gzip", "gzip"];

/** We ask for no compression; some gateways compress all the same, say so in capitals, twice, or not at all. */
function decompress(bytes: Buffer, encoding: string | string[] | undefined, maxOutputLength: number): Buffer {
  const named = String(encoding ?? "")
    .toLowerCase()
    .split(/[\s,]+/);
  const limit = { maxOutputLength };
  return [...named.reverse(), ...mostLayers].reduce((packed, name) => {
    if (packed[0] === 0x1f && packed[1] === 0x8b) return gunzipSync(packed, limit);
    for (const unpack of unpackers[name] ?? []) {
      try {
        return unpack(packed, limit);
      } catch {
        // packed otherwise, or not at all
      }
    }
    return packed;
  }, bytes);
}
