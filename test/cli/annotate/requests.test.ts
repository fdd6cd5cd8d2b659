// What makes a new request, and what does not; what is refused; both orders.
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { workFolder } from "../../command.js";
import { type JudgeServer, startJudgeServer } from "../../judge-server.js";
import { runHere } from "../run-here.js";
import { annotateArguments, answerByHash, readLines, verdictsOf, writeOutputs } from "./made-outputs.js";

const rows = 24;
const servers: JudgeServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function setUp(behave = answerByHash) {
  const server = await startJudgeServer(behave);
  servers.push(server);
  const cwd = workFolder();
  writeOutputs(cwd, rows);
  let asked = 0;
  /** Runs `annotate` and says how many requests that made. */
  const annotate = async (...more: string[]) => {
    const finished = await runHere(annotateArguments(server.baseUrl, ...more), { cwd });
    const requests = server.requests.length - asked;
    asked = server.requests.length;
    return { ...finished, requests };
  };
  return { server, cwd, annotate };
}

/** A copy of a shipped judge whose prompt or settings are changed. */
function changedJudge(cwd: string, name: string, change: (text: string) => string, file: string): string {
  const folder = join(cwd, name);
  cpSync(new URL("../../../prompts/weighted", import.meta.url).pathname, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));
  return folder;
}

describe("a rerun", () => {
  it("that is unchanged asks nothing and leaves every file as it is", async () => {
    const { cwd, annotate } = await setUp();
    expect(await annotate()).toMatchObject({ code: 0, requests: rows });
    const files = ["out.jsonl", "out.manifest.json"].map((file) => join(cwd, file));
    const before = files.map((file) => [readFileSync(file, "utf8"), statSync(file).mtimeMs]);
    expect(await annotate()).toMatchObject({ code: 0, requests: 0 });
    expect(files.map((file) => [readFileSync(file, "utf8"), statSync(file).mtimeMs])).toEqual(before);
  });

  it("into another file takes its answers from the store; with --store none it asks again", async () => {
    const { cwd, annotate } = await setUp();
    await annotate();
    expect(await annotate("-o", "again.jsonl")).toMatchObject({ code: 0, requests: 0 });
    expect(verdictsOf(join(cwd, "again.jsonl"))).toEqual(verdictsOf(join(cwd, "out.jsonl")));
    expect(await annotate("-o", "anew.jsonl", "--store", "none")).toMatchObject({ code: 0, requests: rows });
  });

  it("with --store-only needs no key, and says what is missing (exit 4)", async () => {
    const { server, cwd, annotate } = await setUp();
    await annotate("--max-instances", "10");
    const replay = annotateArguments(server.baseUrl, "-o", "replay.jsonl", "--store-only");
    const finished = await runHere(replay, { cwd, env: { OPENAI_API_KEY: "" } });
    expect(finished.code).toBe(4);
    expect(finished.stderr).toContain(`no reply for ${rows - 10} of ${rows} judgements; 10 were added`);
    await annotate();
    expect(await runHere(replay, { cwd, env: { OPENAI_API_KEY: "" } })).toMatchObject({ code: 0 });
    expect(server.requests).toHaveLength(rows);
    expect(verdictsOf(join(cwd, "replay.jsonl"))).toEqual(verdictsOf(join(cwd, "out.jsonl")));
  });

  it.each([
    [
      "prompt",
      (cwd: string) => ["--judge", changedJudge(cwd, "p", (text) => `${text}\nDecide.\n`, "prompt.md")],
    ],
    ["model", () => ["--judge-model", "another-judge"]],
    [
      "temperature",
      (cwd: string) => [
        "--judge",
        changedJudge(
          cwd,
          "t",
          (text) => text.replace('"temperature": 1', '"temperature": 0.5'),
          "judge.json",
        ),
      ],
    ],
  ])("with another %s makes new requests, and may not go into the same file", async (_, change) => {
    const { cwd, annotate } = await setUp();
    await annotate();
    const changed = change(cwd);
    const refused = await annotate(...changed);
    expect(refused).toMatchObject({ code: 3, requests: 0 });
    expect(refused.stderr).toContain("holds verdicts of another judge or prompt");
    expect(await annotate(...changed, "-o", "changed.jsonl")).toMatchObject({ code: 0, requests: rows });
  });

  it("with another order asks for the orders that are missing", async () => {
    const { annotate } = await setUp();
    expect(await annotate("--order", "baseline-first")).toMatchObject({ requests: rows });
    expect(await annotate("--order", "both")).toMatchObject({ code: 0, requests: rows });
    expect(await annotate("--order", "model-first", "-o", "other.jsonl")).toMatchObject({ requests: 0 });
  });

  it("with a new checkpoint under an old name is refused, or asked anew in a new file", async () => {
    const { cwd, annotate } = await setUp();
    await annotate();
    writeOutputs(cwd, rows, { flavour: "newer" });
    const refused = await annotate();
    expect(refused).toMatchObject({ code: 3, requests: 0 });
    expect(refused.stderr).toContain("holds verdicts on other outputs of model");
    expect(await annotate("-o", "newer.jsonl")).toMatchObject({ code: 0, requests: rows });
  });
});

