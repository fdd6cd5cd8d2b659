// What stands between us and an endpoint: proxies and certificates.
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { askAll } from "../../src/endpoint/asking/asker.js";
import { createChatEndpoint } from "../../src/endpoint/client/chat-endpoint.js";
import type { ChatRequest } from "../../src/endpoint/client/completion.js";
import { findProxy } from "../../src/endpoint/client/proxy.js";
import { noStore } from "../../src/endpoint/store/reply-store.js";
import { startJudgeServer } from "../judge-server.js";
import { createSleeplessClock } from "./virtual-clock.js";

const request: ChatRequest = {
  messages: [{ role: "user", content: "Which is better?" }],
  model: "judge",
  sampling: {},
  repeat: 0,
};

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A proxy that does this with every connection; gives its port. */
async function startProxy(
  handle: (socket: Socket) => void,
): Promise<{ port: number; connections: Socket[] }> {
  const connections: Socket[] = [];
  const proxy: Server = createServer((socket) => {
    connections.push(socket);
    socket.on("error", () => {});
    handle(socket);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  open.push({
    close: () => {
      for (const socket of connections) socket.destroy();
      proxy.close();
    },
  });
  return { port: (proxy.address() as AddressInfo).port, connections };
}

/** CONNECT to wherever was asked for ends at this port. */
const tunnelTo = (port: number) => (socket: Socket) => {
  socket.once("data", () => {
    const target = connect(port, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.on("error", () => socket.destroy());
    socket.pipe(target).pipe(socket);
  });
};

function endpointThrough(environment: Record<string, string>, baseUrl = "http://judge.example/v1") {
  const endpoint = createChatEndpoint({ baseUrl, apiKey: null, timeoutMs: 5000, environment });
  open.push(endpoint);
  return endpoint;
}

async function errorOf(endpoint: ReturnType<typeof createChatEndpoint>): Promise<unknown> {
  const questions = Array.from({ length: 50 }, (_, subject) => ({ subject, request }));
  const options = { endpoint, store: noStore, concurrency: 2, clock: createSleeplessClock() };
  try {
    for await (const _ of askAll(questions, options).outcomes);
  } catch (error) {
    return error;
  }
  return null;
}

describe("a proxy from the environment", () => {
  it.each(["HTTP_PROXY", "http_proxy"])(
    "is used (%s); plain http goes by the whole address, not through a tunnel",
    async (name) => {
      const server = await startJudgeServer();
      open.push(server);
      const { port, connections } = await startProxy((socket) => {
        const target = connect(server.port, "127.0.0.1");
        target.on("error", () => socket.destroy());
        socket.pipe(target).pipe(socket);
      });
      const endpoint = endpointThrough({ [name]: `http://127.0.0.1:${port}` });
      expect((await endpoint.complete(request)).kind).toBe("completed");
      expect(connections).toHaveLength(1);
      expect(server.requests[0]!.path).toBe("http://judge.example/v1/chat/completions");
      expect(server.requests[0]!.headers.host).toBe("judge.example");
    },
  );

  it.each(["127.0.0.1", "*", "other.example, 127.0.0.1:PORT"])(
    "is not used for what NO_PROXY=%s names",
    async (named) => {
      const server = await startJudgeServer();
      open.push(server);
      const { port, connections } = await startProxy((socket) => socket.destroy());
      const NO_PROXY = named.replace("PORT", String(server.port));
      const endpoint = endpointThrough({ HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY }, server.baseUrl);
      expect((await endpoint.complete(request)).kind).toBe("completed");
      expect(connections).toHaveLength(0);
    },
  );

  it("is found by the URL's scheme and NO_PROXY's domains", () => {
    const environment = { HTTPS_PROXY: "proxy.example:3128", NO_PROXY: ".inside.example,exact.example:8443" };
    const find = (url: string) => findProxy(new URL(url), environment)?.href ?? null;
    expect(find("https://api.example/v1")).toBe("http://proxy.example:3128/");
    expect(find("http://api.example/v1")).toBeNull();
    expect(find("https://a.inside.example/v1")).toBeNull();
    expect(find("https://inside.example/v1")).toBeNull();
    expect(find("https://outinside.example/v1")).not.toBeNull();
    expect(find("https://exact.example:8443/v1")).toBeNull();
    expect(find("https://exact.example/v1")).not.toBeNull();
    for (const own of ["localhost", "127.0.0.1:8000", "127.9.9.9", "[::1]", "0.0.0.0", "a.localhost"])
      expect(find(`https://${own}/v1`)).toBeNull();
    expect(find("https://localhost.example/v1")).not.toBeNull();
  });

  it("that drops connections is named in the hint, without its password", async () => {
    const { port } = await startProxy((socket) => socket.destroy());
    const error = await errorOf(endpointThrough({ HTTP_PROXY: `http://me:hidden-word@127.0.0.1:${port}` }));
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(
        /answers at http:\/\/judge\.example\/v1: the proxy .* gives no connection/,
      ),
      hint: expect.stringContaining(`the proxy http://127.0.0.1:${port}`),
    });
    expect(JSON.stringify([error, String(error)])).not.toContain("hidden-word");
  });

  it("that refuses the tunnel is quoted", async () => {
    const { port } = await startProxy((socket) =>
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
    );
    const error = await errorOf(endpointThrough({ HTTP_PROXY: `http://127.0.0.1:${port}` }));
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringContaining("407") });
  });
});

