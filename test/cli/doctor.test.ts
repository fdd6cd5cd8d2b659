// `lceval doctor`: where settings came from, and whether a run could begin. No secret may come out.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Behaviour, type JudgeServer, startJudgeServer } from "../judge-server.js";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

const key = "sk-planted-key-0123456789abcdef";
let server: JudgeServer;
beforeAll(async () => {
  server = await startJudgeServer(({ path, headers }): Behaviour => {
    const isQuestion = path.endsWith("/chat/completions");
    if (path.startsWith("/keyless")) return isQuestion ? {} : { status: 404, body: { detail: "Not Found" } };
    if (headers.authorization !== `Bearer ${key}`) return "unauthorized";
    if (isQuestion) return {};
    return { status: 200, body: { object: "list", data: [{ id: "model-a" }, { id: "model-b" }] } };
  });
});
afterAll(() => server.close());

interface Findings {
  readonly settings: readonly { setting: string; value: string; source: string }[];
  readonly checks: readonly { check: string; state: string; detail: string }[];
}

async function examine(
  args: readonly string[],
  env: Record<string, string>,
  config?: string,
): Promise<Findings & { code: number; everything: string; folder: string }> {
  const folder = temporaryFolder();
  if (config !== undefined) writeFileSync(join(folder, "lceval.config.yaml"), config);
  const inFolder = { LCEVAL_STORE: join(folder, "store"), ...env };
  const ran = await runLceval(["doctor", "--format", "json", ...args], { env: inFolder, cwd: folder });
  const found = ran.stdout ? (JSON.parse(ran.stdout) as Findings) : { settings: [], checks: [] };
  return { ...found, code: ran.code, everything: ran.stdout + ran.stderr, folder };
}

const checkOf = ({ checks }: Findings, name: string) => checks.find(({ check }) => check === name)!;
const settingOf = ({ settings }: Findings, name: string) => settings.find(({ setting }) => setting === name)!;

