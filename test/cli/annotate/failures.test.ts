// Every way in which a judge can fail, as docs/annotate.md lists them: the message and the exit code of each.
import { writeFileSync } from "node:fs";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CommandOptions, plantedKey, workFolder } from "../../command.js";
import { makeExpiredCertificate } from "../../expired-certificate.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";
import { runHere } from "../run-here.js";
import { annotateArguments, answerByHash, readLines, writeOutputs } from "./made-outputs.js";

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function judge(behave: (request: SeenRequest) => Behaviour): Promise<JudgeServer> {
  const server = await startJudgeServer(behave);
  closers.push(() => server.close());
  return server;
}

async function annotate(
  baseUrl: string | null,
  more: readonly string[] = [],
  env: CommandOptions["env"] = {},
  rows = 30,
) {
  const cwd = workFolder();
  writeOutputs(cwd, rows);
  const args = annotateArguments(baseUrl ?? "", "--concurrency", "4", ...more);
  const ofOpenAi = baseUrl === null ? args.filter((word) => word !== "--base-url" && word !== "") : args;
  const finished = await runHere(ofOpenAi, { cwd, env });
  return { ...finished, cwd, output: join(cwd, "out.jsonl") };
}

describe("a judge that cannot be used: exit 4, at once", () => {
  it("no key", async () => {
    const { code, stderr } = await annotate(null, [], { OPENAI_API_KEY: "" });
    expect(code).toBe(4);
    expect(stderr).toContain("no API key: the environment variable OPENAI_API_KEY is not set");
  });

  it("wrong key, which the server echoes", async () => {
    const said = { error: { message: `Incorrect API key provided: ${plantedKey}`, code: "invalid_api_key" } };
    const server = await judge(() => ({ status: 401, body: said }));
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain("does not accept the key in OPENAI_API_KEY: 401 Incorrect API key provided");
    expect(server.requests[0]!.headers.authorization).toBe(`Bearer ${plantedKey}`);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  it("wrong URL: nothing listens", async () => {
    const server = await startJudgeServer();
    await server.close();
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain(`no chat-completions endpoint answers at ${server.baseUrl}`);
    expect(stderr).toContain("ECONNREFUSED");
  });

  it("wrong URL: another path", async () => {
    const server = await judge(() => ({ status: 404, body: { error: { message: "no such route" } } }));
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain("has no chat completions");
    expect(stderr).toContain("Check --base-url");
  });

  it("an unknown model", async () => {
    const server = await judge(() => "unknown-model");
    const { code, stderr } = await annotate(server.baseUrl, ["--judge-model", "gpt-nine"]);
    expect(code).toBe(4);
    expect(stderr).toContain('does not know the model "gpt-nine"');
  });

  it("a gateway's HTML page", async () => {
    const server = await judge(() => "html");
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain("no chat-completions endpoint answers");
    expect(stderr).toContain("the reply is not JSON");
  });

  it("quota used up in the middle: what was judged is kept, and the same command goes on", async () => {
    let hasPaid = false;
    const server = await judge((request) =>
      hasPaid || request.number < 10 ? answerByHash(request) : "quota",
    );
    const { code, stderr, cwd, output } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain("is used up");
    expect(readLines(output).filter(({ status }) => status === "judged")).toHaveLength(10);
    hasPaid = true;
    const asked = server.requests.length;
    expect((await runHere(annotateArguments(server.baseUrl), { cwd })).code).toBe(0);
    expect(server.requests.length - asked).toBe(20);
  });

  it("a model without log-probabilities", async () => {
    const server = await judge((request) => ({ ...(answerByHash(request) as object), topLogprobs: [] }));
    const { code, stderr } = await annotate(server.baseUrl, [], {}, 200);
    expect(code).toBe(4);
    expect(stderr).toContain("needs log-probabilities");
    expect(stderr).toContain("--judge verdict");
    expect(server.requests.length).toBeLessThan(60);
  });

  it("replies that hold no verdict", async () => {
    const server = await judge(() => ({ text: "As a language model I cannot choose." }));
    const { code, stderr } = await annotate(server.baseUrl, ["--judge", "verdict"]);
    expect(code).toBe(4);
    expect(stderr).toContain("the first 20 replies");
    expect(stderr).toContain("As a language model I cannot choose.");
    const paste = /`lceval (judges show [^`]+)`/.exec(stderr)![1]!;
    expect((await runHere(paste.split(" "), { cwd: workFolder() })).code).toBe(0);
  });

  it("replies that hold no verdict, counted over the looks of a run that may end early", async () => {
    const server = await judge(() => ({ text: "As a language model I cannot choose." }));
    const { code, stderr } = await annotate(
      server.baseUrl,
      ["--judge", "verdict", "--until", "win_rate>=20@95%"],
      {},
      80,
    );
    expect(code).toBe(4);
    expect(stderr).toContain("the first 20 replies");
    expect(server.requests.length).toBeLessThan(40);
  });

  it("a parameter that the model refuses, by each of its names", async () => {
    const server = await judge(({ body }) => {
      const param = "max_tokens" in body ? "max_tokens" : "max_completion_tokens";
      const message = `Unsupported parameter: '${param}' is not supported with this model.`;
      return { status: 400, body: { error: { message, code: "unsupported_parameter", param } } };
    });
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(4);
    expect(stderr).toContain('does not accept "max_completion_tokens"');
    expect(stderr).toContain("max_completion_tokens where it is stated (judge.json, --sampling)");
  });

  it("an expired certificate", async () => {
    const { key, certificate } = makeExpiredCertificate();
    const server = createSecureServer({ key, cert: certificate }, (_, response) => void response.end());
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    closers.push(() => server.close());
    const trusted = join(workFolder(), "authority.pem");
    writeFileSync(trusted, certificate);
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await annotate(`https://localhost:${port}/v1`, [], {
      NODE_EXTRA_CA_CERTS: trusted,
    });
    expect(code).toBe(4);
    expect(stderr).toContain(`no safe connection to https://localhost:${port}/v1`);
    expect(stderr).toContain("CERT_HAS_EXPIRED");
  });

  it("a proxy that drops connections", async () => {
    const proxy = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    closers.push(() => proxy.close());
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { code, stderr } = await annotate("http://judge.invalid/v1", [], { HTTP_PROXY: url });
    expect(code).toBe(4);
    expect(stderr).toContain("no chat-completions endpoint answers at http://judge.invalid/v1");
    expect(stderr).toContain(`the proxy ${url} gives no connection`);
  });
});

