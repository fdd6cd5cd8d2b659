import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Budget } from "../../../src/endpoint/asking/budget.js";
import { findProvider } from "../../../src/pipeline/asking/provider-table.js";
import { readSampling } from "../../../src/pipeline/asking/sampling-options.js";
import { settleProvider } from "../../../src/pipeline/asking/settle-provider.js";
import { runLceval } from "../../cli/lceval.js";
import { workFolder } from "../../command.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";

const settle = async (judgeModel: string, env: Record<string, string> = {}, more: object = {}) => {
  const before = process.env;
  process.env = env;
  try {
    return await settleProvider({ judgeModel, ...more });
  } finally {
    process.env = before;
  }
};

describe("PROVIDER/MODEL names who is asked, with which key", () => {
  it.each([
    ["openai/gpt-5-mini", "gpt-5-mini", "https://api.openai.com/v1", "OPENAI_API_KEY"],
    ["anthropic/claude-sonnet-4-5", "claude-sonnet-4-5", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"],
    ["openrouter/openai/gpt-5", "openai/gpt-5", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"],
    ["ollama/qwen3:8b", "qwen3:8b", "http://localhost:11434/v1", undefined],
  ])("%s", async (name, judgeModel, baseUrl, apiKeyEnv) => {
    expect(await settle(name)).toEqual({ judgeModel, baseUrl, apiKeyEnv, provider: name.split("/")[0] });
  });

  it("a name with a slash that is no provider's is a model's, and with a base URL every name is", async () => {
    const judgeModel = "meta-llama/Llama-3.3-70B";
    expect(await settle(judgeModel)).toEqual({ judgeModel });
    const baseUrl = "http://gateway.example/v1";
    for (const name of ["openai/gpt-5", "google/gemma-3", "deepseek/deepseek-chat", "azure/gpt-4o"]) {
      expect(await settle(name, {}, { baseUrl })).toEqual({ judgeModel: name, baseUrl });
      expect(await settle(name, { OPENAI_BASE_URL: baseUrl })).toEqual({ judgeModel: name });
    }
    expect(await settle("openai/")).toEqual({ judgeModel: "openai/" });
    expect(await settle("constructor/x")).toEqual({ judgeModel: "constructor/x" });
  });

  it.each([
    [
      "https://r.openai.azure.com",
      "https://r.openai.azure.com/openai/deployments/my-gpt?api-version=2024-10-21",
    ],
    [
      "https://r.openai.azure.com/openai/deployments/other?api-version=2025-01-01",
      "https://r.openai.azure.com/openai/deployments/other?api-version=2025-01-01",
    ],
    ["https://r.openai.azure.com/openai/v1/", "https://r.openai.azure.com/openai/v1/"],
  ])("Azure at %s", async (resource, address) => {
    const expected = {
      judgeModel: "my-gpt",
      baseUrl: address,
      apiKeyEnv: "AZURE_OPENAI_API_KEY",
      provider: "azure",
    };
    expect(await settle("azure/my-gpt", { AZURE_OPENAI_ENDPOINT: resource })).toEqual(expected);
    expect(await settle("azure/my-gpt", {}, { baseUrl: resource })).toEqual(expected);
  });

  it("a provider at its own address, named in the environment or by a flag, is that provider", async () => {
    const baseUrl = "https://api.openai.com/v1";
    const expected = { judgeModel: "gpt-5-mini", provider: "openai", baseUrl };
    expect(await settle("openai/gpt-5-mini", { OPENAI_BASE_URL: `${baseUrl}/` })).toMatchObject(expected);
    expect(await settle("openai/gpt-5-mini", {}, { baseUrl })).toMatchObject(expected);
    const groq = { OPENAI_BASE_URL: "https://api.groq.com/openai/v1" };
    expect(await settle("groq/compound", groq)).toEqual({ judgeModel: "groq/compound" });
  });

  it("generate's model too; judges show says the bare name", async () => {
    const instructions = join(workFolder(), "i.jsonl");
    writeFileSync(instructions, '{"instruction":"a"}\n');
    const args = ["generate", instructions, "--model", "openai/gpt-5-mini", "-o", `${instructions}.o.jsonl`];
    const { stdout, stderr } = await runLceval([...args, "--dry-run"]);
    expect(stdout, stderr).toMatch(
      /^gpt-5-mini would answer[\s\S]*https:\/\/api\.openai\.com\/v1[\s\S]*list prices/,
    );
    const shown = await runLceval(["judges", "show", "verdict", "--judge-model", "openai/gpt-5-mini"]);
    expect(shown.stdout).toContain("model gpt-5-mini, protocol verdict");
  });

  it("Azure without an address is refused, and a provider that a found config file names", async () => {
    await expect(settle("azure/x")).rejects.toThrow(/needs the address of your resource/);
    await expect(settle("groq/x", {}, { isProviderTrusted: false })).rejects.toThrow(
      /may not say who is asked/,
    );
    const baseUrl = "http://gateway.example/v1";
    const given = { isProviderTrusted: false, baseUrl };
    expect(await settle("groq/x", {}, given)).toEqual({ judgeModel: "groq/x", ...given });
  });

  it("the table holds the providers that the documentation names", () => {
    const page = readFileSync(new URL("../../../docs/judges.md", import.meta.url), "utf8");
    const named = /`PROVIDER` is one of ([^.]*)\./.exec(page)![1]!.match(/[a-z]+/g)!;
    expect(named.length).toBe(15);
    for (const name of named) expect(findProvider(name), name).not.toBeNull();
  });
});

describe("what is stated of sampling", () => {
  it("is read as JSON where it is JSON, and goes before the judge's", () => {
    const sampling = [
      "temperature=0.5",
      'stop=["END"]',
      "service_tier=flex",
      'chat_template_kwargs={"a":false}',
    ];
    expect(readSampling({ sampling, maxTokens: 9, reasoningEffort: "low" })).toEqual({
      temperature: 0.5,
      stop: ["END"],
      service_tier: "flex",
      chat_template_kwargs: { a: false },
      max_tokens: 9,
      reasoning_effort: "low",
    });
  });

  it.each([
    [["temperature"], /KEY=VALUE is needed/],
    [["=1"], /KEY=VALUE is needed/],
    [["model=x"], /may not hold messages, model, stream, n/],
    [["top_p=1", "top_p=0.5"], /top_p is stated twice/],
    [["max_completion_tokens=5", "max_tokens=5"], /stated twice/],
  ])("%j is refused", (sampling, message) => {
    expect(() => readSampling({ sampling })).toThrow(message);
  });
});

describe("the command line", () => {
  let server: JudgeServer;
  beforeAll(async () => {
    server = await startJudgeServer(() => ({ text: "[[A]]" }));
  });
  afterAll(() => server.close());

  const folder = workFolder();
  const example = (name: string) => new URL(`../../../data/example/${name}.jsonl`, import.meta.url).pathname;
  const annotate = (args: readonly string[], env: Record<string, string> = {}) =>
    runLceval(
      [
        "annotate",
        example("model"),
        "--baseline",
        example("baseline"),
        "--max-instances",
        "1",
        "--store",
        "none",
        ...args,
      ],
      { cwd: folder, env },
    );

  it("asks Azure by its path, its version and its header, with verdict where no judge is named", async () => {
    const env = { AZURE_OPENAI_ENDPOINT: `http://127.0.0.1:${server.port}`, AZURE_OPENAI_API_KEY: "k-azure" };
    const args = [
      "--judge-model",
      "azure/my-gpt",
      "--sampling",
      "top_p=0.5",
      "--max-tokens",
      "55",
      "-o",
      "a.jsonl",
    ];
    const done = await annotate(args, env);
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining("by verdict")]);
    const { path, headers, body } = server.requests.at(-1)!;
    expect(path).toBe("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21");
    expect(headers["api-key"]).toBe("k-azure");
    expect(headers.authorization).toBeUndefined();
    expect(body).toMatchObject({ model: "my-gpt", top_p: 0.5, max_tokens: 55, temperature: 0 });
    const manifest = readFileSync(join(folder, "a.manifest.json"), "utf8");
    expect(manifest).not.toContain("k-azure");
    expect(JSON.parse(manifest).parts[0].arguments.provider).toBe("azure");
  });

  it("without a judge and a model it says what is missing", async () => {
    const done = await annotate(["-o", "b.jsonl"]);
    expect([done.code, done.stderr]).toEqual([
      2,
      expect.stringContaining("'--judge <name|path>' not specified"),
    ]);
  });

  it("a config file that was only found gains no endpoint by a provider's name", async () => {
    writeFileSync(join(folder, "lceval.config.json"), '{"judge-model": "openrouter/x/y"}');
    const env = { OPENROUTER_API_KEY: "k" };
    const found = await annotate(["--judge", "verdict", "-o", "c.jsonl"], env);
    expect([found.code, found.stderr]).toEqual([2, expect.stringContaining("may not say who is asked")]);
    const named = await annotate(
      ["--config", "lceval.config.json", "--judge", "verdict", "-o", "c.jsonl", "--dry-run"],
      env,
    );
    expect([named.code, named.stdout]).toEqual([0, expect.stringContaining("https://openrouter.ai/api/v1")]);
  });
});

describe("the budget", () => {
  it("sets twice as much aside after a reply that cost more than its room allows", () => {
    const budget = new Budget(1);
    budget.settle(budget.reserve(0.01)!, 0.1);
    expect(budget.reserve(0.01)?.worstUsd).toBeCloseTo(0.2, 12);
    for (let sent = 0; sent < 3; sent++) expect(budget.reserve(0.01)).not.toBeNull();
    expect(budget.reserve(0.01)).toBeNull();
  });
});
