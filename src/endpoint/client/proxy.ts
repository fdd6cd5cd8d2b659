// The environment's proxies → connections through them. (undici's own `EnvHttpProxyAgent` connects again without end to a
// proxy that drops connections, and does not say what a proxy answered.)
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { buildConnector } from "undici";
import { decodePart, toPublicUrl } from "./endpoint-address.js";
import { createRedact } from "./redact.js";

export const connectTimeoutMs = 10_000;

/** This machine: no proxy has it behind itself. */
const ownHost = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/;

/**
 * The proxy that the environment names for a URL: `HTTPS_PROXY` or `HTTP_PROXY`, lower case first, unless `NO_PROXY`
 * names the host, a domain it is in, `host:port`, or `*`, or it is this machine. Null for none.
 * @throws nothing; a proxy that is no http or https URL counts as none
 */
export function findProxy(url: URL, environment: Readonly<Record<string, string | undefined>>): URL | null {
  const read = (name: string) => environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || "";
  const named = read(url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  const full = named === "" || named.includes("://") ? named : `http://${named}`;
  if (!URL.canParse(full) || ownHost.test(url.hostname) || isExempt(url, read("NO_PROXY"))) return null;
  const proxy = new URL(full);
  return /^https?:$/.test(proxy.protocol) ? proxy : null;
}

function isExempt({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const targetPort = port || (protocol === "https:" ? "443" : "80");
  return noProxy.split(/[,\s]+/).some((entry) => {
    const [, name = "", entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase())!;
    const domain = name.replace(/^\*?\./, "");
    if (domain === "" || (entryPort && entryPort !== targetPort)) return false;
    return domain === "*" || hostname === domain || hostname.endsWith(`.${domain}`);
  });
}

/** A failure of the proxy itself, not of the endpoint behind it. */
class ProxyError extends Error {
  readonly code = "EPROXY";
}

/** A connector for undici that asks the proxy for a tunnel (CONNECT), inside which TLS begins where the URL wants it. */
export function connectThrough(proxy: URL): buildConnector.connector {
  const upgrade = buildConnector({ timeout: connectTimeoutMs });
  return (options, callback) => {
    openTunnel(proxy, `${options.hostname}:${options.port || (options.protocol === "https:" ? 443 : 80)}`)
      .then((socket) => {
        if (options.protocol === "https:") upgrade({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      })
      .catch((error: Error) => callback(error, null));
  };
}

function openTunnel(proxy: URL, target: string): Promise<Socket> {
  const name = `the proxy ${toPublicUrl(proxy.href)}`;
  // a proxy may say what it was sent
  const redact = createRedact([proxy.username, proxy.password].map(decodePart));
  const authorization = proxy.username
    ? {
        "proxy-authorization": `Basic ${toBase64(`${decodePart(proxy.username)}:${decodePart(proxy.password)}`)}`,
      }
    : {};
  return new Promise((resolve, reject) => {
    const fail = (what: string, cause?: Error) => reject(new ProxyError(`${name} ${what}`, { cause }));
    const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
      timeout: connectTimeoutMs,
    });
    request
      .once("connect", (response, socket) => {
        if (response.statusCode === 200) return resolve(socket as Socket);
        socket.destroy();
        fail(`answers ${response.statusCode} ${redact(response.statusMessage ?? "")}`.trim());
      })
      .once("response", (response) => {
        response.destroy();
        fail(`answers ${response.statusCode} and opens no tunnel`);
      })
      .once("timeout", () => request.destroy(new Error("it does not answer")))
      .once("error", (error: NodeJS.ErrnoException) =>
        fail(`gives no connection: ${redact(error.message)}${error.code ? ` (${error.code})` : ""}`),
      )
      .end();
  });
}

const toBase64 = (userAndPassword: string) => Buffer.from(userAndPassword).toString("base64");
