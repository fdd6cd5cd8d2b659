// Requests to a file, replies from one: what a cluster without a server needs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../temporary-folder.js";
import { readLines, writeOutputs } from "../annotate/made-outputs.js";
import { completeByHash, completionOf } from "../batch/batch-command.js";
import { runLceval } from "../lceval.js";

const cwd = temporaryFolder();
const at = (file: string) => join(cwd, file);
const url = "http://cluster:8000/v1";
const run = (...args: string[]) => runLceval([...args, "--base-url", url, "--store", "store"], { cwd });
const models = (judge: string) => ["model.jsonl", "--baseline", "baseline.jsonl", "--judge", judge];
const exporting = (judge: string, file: string) => run("requests", "export", ...models(judge), "-o", file);
const importing = (...replies: string[]) =>
  run("requests", "import", ...replies, "--requests", "requests.jsonl");

type Line = { custom_id: string; body: Parameters<typeof completeByHash>[0] };

/** What `vllm run-batch` writes of a file of requests. */
function runBatch(input: string, output: string, answer: (line: Line, i: number) => object): void {
  const lines = readLines(at(input)) as unknown as Line[];
  const rows = lines.map((line, i) =>
    JSON.stringify({
      id: `vllm-${i}`,
      custom_id: line.custom_id,
      response: null,
      error: null,
      ...answer(line, i),
    }),
  );
  writeFileSync(at(output), `${rows.reverse().join("\n")}\n`);
}

const respond = ({ body }: Line) => ({
  response: { status_code: 200, request_id: "r", body: completeByHash(body).body },
});

beforeAll(() => writeOutputs(cwd, 9));

describe("lceval requests", () => {
  it("writes what the store lacks, takes the replies, and annotate asks nothing more", async () => {
    const exported = await exporting("weighted", "requests.jsonl");
    expect([exported.code, exported.stdout]).toEqual([
      0,
      "requests.jsonl: 9 requests to gpt-4-turbo-2024-04-09\n",
    ]);
    const [first] = readLines(at("requests.jsonl"));
    expect(first).toMatchObject({ method: "POST", url: "/v1/chat/completions" });
    expect(Object.keys(first!.body as object)[0]).toBe("model");

    // one fails, one is left out: both are said, and exported again
    runBatch("requests.jsonl", "replies.jsonl", (line, i) =>
      i === 4
        ? { response: { status_code: 400 }, error: { error: { message: "too long", code: 400 } } }
        : respond(line),
    );
    writeFileSync(
      at("replies.jsonl"),
      readFileSync(at("replies.jsonl"), "utf8").split("\n").slice(1).join("\n"),
    );
    const some = await importing("replies.jsonl");
    expect([some.code, some.stdout]).toEqual([
      5,
      "9 requests: 7 replies added, 0 known before, 1 without a reply\n  1 failed: 400 too long\n",
    ]);
    expect((await exporting("weighted", "requests.jsonl")).stdout).toContain("2 requests");
    runBatch("requests.jsonl", "more.jsonl", respond);
    expect((await importing("more.jsonl")).code).toBe(0);
    const judged = await run("annotate", ...models("weighted"), "-o", "out.jsonl", "--store-only");
    expect(judged.code, judged.stderr).toBe(0);
    expect(judged.stderr).toContain("9 added (9 store)");
    expect((await exporting("weighted", "none.jsonl")).stdout).toContain("nothing to export");
  });

  it("refuses replies to other requests, two to one, and requests for another endpoint", async () => {
    await exporting("verdict", "requests.jsonl");
    runBatch("requests.jsonl", "replies.jsonl", respond);
    writeFileSync(
      at("foreign.jsonl"),
      `${JSON.stringify({ ...respond, custom_id: "0", response: { body: {} } })}\n`,
    );
    const foreign = await importing("foreign.jsonl");
    expect([foreign.code, foreign.stderr]).toEqual([3, expect.stringContaining("answers no request")]);
    runBatch("requests.jsonl", "second.jsonl", ({ body }) => ({
      response: { status_code: 200, body: completionOf({ text: "[[B]] or so" }, body).body },
    }));
    const twice = await importing("replies.jsonl", "second.jsonl");
    expect([twice.code, twice.stderr]).toEqual([3, expect.stringContaining("is another reply to a request")]);
    const elsewhere = await runLceval(
      ["requests", "import", "replies.jsonl", "--requests", "requests.jsonl", "--store", "store"],
      { cwd },
    );
    expect([elsewhere.code, elsewhere.stderr]).toEqual([3, expect.stringContaining("was not exported for")]);
  });

  it("holds imported replies to the judge's threshold, as it does new ones", async () => {
    writeOutputs(cwd, 9, { name: "faint", flavour: "faint" });
    const faint = ["faint.jsonl", "--baseline", "baseline.jsonl", "--judge", "weighted"];
    await run("requests", "export", ...faint, "-o", "requests.jsonl");
    const topLogprobs = ["m", "M", "The"].map((token, i) => ({
      token,
      logprob: Math.log([0.1, 0.1, 0.8][i]!),
    }));
    runBatch("requests.jsonl", "replies.jsonl", (line, i) =>
      i < 3
        ? { response: { status_code: 200, body: completionOf({ text: "The", topLogprobs }, line.body).body } }
        : respond(line),
    );
    expect((await importing("replies.jsonl")).code).toBe(0);
    const judged = await run(
      "annotate",
      ...faint,
      "-o",
      "faint-out.jsonl",
      "--max-unjudged",
      "100",
      "--store-only",
    );
    expect(judged.code, judged.stderr).toBe(0);
    expect(readLines(at("faint-out.jsonl")).filter(({ status }) => status === "unjudged")).toHaveLength(3);
  });

  it("writes a file a model", async () => {
    const { mkdirSync } = await import("node:fs");
    mkdirSync(at("jury"));
    const members = ["a", "b"].map((model) => ({ judge: "verdict", model }));
    const jury = {
      schema_version: 1,
      description: "two",
      comparable: "no",
      kind: "jury",
      combine: "mean",
      members,
    };
    writeFileSync(at("jury/judge.json"), JSON.stringify(jury));
    const exported = await exporting("jury", "jury.jsonl");
    expect(exported.code, exported.stderr).toBe(0);
    expect(exported.stdout).toBe("jury.1.jsonl: 9 requests to a\njury.2.jsonl: 9 requests to b\n");
  });
});