function makeExpiredCertificate(folder: string): { key: string; cert: string } | null {
  const [key, csr, cert] = ["key.pem", "request.csr", "cert.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  try {
    openssl("req", ...curve, ...name, "-keyout", key, "-out", csr);
    openssl(
      "x509",
      "-req",
      "-in",
      csr,
      "-signkey",
      key,
      "-days",
      "-1",
      "-copy_extensions",
      "copy",
      "-out",
      cert,
    );
    return { key, cert };
  } catch {
    return null;
  }
}

describe("TLS", () => {
  it("with an expired certificate is a clear message and exit 4, trusted issuer or not", async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "lceval-tls-"));
    open.push({ close: () => rmSync(folder, { recursive: true }) });
    const files = makeExpiredCertificate(folder);
    if (!files) return context.skip("openssl cannot make an expired certificate here");
    const server = createTlsServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(server);
    const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const error = await errorOf(endpointThrough({}, baseUrl));
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/no safe connection .*(CERT|SELF_SIGNED)/),
      hint: expect.stringContaining("clock"),
    });
    const proxy = await startProxy(tunnelTo((server.address() as AddressInfo).port));
    const HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
    const behind = baseUrl.replace("127.0.0.1", "judge.example");
    expect(await errorOf(endpointThrough({ HTTPS_PROXY }, behind))).toMatchObject({
      message: expect.stringMatching(/no safe connection .*(CERT|SELF_SIGNED)/),
    });
    expect(proxy.connections.length).toBeGreaterThan(0);
    // only a new process can be told to trust an authority
    const built = new URL("../../dist/endpoint/client/chat-endpoint.js", import.meta.url).pathname;
    if (!existsSync(built)) return;
    const code = `
      const { createChatEndpoint } = await import(${JSON.stringify(built)});
      const endpoint = createChatEndpoint({ baseUrl: ${JSON.stringify(baseUrl)}, apiKey: null });
      console.log(JSON.stringify(await endpoint.complete(${JSON.stringify(request)})));
      await endpoint.close();`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: files.cert };
    const args = ["--input-type=module", "-e", code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ failure: { kind: "fatal", cause: "tls" } });
    expect(stdout).toContain("CERT_HAS_EXPIRED");
  });

  it("asked of a server that speaks none is a clear message too", async () => {
    const server = await startJudgeServer();
    open.push(server);
    const error = await errorOf(endpointThrough({}, server.baseUrl.replace("http:", "https:")));
    expect(error).toMatchObject({ exitCode: 4, hint: expect.stringContaining("http://") });
  });
});
