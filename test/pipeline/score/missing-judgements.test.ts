// `score` tells what a run was to judge and its file does not hold yet.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import type { AnnotateRequest } from "../../../src/pipeline/annotate/annotate-request.js";
import { score } from "../../../src/pipeline/score/score.js";
import { type Behaviour, type JudgeServer, type SeenRequest, startJudgeServer } from "../../judge-server.js";
import { answersWorth } from "../../scripted-judge.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
const servers: JudgeServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});
let run = 0;
beforeEach(() => void run++);

const count = 12;
const write = (generator: string, worth: number, rows = count) =>
  folder.write(`${generator}.jsonl`, answersWorth(generator, Array(rows).fill(worth)));
const baseline = write("base", 5);
const one = write("one", 7);
const two = write("two", 3);
const again = "run the same annotate command again";

const outputName = () => `out-${run}.jsonl`;
const output = () => folder.path(outputName());
const manifest = () => output().replace(".jsonl", ".manifest.json");
const lines = () => folder.read(outputName()).length;

/** Annotates into the output of this test; stops at a request, the first being 1. */
async function judge(
  more: Partial<AnnotateRequest> = {},
  stopAt = Infinity,
  reply: Behaviour = { text: "[[A]]" },
) {
  const stop = new AbortController();
  const server = await startJudgeServer(({ number }: SeenRequest) => {
    if (number + 1 === stopAt) stop.abort();
    return reply;
  });
  servers.push(server);
  const usual = {
    modelOutputs: [one],
    baseline,
    judge: "verdict",
    order: "baseline-first",
    output: output(),
  };
  const asking = { baseUrl: server.baseUrl, store: "none", concurrency: 1, maxRetries: 0, maxUnjudged: 1 };
  return annotate({ ...usual, ...asking, ...more } as AnnotateRequest, { stop: stop.signal });
}

/** By model, what `score` says of the files being incomplete. */
async function incomplete(...annotations: string[]) {
  const scores = await score({
    annotations: annotations.length > 0 ? annotations : [output()],
    interval: "none",
    strength: 1,
    difficulty: "none",
  });
  return Object.fromEntries(
    scores.map(({ generator, warnings }) => [
      generator,
      warnings.filter((warning) => warning.startsWith("incomplete: ")),
    ]),
  );
}

describe("score on the file of a run", () => {
  it("that was stopped counts the pairs that are missing, until the run is done", async () => {
    expect(await judge({}, 5)).toMatchObject({ outcome: "interrupted" });
    expect(lines()).toBe(5);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 7 of 12 pairs of the run are not in the file yet; ${again}`],
    });
    await judge({}, 6);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 1 of 12 pairs of the run is not in the file yet; ${again}`],
    });
    expect(await judge()).toMatchObject({ outcome: "done" });
    expect(await incomplete()).toEqual({ one: [] });
  });

  it("for a sample says nothing when the sample is there, and counts by the last run", async () => {
    await judge({ maxInstances: 4 });
    expect(await incomplete()).toEqual({ one: [] });
    await judge({}, 3);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 5 of 12 pairs of the run are not in the file yet; ${again}`],
    });
  });

  it("counts each model by itself, and names one that has no line at all", async () => {
    await judge({ modelOutputs: [one, two] }, 15);
    expect(await incomplete()).toEqual({
      one: [],
      two: [`incomplete: 9 of 12 pairs of the run are not in the file yet; ${again}`],
    });
    run++;
    await judge({ modelOutputs: [one, two] }, 3);
    expect(await incomplete()).toEqual({
      one: [
        `incomplete: 9 of 12 pairs of the run are not in the file yet; ${again}`,
        `incomplete: none of the 12 pairs of two, which the run was for too, is in the file yet; ${again}`,
      ],
    });
    await judge({ modelOutputs: [one] });
    await judge({ modelOutputs: [two] }, 2);
    expect(await incomplete()).toEqual({
      one: [],
      two: [`incomplete: 10 of 12 pairs of the run are not in the file yet; ${again}`],
    });
  });

  it("counts judgements where a pair has several: both orders, repeats, jurors", async () => {
    await judge({}, Infinity);
    await judge({ order: "both" }, 4);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 8 of 24 judgements of the run are not in the file yet; ${again}`],
    });
    run++;
    await judge({ repeat: 3 }, 10);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 26 of 36 judgements of the run are not in the file yet; ${again}`],
    });
    run++;
    mkdirSync(folder.path("jury"), { recursive: true });
    const members = ["a", "b", "c"].map((model) => ({ judge: "verdict", model }));
    writeFileSync(
      join(folder.path("jury"), "judge.json"),
      JSON.stringify({
        schema_version: 1,
        description: "d",
        comparable: "c",
        order: "both",
        kind: "jury",
        members,
      }),
    );
    await judge({ judge: folder.path("jury") }, 13);
    expect(await incomplete()).toEqual({
      one: [`incomplete: 23 of 36 judgements of the run are not in the file yet; ${again}`],
    });
    await judge({ judge: folder.path("jury") });
    expect(await incomplete()).toEqual({ one: [] });
  });

  it("takes a line without a verdict for one that is there, and its second try for the same", async () => {
    await judge({ maxInstances: 2 });
    await judge({}, Infinity, { status: 400 });
    expect(lines()).toBe(12);
    expect(await incomplete()).toEqual({ one: [] });
    await judge({}, 4);
    expect(lines()).toBe(16);
    expect(await incomplete()).toEqual({ one: [] });
  });

  it("whose budget ran out says that pairs have no verdict; none is missing", async () => {
    const price = { inputUsd: 0, outputUsd: 1 };
    const reply = { text: "[[A]]", usage: { prompt_tokens: 10, completion_tokens: 400 } };
    const summary = await judge({ price, budgetUsd: 0.0045 }, Infinity, reply);
    expect(summary).toMatchObject({ outcome: "partial", unasked: 0 });
    expect(lines()).toBe(12);
    expect(await incomplete()).toEqual({ one: [] });
    const [scored] = await score({ annotations: [output()], interval: "none", strength: 1 });
    const { budget } = scored!.winRate.unjudged;
    expect(budget).toBeGreaterThan(0);
    expect(scored!.warnings).toContain(`unjudged: ${budget} of 12 pairs have no verdict (${budget} budget)`);
  });

  it("counts other pairs that the file held before, and every file by itself", async () => {
    const few = write("few", 7, 3);
    await judge({ modelOutputs: [few], name: "one", maxUnmatched: 1 });
    const more = folder.write("more.jsonl", answersWorth("one", Array(count).fill(7)).slice(3));
    await judge({ modelOutputs: [more], maxUnmatched: 1 }, 2);
    const expected = `incomplete: 7 of 9 pairs of the run are not in the file yet; ${again}`;
    expect(await incomplete()).toEqual({ one: [expected] });
    const first = output();
    run++;
    await judge({ modelOutputs: [two] });
    expect(await incomplete(first, output())).toEqual({ one: [expected], two: [] });
  });

  it("says nothing where the manifest does not tell: an older one, none", async () => {
    await judge({}, 5);
    const { parts, ...rest } = JSON.parse(readFileSync(manifest(), "utf8"));
    for (const models of [
      undefined,
      "one",
      [null, { generator: "one" }, { generator: "one", tasks: "12" }],
    ]) {
      writeFileSync(manifest(), JSON.stringify({ ...rest, parts: [{ ...parts[0], models }] }));
      expect(await incomplete()).toEqual({ one: [] });
    }
    expect(await incomplete(folder.write("copy.jsonl", folder.read(outputName())))).toEqual({ one: [] });
  });
});