describe("both orders", () => {
  it("are averaged; a judge that always says first gets 50 and a flip rate of 100 %", async () => {
    const { server, cwd, annotate } = await setUp(() => ({ text: "Both are fine.\n[[A]]" }));
    const { code, stderr, requests } = await annotate("--judge", "verdict");
    expect([code, requests]).toEqual([0, 2 * rows]);
    expect(stderr).toContain(`answer shown first preferred: 100.0 % of ${2 * rows}`);
    expect(stderr).toContain(`flip rate (winner changes with the order): 100.0 % of ${rows}`);
    const scored = await runHere(["score", "out.jsonl", "--format", "json", "--difficulty", "none"], {
      cwd,
    });
    expect(JSON.parse(scored.stdout).results[0]).toMatchObject({
      win_rate: 50,
      n_total: rows,
      n_draws: rows,
    });
    // what an earlier run judged counts too
    const half = ["--judge", "verdict", "-o", "half.jsonl"];
    await annotate(...half, "--order", "baseline-first");
    expect((await annotate(...half)).stderr).toContain(`100.0 % of ${rows}`);
    expect(server.requests).toHaveLength(2 * rows);
  });

  it("of a judge that sees no order: a flip rate of 0 %", async () => {
    const { annotate } = await setUp(({ body }) => {
      const text = body.messages!.map(({ content }) => content).join("\n");
      const isModelFirst = text.indexOf("a plain answer") < text.indexOf("the baseline says");
      return { text: isModelFirst ? "[[A]]" : "[[B]]" };
    });
    const { stderr } = await annotate("--judge", "verdict");
    expect(stderr).toContain(`answer shown first preferred: 50.0 % of ${2 * rows}`);
    expect(stderr).toContain(`flip rate (winner changes with the order): 0.0 % of ${rows}`);
  });

  it("are both needed by a judge that sees one answer at a time", async () => {
    const { annotate } = await setUp();
    const refused = await annotate("--judge", "score", "--order", "model-first");
    expect(refused).toMatchObject({ code: 2, requests: 0 });
    expect(refused.stderr).toContain("sees one answer at a time");
  });
});

describe("several models", () => {
  it("share one run; a sample holds the same instructions for each", async () => {
    const { server, cwd, annotate } = await setUp();
    writeOutputs(cwd, rows, { name: "other", flavour: "different" });
    const sample = ["other.jsonl", "--max-instances", "7"];
    expect(await annotate(...sample)).toMatchObject({ code: 0, requests: 14 });
    const instructionsOf = (generator: string) =>
      readLines(join(cwd, "out.jsonl"))
        .filter((line) => line.generator_2 === generator)
        .map(({ instruction_id }) => instruction_id)
        .sort();
    expect(instructionsOf("other")).toHaveLength(7);
    expect(instructionsOf("other")).toEqual(instructionsOf("model"));
    expect(await annotate("other.jsonl")).toMatchObject({ code: 0, requests: 2 * rows - 14 });
    expect(server.requests).toHaveLength(2 * rows);
  });
});

describe("identical and odd outputs", () => {
  it("ties without a request; U+2028 and the like in outputs come back as they were", async () => {
    const { cwd, annotate } = await setUp();
    const odd = "one\u2028two\u2029three\u0085four\r\nfive\u0000 \ud83d\ude00 \ud800";
    const write = (generator: string, outputs: string[]) =>
      writeFileSync(
        join(cwd, `${generator}.jsonl`),
        outputs
          .map((output, i) => `${JSON.stringify({ instruction: `q${i}\u2028`, output, generator })}\n`)
          .join(""),
      );
    write("baseline", ["the same", odd, ""]);
    write("model", ["the same", `${odd}!`, "something"]);
    expect(await annotate()).toMatchObject({ code: 0, requests: 2 });
    const lines = readLines(join(cwd, "out.jsonl"));
    expect(lines).toHaveLength(3);
    const byInstruction = new Map(lines.map((line) => [line.instruction, line]));
    expect(byInstruction.get("q0\u2028")).toMatchObject({ preference: 1.5, source: "identical" });
    expect(byInstruction.get("q1\u2028")).toMatchObject({ output_1: odd, output_2: `${odd}!` });
    expect(readFileSync(join(cwd, "out.jsonl"), "utf8")).not.toMatch(/[\u2028\u2029]/);
    expect(await annotate()).toMatchObject({ code: 0, requests: 0 });
  });
});

describe("--reuse", () => {
  it("serves every model that gave the same answer", async () => {
    const { cwd, annotate } = await setUp();
    writeOutputs(cwd, rows, { name: "twin" });
    await annotate();
    expect(await annotate("twin.jsonl", "--reuse", "out.jsonl", "-o", "both.jsonl")).toMatchObject({
      code: 0,
      requests: 0,
    });
    const lines = readLines(join(cwd, "both.jsonl"));
    expect(lines.filter(({ source }) => source === "reused")).toHaveLength(2 * rows);
  });

  it("takes the mean where the file has a pair in both orders", async () => {
    const { cwd, annotate } = await setUp(() => ({ text: "m", topLogprobs: [{ token: "m", logprob: 0 }] }));
    await annotate("--order", "both");
    expect(await annotate("--reuse", "out.jsonl", "-o", "mean.jsonl")).toMatchObject({
      code: 0,
      requests: 0,
    });
    const preferences = readLines(join(cwd, "mean.jsonl")).map(({ preference }) => preference);
    expect(new Set(preferences)).toEqual(new Set([1.5]));
  });
});
