// `--dry-run`: what would be asked and cost, without asking, writing or a key.
import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand, workFolder } from "../../command.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { annotateArguments, answerByHash, writeOutputs } from "./made-outputs.js";

let server: JudgeServer | undefined;
afterAll(() => server?.close());

describe("annotate --dry-run", () => {
  it("counts pairs, stored answers, tokens, price and minutes, and shows one request", async () => {
    server = await startJudgeServer(answerByHash);
    const cwd = workFolder();
    writeOutputs(cwd, 30);
    const planAt = (baseUrl: string, ...more: string[]) =>
      runCommand([...annotateArguments(baseUrl, ...more), "--dry-run"], { cwd, env: { OPENAI_API_KEY: "" } });
    const plan = (...more: string[]) => planAt(server!.baseUrl, ...more);
    const before = readdirSync(cwd);
    const first = await plan("--rpm", "15");
    expect(first.code, first.stderr).toBe(0);
    expect(readdirSync(cwd)).toEqual(before);
    expect(first.stdout).toContain(
      "judgements: 30; done already 0, without a request 0, in the store 0, to be asked 30",
    );
    expect(first.stdout).toMatch(/tokens: \d+ in prompts .*, at most 30 in replies/);
    expect(first.stdout).toContain("price: not known; give it with --price");
    expect((await plan("--price", "2,8")).stdout).toMatch(/price: \$0\.\d\d to \$0\.\d\d \(by --price\)/);
    expect(first.stdout).toContain("2.0 min by --rpm");
    expect(first.stdout).toContain("--- user");
    expect(first.stdout).toContain("the baseline says 0");

    expect((await runCommand(annotateArguments(server.baseUrl, "--max-instances", "12"), { cwd })).code).toBe(
      0,
    );
    expect((await plan()).stdout).toContain(
      "done already 12, without a request 0, in the store 0, to be asked 18",
    );
    expect((await plan("-o", "other.jsonl")).stdout).toContain(
      "done already 0, without a request 0, in the store 12, to be asked 18",
    );
    const atOpenAi = ["https://api.openai.com/v1", "-o", "other.jsonl"] as const;
    expect((await planAt(...atOpenAi)).stdout).toMatch(/price: \$0\.\d\d to \$0\.\d\d \(by list prices\)/);
    expect((await planAt(...atOpenAi, "--judge-model", "unheard-of")).stdout).toContain("price: not known");
    expect((await plan("--judge", "offline", "-o", "other.jsonl")).stdout).toContain("without a request 30");
    expect(server.requests).toHaveLength(12);
  });
});