describe("lceval doctor", () => {
  it("says that all is well, and writes nothing", async () => {
    const found = await examine([], { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrl });
    expect(found.code).toBe(0);
    expect(found.checks.every(({ state }) => state === "ok")).toBe(true);
    expect(checkOf(found, "endpoint").detail).toBe(
      `${server.baseUrl} answers; takes the key; model-a gave a token; it lists 2 models: model-a, model-b`,
    );
    expect(settingOf(found, "base-url").source).toBe("environment: OPENAI_BASE_URL");
    expect(settingOf(found, "API key")).toMatchObject({
      value: "set (not shown)",
      source: "environment: OPENAI_API_KEY",
    });
    expect(readdirSync(found.folder)).toEqual([]);
  });

  it("says where each setting came from", async () => {
    const config = "judge: weighted\nbudget-usd: 5\nscore:\n  previous: r.json\n";
    const env = { OPENAI_API_KEY: key, LCEVAL_JUDGE: "cot", LCEVAL_CONCURRENCY: "4" };
    const found = await examine(["--base-url", server.baseUrl], env, config);
    const file = join(found.folder, "lceval.config.yaml");
    expect(settingOf(found, "base-url")).toMatchObject({ value: server.baseUrl, source: "flag" });
    expect(settingOf(found, "judge")).toMatchObject({ value: "cot", source: "environment: LCEVAL_JUDGE" });
    expect(settingOf(found, "concurrency").source).toBe("environment: LCEVAL_CONCURRENCY");
    expect(settingOf(found, "budget-usd")).toMatchObject({ value: "5", source: `${file}:2:1` });
    expect(settingOf(found, "score: previous")).toMatchObject({ value: "r.json", source: `${file}:4:3` });
    expect(checkOf(found, "config file").detail).toBe(file);
  });

  it("says all that is wrong in the sections of all commands, and nothing of what only some take", async () => {
    const config =
      "levle: 1\nscore:\n  level: 2\nannotate:\n  jugde: cot\norder: both\nformat: html\nbaseline: b.json\n";
    const { code, everything, folder } = await examine([], {}, config);
    const file = join(folder, "lceval.config.yaml");
    expect(code).toBe(3);
    expect(everything.trimEnd().split("\n")).toEqual([
      `error: ${file}:1:1: there is no setting "levle"; did you mean "level"?`,
      expect.stringContaining(`${file}:3:3: level is 2: `),
      expect.stringContaining(`${file}:5:3: there is no setting "jugde"`),
    ]);
  });

  it("names variables that are taken for settings and are none", async () => {
    const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrl };
    const found = await examine([], { ...env, LCEVAL_JUGDE: "cot", LCEVAL_ORDER: "both" });
    expect(found.code).toBe(0);
    expect(found.checks.filter(({ state }) => state === "problem")).toMatchObject([
      { check: "environment", detail: "LCEVAL_JUGDE sets nothing: there is no such option" },
    ]);
  });

  it("ends with 4 for a key that is refused or missing and for a host that does not answer", async () => {
    const wrong = await examine([], {
      OPENAI_API_KEY: "sk-wrong-0123456789",
      OPENAI_BASE_URL: server.baseUrl,
    });
    const missing = await examine([], {});
    const nobody = await examine(["--base-url", "http://127.0.0.1:1/v1"], { OPENAI_API_KEY: key });
    expect([wrong.code, missing.code, nobody.code]).toEqual([4, 4, 4]);
    expect(checkOf(wrong, "endpoint").detail).toContain("does not accept the key in OPENAI_API_KEY");
    expect(checkOf(missing, "endpoint").detail).toContain("OPENAI_API_KEY is not set");
    expect(checkOf(nobody, "endpoint").detail).toContain("no chat-completions endpoint answers");
    for (const { everything } of [wrong, missing, nobody]) expect(everything).not.toContain("sk-");
  });

  it("takes a server without a list of models for one that answers", async () => {
    const found = await examine(["--base-url", `http://127.0.0.1:${server.port}/keyless`], {});
    expect(found.code).toBe(0);
    expect(checkOf(found, "endpoint").detail).toContain("it lists no models");
  });

  it("ends with 7 when the store cannot be written, with 4 when that and the endpoint fail", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const args = ["--store", join(folder, "file", "store")];
    const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrl };
    const unwritable = await examine(args, env);
    expect([unwritable.code, checkOf(unwritable, "store").state]).toEqual([7, "problem"]);
    expect((await examine(args, {})).code).toBe(4);
    mkdirSync(join(folder, "store"));
    writeFileSync(join(folder, "store", "replies.jsonl"), "x".repeat(1500));
    const there = await examine(["--store", join(folder, "store")], env);
    expect(checkOf(there, "store").detail).toMatch(/: 1 file, 1\.5 KB; .* free$/);
    expect(checkOf(await examine(["--store", "none"], env), "store").detail).toBe("none: no reply is kept");
  });

  it("shows no secret, and sends none to a host that only a found config file names", async () => {
    const url = server.baseUrl.replace("http://", "http://user:pa55word@").concat("?api-key=hidden-value");
    const before = server.requests.length;
    const found = await examine([], { OPENAI_API_KEY: key }, `base-url: ${url}\njudge-model: ${key}\n`);
    expect(found.everything).not.toMatch(/pa55word|hidden-value|planted/);
    expect(settingOf(found, "base-url").value).toBe(server.baseUrl);
    const sent = server.requests.slice(before).map(({ headers }) => headers.authorization ?? "");
    expect(sent.join()).not.toContain(key);
    expect(found.code).toBe(4);
  });

  it("points at what is wrong in the config file", async () => {
    const found = await examine([], { OPENAI_API_KEY: key }, "levle: 1\n");
    expect(found.code).toBe(3);
    expect(found.everything).toContain('lceval.config.yaml:1:1: there is no setting "levle"');
  });
});
