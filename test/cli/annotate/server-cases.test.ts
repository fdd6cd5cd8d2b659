// The servers of ../shared/cases/servers, row by row of their table: verdicts, requests, the reason of the rest, exit code.
// A run has 60 judgements, 56 of them asked; `weighted` in one order 30 and 28.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { workFolder } from "../../command.js";
import { describeWithShared, shared } from "../../shared-data.js";
import { runLceval } from "../lceval.js";

const folder = shared("cases/servers") ?? "";

interface Expected {
  readonly judged: number;
  /** At most, where two are given; exactly else. */
  readonly requests: number | readonly [least: number, most: number];
  readonly reasons?: readonly string[];
  readonly exit: number;
  readonly says?: RegExp;
}
interface Row extends Expected {
  readonly case: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly base?: string;
  readonly lceval?: Readonly<Record<string, string>>;
  readonly isGeneration?: true;
}

const weighted = ["--judge", "weighted", "--order", "both"];
const all = { judged: 60, requests: 56, exit: 0 };
const none = { judged: 4, exit: 4 };
/** What no repeat can help. */
const atOnce = { requests: [1, 6] as const, judged: 2, exit: 4 };
const priced = ["--price", "3,15"];
const errors: Readonly<Record<string, RegExp>> = {
  "openrouter-raw": /below minimum value/,
  "openrouter-raw-403": /Country, region/,
  "openrouter-model": /does not know the model/,
  "openrouter-noendpoints": /does not know the model/,
  "openrouter-200-402": /quota .* used up: 402 Insufficient credits/,
  "litellm-model": /does not know the model/,
  "litellm-logprobs": /does not accept "logprobs"[\s\S]*verdict/,
  "litellm-key": /does not accept the key/,
  "litellm-budget": /Budget has been exceeded/,
  "together-model": /does not know the model/,
  "together-logprobs": /maximum of 1/,
  "fireworks-model": /does not know the model/,
  "deepseek-model": /does not know the model/,
  "deepseek-format": /response_format/,
  "mistral-model": /does not know the model/,
  "mistral-logprobs": /"logprobs"[\s\S]*verdict/,
  "groq-tpd": /432 s/,
  "groq-decommissioned": /does not know the model/,
  "vllm-system": /no system message/,
  "ollama-model": /does not know the model/,
  "lmstudio-nomodel": /does not know the model/,
  "nim-model": /does not know the model/,
  "xai-param": /"logprobs"[\s\S]*verdict/,
  "bedrock-min": /at least 16/,
  "tgi-format": /<= 5/,
};
const texts: Readonly<Record<string, Partial<Expected>>> = {
  "only-reasoning": { ...none, requests: [20, 56], reasons: ["unparsable"], says: /only in the thoughts/ },
  "only-reasoning-new": {
    ...none,
    requests: [20, 56],
    reasons: ["unparsable"],
    says: /only in the thoughts/,
  },
  // an object is read as the JSON that it stands for
  "content-object": {},
  refusal: { judged: 4, reasons: ["refused"], exit: 5, says: /can't assist/ },
  "refusal-verdict": { judged: 4, reasons: ["refused"], exit: 5 },
  "oss-leak": {},
  "oss-leak-oneline": {},
  "oss-analysis-only": { ...none, requests: [20, 56], reasons: ["unparsable"] },
  "unclosed-think-stop": { ...none, requests: [20, 56], reasons: ["unparsable"] },
  "seed-think": {},
  "seed-think-cut": { ...none, requests: [20, 56], reasons: ["unparsable"] },
  "kimi-think": {},
  magistral: {},
  "finish-SAFETY": { judged: 4, reasons: ["refused"], exit: 5 },
  "finish-sensitive": { judged: 4, reasons: ["refused"], exit: 5 },
  "finish-filter-prefixed": { judged: 4, reasons: ["refused"], exit: 5 },
  "finish-null": {},
  "multi-choice": {},
};

const rows: readonly Row[] = [
  ...["01-xai-403", "02-openrouter-403"].map((name) => ({
    ...all,
    case: name,
    judged: 58,
    reasons: ["refused"],
  })),
  {
    ...all,
    case: "03-waf-403",
    judged: 58,
    requests: [57, 60],
    reasons: ["refused"],
    says: /403 Forbidden.*firewall\?/,
  },
  ...[{}, { NULLS: "1" }].map((env) => ({
    ...all,
    case: "04-finish-error",
    env,
    requests: [57, 76] as const,
  })),
  ...["{}", '{"total_tokens":5}'].map((USAGE) => ({
    ...all,
    case: "06-usage-nulls",
    env: { USAGE },
    says: /cost unknown/,
  })),
  { ...all, case: "37-usage-once", args: priced },
  ...[" ", "▁"].map((SPACE) => ({
    ...all,
    case: "07-space-token",
    env: { SPACE },
    args: weighted,
    says: /trimmed-labels/,
  })),
  { ...all, case: "08-only-space-tokens", args: weighted },
  {
    ...none,
    case: "09-think-token",
    args: weighted,
    requests: [5, 40],
    reasons: ["unparsable"],
    says: /verdict/,
  },
  { ...all, case: "10-legacy-logprobs", args: weighted },
  ...["list", "dict", "nulltoken", "nolog"].map((SHAPE) => ({
    ...all,
    case: "11-logprobs-shapes",
    env: { SHAPE },
  })),
  ...["dict", "nulltoken", "nolog"].map((SHAPE) => ({
    ...all,
    case: "11-logprobs-shapes",
    env: { SHAPE },
    args: weighted,
  })),
  {
    ...none,
    case: "11-logprobs-shapes",
    env: { SHAPE: "list" },
    args: weighted,
    requests: [5, 40],
    reasons: ["missing-logprobs"],
  },
  {
    ...all,
    case: "13-tool-args-object",
    args: ["--judge", join(folder, "fnjudge")],
    judged: 30,
    requests: 28,
  },
  {
    ...all,
    case: "15-four-times-room",
    args: ["--judge", "cot"],
    judged: 58,
    requests: 58,
    reasons: ["unparsable"],
    says: /cut at 1500 tokens/,
  },
  ...["verdict", "cot", "label"].map((judge) => ({
    ...all,
    case: "16-gpt5",
    args: ["--judge", judge, "--judge-model", "gpt-5-mini"],
  })),
  { ...all, case: "16-gpt5", args: ["--judge-model", "unheard-of"], requests: 58, says: /adapted: / },
  {
    ...atOnce,
    case: "16-gpt5",
    args: ["--judge", "weighted", "--judge-model", "gpt-5-mini"],
    says: /--judge verdict/,
  },
  { ...all, case: "16-gpt5", args: ["--judge", join(folder, "reasoner")] },
  { ...atOnce, case: "16-gpt5", args: ["--judge", join(folder, "reasonlp")] },
  { ...atOnce, ...none, case: "17-lmstudio-no-v1", base: "", says: /Unexpected endpoint[\s\S]*\/v1/ },
  { ...all, case: "17-lmstudio-no-v1", env: { SERVED: "gemma-3-1b" }, says: /served-model/ },
  { ...all, case: "18-gemini", args: ["--judge-model", "gemini-2.5-flash", ...priced] },
  { ...atOnce, ...none, case: "18-gemini", env: { BADKEY: "1" }, says: /does not accept the key/ },
  { ...atOnce, ...none, case: "18-gemini", env: { QUOTA: "1" }, says: /quota .* used up[\s\S]*35 s/ },
  {
    ...all,
    case: "19-azure",
    base: "",
    args: ["--judge-model", "azure/gpt-4-turbo"],
    lceval: { AZURE_OPENAI_API_KEY: "azure-key-1" },
  },
  { ...all, case: "20-anthropic", args: ["--judge-model", "claude-sonnet-4-5"] },
  {
    ...none,
    judged: 2,
    case: "20-anthropic",
    args: ["--judge", "weighted"],
    requests: [1, 16],
    reasons: ["missing-logprobs"],
    says: /--judge verdict/,
  },
  ...Object.entries(errors).map(([ERR, says]) => ({
    ...atOnce,
    case: "21-errors",
    env: { ERR },
    args: ["--judge", "weighted"],
    says,
  })),
  ...[
    "openrouter-200-429",
    "empty-choices",
    "null-choices",
    "error-string-200",
    "llamacpp-loading",
    "nim-202",
  ].map((ERR) => ({
    ...{ case: "21-errors", env: { ERR }, args: ["--judge", "weighted", "--max-retries", "1"] },
    ...{ judged: 2, requests: [2, 20] as const, exit: 4, reasons: ["http"] },
  })),
  {
    case: "21-errors",
    env: { ERR: "groq-413" },
    args: ["--judge", "weighted"],
    judged: 2,
    requests: 28,
    reasons: ["too-long"],
    exit: 5,
  },
  { ...all, case: "23-one-slot", env: { MS: "15" }, args: ["--timeout-ms", "400"], requests: [56, 112] },
  ...[
    "bom",
    "gzip",
    "gzip-upper",
    "gzip-twice",
    "gzip-nohdr",
    "gzip-wrong",
    "newlines",
    "textplain",
    "split",
    "close",
  ].map((KIND) => ({ ...all, case: "24-bytes", env: { KIND } })),
  ...["reset", "half"].map((KIND) => ({
    ...all,
    case: "24-bytes",
    env: { KIND },
    requests: [57, 120] as const,
  })),
  ...["sse", "204"].map((KIND) => ({
    ...none,
    case: "24-bytes",
    env: { KIND },
    args: ["--max-retries", "1"],
    requests: [2, 20] as const,
    reasons: ["http"],
  })),
  {
    ...none,
    case: "24-bytes",
    env: { KIND: "trickle" },
    args: ["--timeout-ms", "300"],
    requests: [2, 20],
    reasons: ["timeout"],
  },
  {
    ...none,
    case: "28-texts",
    env: { T: "empty-stop" },
    args: ["--max-retries", "1"],
    requests: [20, 56],
    reasons: ["http"],
    says: /an empty reply/,
  },
  ...["404", "401", "403"].map((CODE) => ({ ...all, case: "27-blip", env: { CODE }, requests: 57 })),
  ...Object.entries(texts).map(([T, expected]) => ({ ...all, case: "28-texts", env: { T }, ...expected })),
  { ...all, case: "29-xai-usage", args: ["--judge-model", "grok-4", ...priced], says: /\$1\.7696/ },
  // also under names of which nobody knows that they think
  ...[0.03, 0.1, 1].flatMap((budget) =>
    ["grok-4", "unheard-of"].map((model) => ({
      ...{ case: "29-xai-usage", args: ["--judge-model", model, ...priced, "--budget-usd", `${budget}`] },
      ...{
        judged: Number.NaN,
        requests: [0, Math.floor(budget / 0.0316)] as const,
        reasons: ["budget"],
        exit: 5,
      },
    })),
  ),
  ...["only-reasoning", "length-reasoning", "filter", "SAFETY", "refusal"].map((T) => ({
    ...{ case: "32-generate", env: { T }, isGeneration: true as const, judged: 0, requests: 5, exit: 5 },
  })),
  ...["length", "think", "think-open"].map((T) => ({
    ...{
      case: "32-generate",
      env: { T },
      isGeneration: true as const,
      judged: 5,
      requests: 5,
      exit: 0,
      says: /^! /m,
    },
  })),
  ...["finish-error", "finish-error-empty", "insufficient", "empty-stop"].map((T) => ({
    ...{ case: "32-generate", env: { T }, isGeneration: true as const, args: ["--max-retries", "1"] },
    ...{ judged: 0, requests: [5, 12] as const, exit: 5, says: /10 requests \(5 repeated\)/ },
  })),
  {
    ...none,
    case: "35-echo-header",
    lceval: { OPENAI_CUSTOM_HEADERS: "X-Planted: planted-9876543210" },
    requests: [1, 20],
    reasons: ["interrupted"],
    says: /^(?![\s\S]*planted-98)/,
  },
];

async function start(name: string, env: Row["env"]) {
  const server = spawn(process.execPath, [join(folder, `${name}.mjs`)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  const port = await new Promise<string>((resolve) =>
    server.stdout.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      const found = /PORT (\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    }),
  );
  return {
    port,
    /** How many requests it counted. */
    stop: () =>
      new Promise<number>((resolve) => {
        server.on("close", () => resolve(Number(/REQUESTS (\d+)/.exec(said)?.[1] ?? Number.NaN)));
        server.kill("SIGTERM");
        setTimeout(() => server.kill("SIGKILL"), 300);
      }),
  };
}

describeWithShared("the servers of the cases", () => {
  it.each(
    rows.map(
      (row) =>
        [`${row.case} ${Object.values(row.env ?? {}).join()} ${(row.args ?? []).join(" ")}`, row] as const,
    ),
  )("%s", async (_, row) => {
    const server = await start(row.case, row.env);
    const cwd = workFolder();
    const at = [
      "--base-url",
      `http://127.0.0.1:${server.port}${row.base ?? "/v1"}`,
      "--store",
      "none",
      "-o",
      "out.jsonl",
    ];
    const files = row.isGeneration
      ? ["generate", join(folder, "i5.jsonl"), "--model", "m"]
      : [
          "annotate",
          join(folder, "m30.jsonl"),
          "--baseline",
          join(folder, "b30.jsonl"),
          "--max-unjudged",
          "20",
        ];
    const named =
      /--judge\b|--judge-model/.test((row.args ?? []).join(" ")) || row.isGeneration
        ? []
        : ["--judge", "verdict"];
    const env = { OPENAI_API_KEY: "sk-test-0123456789", ...row.lceval };
    const { code, stderr } = await runLceval([...files, ...named, ...at, ...(row.args ?? [])], { cwd, env });
    const asked = await server.stop();
    const out = join(cwd, "out.jsonl");
    const lines = existsSync(out)
      ? readFileSync(out, "utf8")
          .trim()
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
    const judged = lines.filter(({ status, generation }) =>
      [status, generation?.status].some((each) => /^(?:judged|generated)$/.test(each)),
    );
    expect(code, stderr).toBe(row.exit);
    if (!Number.isNaN(row.judged)) expect(judged, stderr).toHaveLength(row.judged);
    const [least, most] = typeof row.requests === "number" ? [row.requests, row.requests] : row.requests;
    if (!Number.isNaN(asked)) {
      expect(asked).toBeGreaterThanOrEqual(least);
      expect(asked).toBeLessThanOrEqual(most);
    }
    if (row.reasons)
      expect([...new Set(lines.flatMap(({ reason }) => reason ?? []))]).toEqual(
        asked === 0 && row.reasons[0] !== "budget" ? [] : row.reasons,
      );
    if (row.says) expect(stderr).toMatch(row.says);
    expect(JSON.stringify(lines)).not.toContain("planted-98");
  });
});
