// docs/providers.md, block by block: each command reaches its provider with the name that the server knows; and servers that
// behave as the providers' do are judged by every judge with no flag beyond the model's name.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLceval } from "../cli/lceval.js";
import { workFolder } from "../command.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../judge-server.js";
import { answersWorth, scriptedReplies, shownAnswers } from "../scripted-judge.js";

const page = readFileSync(new URL("../../docs/providers.md", import.meta.url), "utf8");
const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => {
  const lines = block!.trim().split("\n");
  const env = Object.fromEntries(
    [...block!.matchAll(/([A-Z_]{4,})=(\S+)/g)].map(([, name, value]) => [name!, value!.replace("…", "x")]),
  );
  return lines.filter((line) => line.startsWith("lceval ")).map((line) => [line, env] as const);
});

const cwd = workFolder();
const write = (name: string, rows: readonly object[]) =>
  writeFileSync(join(cwd, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
write("my-model.jsonl", answersWorth("mine", [7, 2, 5]));
write("baseline.jsonl", answersWorth("base", [3, 6, 5]));

const expected: Readonly<Record<string, readonly [RegExp, RegExp]>> = {
  "openai/gpt-4.1": [/https:\/\/api\.openai\.com\/v1\n/, /to gpt-4\.1:/],
  "openai/gpt-5-mini": [/https:\/\/api\.openai\.com\/v1\n/, /to gpt-5-mini:/],
  "azure/my-deployment": [
    /my-resource\.openai\.azure\.com\/openai\/deployments\/my-deployment\n/,
    /by --price/,
  ],
  "anthropic/claude-sonnet-4-5": [/https:\/\/api\.anthropic\.com\/v1\n/, /by list prices/],
  "google/gemini-2.5-flash": [
    /https:\/\/generativelanguage\.googleapis\.com\/v1beta\/openai\n/,
    /by list prices/,
  ],
  "openrouter/anthropic/claude-sonnet-4.5": [/https:\/\/openrouter\.ai\/api\/v1\n/, /by list prices/],
  "vllm/Qwen/Qwen3-8B": [/http:\/\/localhost:8000\/v1\n/, /to Qwen\/Qwen3-8B:/],
  "Qwen/Qwen3-8B": [/http:\/\/localhost:8000\/v1\n/, /to Qwen\/Qwen3-8B:/],
  "ollama/qwen3:8b": [/http:\/\/localhost:11434\/v1\n/, /price: not known/],
  "llamacpp/my-gguf": [/http:\/\/localhost:8080\/v1\n/, /price: not known/],
  "lmstudio/gemma-3-12b": [/http:\/\/localhost:1234\/v1\n/, /price: not known/],
};

describe("docs/providers.md", () => {
  it("has a command for each provider", () => {
    const named = commands.map(([line]) => /--judge-model (\S+)/.exec(line)![1]);
    expect(named).toEqual(Object.keys(expected));
  });

  it.each(commands)("%s", async (line, env) => {
    const model = /--judge-model (\S+)/.exec(line)![1]!;
    const { code, stdout, stderr } = await runLceval([...line.split(/\s+/).slice(1), "--dry-run"], {
      cwd,
      env,
    });
    expect(code, stderr).toBe(0);
    for (const pattern of expected[model]!) expect(stdout).toMatch(pattern);
  });
});

const no = (status: number, message: string, param: string | null = null): Behaviour => ({
  status,
  body: { error: { message, type: "invalid_request_error", param } },
});
/** What a provider's server turns down; null where it answers. */
const kinds: Readonly<
  Record<string, readonly [model: string, refuses: (body: SeenRequest["body"]) => Behaviour | null]>
> = {
  "GPT-5-like": [
    "gpt-5-mini",
    (body) => {
      if (body.max_tokens !== undefined) return no(400, "Unsupported parameter: 'max_tokens'", "max_tokens");
      if (body.temperature !== undefined) return no(400, "Unsupported value: 'temperature'", "temperature");
      return null;
    },
  ],
  "GPT-5-like, by a name that nobody knows": [
    "new-model",
    (body) => {
      if (body.max_tokens !== undefined) return no(400, "Unsupported parameter: 'max_tokens'", "max_tokens");
      if (body.temperature !== undefined) return no(400, "Unsupported value: 'temperature'", "temperature");
      return null;
    },
  ],
  "without structured output": [
    "x",
    (body) =>
      body.response_format === undefined ? null : no(400, "This response_format type is unavailable now"),
  ],
  "Claude-like": [
    "claude-sonnet-4-5",
    (body) =>
      body.top_p !== undefined ? no(400, "`temperature` and `top_p` cannot both be specified") : null,
  ],
  "Gemini-like": [
    "gemini-2.5-flash",
    (body) => (body.logprobs ? no(400, "Logprobs is not enabled for models/gemini-2.5-flash") : null),
  ],
  "Azure-like": ["gpt-4.1", () => null],
};

describe("servers like the providers' are judged by every judge, with no flag beyond the model's name", () => {
  let server: JudgeServer;
  let judge = "";
  let refuses: (body: SeenRequest["body"]) => Behaviour | null = () => null;
  beforeAll(async () => {
    server = await startJudgeServer((request) => {
      const [first, second] = shownAnswers(request);
      return refuses(request.body) ?? scriptedReplies[judge]!(first!.worth, second?.worth ?? Number.NaN);
    });
  });
  afterAll(() => server.close());

  const judges = ["verdict", "cot", "ranking", "score", "two-score", "label", "verdict5"];
  it.each(
    Object.entries(kinds).flatMap(([kind, [model]]) => judges.map((name) => [kind, name, model] as const)),
  )("%s: %s", async (kind, name, model) => {
    [judge, refuses] = [name, kinds[kind]![1]];
    server.requests.length = 0;
    const files = ["my-model.jsonl", "--baseline", "baseline.jsonl", "-o", `${kind}-${name}.jsonl`];
    const asked = ["--judge", name, "--judge-model", model, "--base-url", server.baseUrl, "--store", "none"];
    const { code, stderr } = await runLceval(["annotate", ...files, ...asked], { cwd });
    expect(code, stderr).toBe(0);
    const lines = readFileSync(join(cwd, `${kind}-${name}.jsonl`), "utf8")
      .trim()
      .split("\n");
    expect(lines.every((line) => JSON.parse(line).status === "judged")).toBe(true);
    expect(server.requests.length).toBeLessThanOrEqual(lines.length + (/nobody|without/.test(kind) ? 2 : 0));
  });

  it("soft verdicts: the mean of the repeats is the preference, and no repeat is one more instruction", async () => {
    const soft = await startJudgeServer(({ body, number }) => {
      expect(body.temperature).toBe(1);
      return { text: `So.\n\n[[${number % 4 === 0 ? "B" : "A"}]]` };
    });
    const files = [
      "my-model.jsonl",
      "--baseline",
      "baseline.jsonl",
      "-o",
      "soft.jsonl",
      "--order",
      "baseline-first",
    ];
    const asked = [
      "--judge",
      "verdict",
      "--sampling",
      "temperature=1",
      "--repeat",
      "4",
      "--concurrency",
      "1",
    ];
    const where = ["--base-url", soft.baseUrl, "--store", "none", "--judge-model", "m"];
    expect((await runLceval(["annotate", ...files, ...asked, ...where], { cwd })).code).toBe(0);
    await soft.close();
    const scored = await runLceval(["score", "soft.jsonl", "--difficulty", "none", "--format", "json"], {
      cwd,
    });
    const result = JSON.parse(scored.stdout).results?.[0] ?? JSON.parse(scored.stdout)[0];
    expect(result).toMatchObject({ n_total: 3, win_rate: 25 });
    expect(result.judge.repeat_sd).toBeGreaterThan(0);
  });
});