describe("failures that a run survives", () => {
  it("another model serves from the middle on: a warning, exit 0", async () => {
    const server = await judge((request) => ({
      ...(answerByHash(request) as object),
      model: request.number < 15 ? "judge-2024-01-01" : "judge-2025-01-01",
    }));
    const { code, stderr } = await annotate(server.baseUrl);
    expect(code).toBe(0);
    expect(stderr).toContain("served-model-changed: replies come from judge-2025-01-01 now");
  });

  it("another model serves than the one asked: a warning, once", async () => {
    const server = await judge((request) => ({
      ...(answerByHash(request) as object),
      model: "gpt-4o-2024-08-06",
    }));
    const asked = ["--judge-model", "gpt-4o-mini"];
    const { code, stderr, output } = await annotate(server.baseUrl, asked);
    expect(code).toBe(0);
    expect(
      stderr.match(/served-model: replies come from gpt-4o-2024-08-06, and gpt-4o-mini was asked/g),
    ).toHaveLength(1);
    const line = readLines(output).find(({ source }) => source === "asked")!;
    expect(line.judge).toMatchObject({ model: "gpt-4o-mini", served_model: "gpt-4o-2024-08-06" });
  });

  it("content filter: unjudged, by reason; exit 5 beyond --max-unjudged", async () => {
    const server = await judge((request) => (request.number % 10 === 0 ? "filter" : answerByHash(request)));
    const few = await annotate(server.baseUrl, ["--max-unjudged", "10"]);
    expect(few.code).toBe(0);
    expect(few.stderr).toContain("without a verdict: 3 (3 refused)");
    const asked = server.requests.length;
    const again = await runHere(annotateArguments(server.baseUrl), { cwd: few.cwd });
    expect(again.code).toBe(5); // 10 % are more than 5 %
    expect(again.stderr).toContain(
      "without a verdict: 3 (3 refused); --retry-failed asks again for 3 of them",
    );
    expect(again.stderr).not.toContain(" done, ");
    expect(server.requests.length).toBe(asked); // a refusal lasts
    const retried = await runHere(annotateArguments(server.baseUrl, "--retry-failed"), { cwd: few.cwd });
    expect(server.requests.length).toBe(asked + 3);
    expect(retried.stderr).toContain("without a verdict: 1 (1 refused)");
    expect(retried.code).toBe(0);
  });

  it("a budget that runs out: exit 5, never exceeded; without a price: exit 2", async () => {
    const server = await judge(answerByHash);
    const spent = await annotate(server.baseUrl, ["--budget-usd", "0.01", "--price", "10,10"]);
    expect(spent.code).toBe(5);
    expect(spent.stderr).toMatch(/without a verdict: \d+ \(\d+ not asked \(budget\)\)/);
    expect(spent.stderr).toMatch(/ \d+ budget, for instance: .* which may cost \$0\.0\d+ or more/);
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.requests.length * 11e-5).toBeLessThanOrEqual(0.01);
    const free = await annotate(server.baseUrl, ["--budget-usd", "1", "--judge-model", "unheard-of"]);
    expect(free.code).toBe(2);
    expect(free.stderr).toContain("needs the price of unheard-of");
  });
});
