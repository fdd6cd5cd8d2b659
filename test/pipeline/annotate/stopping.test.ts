// Runs that a rule may end, on the example by the offline judge.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logit } from "../../../src/numerics/logistic.js";
import { annotate } from "../../../src/pipeline/annotate/annotate.js";
import type { AnnotateRequest } from "../../../src/pipeline/annotate/annotate-request.js";
import { compare } from "../../../src/pipeline/compare.js";
import { listFailed } from "../../../src/pipeline/failed.js";
import { score } from "../../../src/pipeline/score/score.js";
import { runLceval } from "../../cli/lceval.js";
import { temporaryFolder } from "../../temporary-folder.js";

const example = new URL("../../../data/example/", import.meta.url).pathname;
const until = "length_controlled_winrate>=10@95%";

const requestFor = (folder: string, changes: Partial<AnnotateRequest> = {}): AnnotateRequest => ({
  modelOutputs: [`${example}model.jsonl`],
  baseline: `${example}baseline.jsonl`,
  judge: "offline",
  output: join(folder, "judged.jsonl"),
  store: "none",
  ...changes,
});

type Line = Readonly<Record<string, unknown>>;
const linesOf = (path: string): Line[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** What a file says of each question, whatever the order and the time of its lines. */
const contentOf = (path: string) =>
  new Map(
    linesOf(path).map(({ pair_id, order, preference, reason }) => [
      `${pair_id} ${order}`,
      [preference, reason],
    ]),
  );

describe("annotate --until", () => {
  it("asks a prefix of the hashed order, ends when it is decided, and writes down what it left out", async () => {
    const folder = temporaryFolder();
    const request = requestFor(folder, { until });
    const summary = await annotate(request);
    expect(summary.looks.map(({ look, outcome }) => [look, outcome])).toEqual([
      [1, "undecided"],
      [2, "holds"],
    ]);
    expect(summary).toMatchObject({ outcome: "done", leftOut: 45, unasked: 0, unjudged: 0 });
    const lines = linesOf(request.output);
    expect(lines).toHaveLength(60);
    const left = lines.filter(({ reason }) => reason === "unasked");
    expect(left).toHaveLength(45);
    expect(left[0]).toMatchObject({ status: "unjudged", preference: null, generator_2: "example-model" });
    expect(
      left.every(
        ({ instruction, output_1, output_2 }) =>
          instruction && output_1 !== undefined && output_2 !== undefined,
      ),
    ).toBe(true);
    const rule = { rule: until, looks: 8, seed: 0, instructions: 60 };
    expect(lines.every((line) => JSON.stringify(line.until) === JSON.stringify(rule))).toBe(true);
    const { parts } = JSON.parse(readFileSync(join(folder, "judged.manifest.json"), "utf8"));
    expect(parts[0]).toMatchObject({
      until: { rule: until, looks: 8, level: 0.95, spending: "alpha*(n/N)^2" },
      looks: [{ look: 1 }, { look: 2, outcome: "holds", asked: 15 }],
    });
    expect((await listFailed({ file: request.output })).failed).toEqual([]);
  });

  it("is asked again for nothing, with the same decision", async () => {
    const request = requestFor(temporaryFolder(), { until });
    const first = await annotate(request);
    const before = readFileSync(request.output, "utf8");
    const second = await annotate(request);
    expect(second.looks).toEqual(first.looks);
    expect(second).toMatchObject({ doneBefore: 15, leftOut: 45, counts: { judged: 0 } });
    expect(readFileSync(request.output, "utf8")).toBe(before);
  });

  it("goes on after a kill at any line as if there had been none", async () => {
    const whole = requestFor(temporaryFolder(), { until });
    const { looks } = await annotate(whole);
    const lines = readFileSync(whole.output, "utf8").trim().split("\n");
    for (const kept of [1, 8, 11, 15, 16, 40]) {
      const request = requestFor(temporaryFolder(), { until });
      writeFileSync(request.output, `${lines.slice(0, kept).join("\n")}\n`);
      const resumed = await annotate(request);
      expect(resumed.looks).toEqual(looks);
      expect(contentOf(request.output)).toEqual(contentOf(whole.output));
    }
  });

  it("ends nothing where it was interrupted, and goes on there", async () => {
    const stop = new AbortController();
    const request = requestFor(temporaryFolder(), { until: "win_rate>=52@95%" });
    const interrupted = await annotate(request, {
      stop: stop.signal,
      onLook: ({ look }) => look === 2 && stop.abort(),
    });
    expect(interrupted).toMatchObject({ outcome: "interrupted", leftOut: 0 });
    expect(linesOf(request.output).some(({ reason }) => reason === "unasked")).toBe(false);
    const whole = requestFor(temporaryFolder(), { until: "win_rate>=52@95%" });
    const { looks } = await annotate(whole);
    expect((await annotate(request)).looks).toEqual(looks);
    expect(contentOf(request.output)).toEqual(contentOf(whole.output));
  });

  it("refuses another rule, another number of looks, and a rule that comes late", async () => {
    const request = requestFor(temporaryFolder(), { until });
    await annotate(request);
    const under = /lines of example-model were asked under length_controlled_winrate>=10@95%/;
    await expect(annotate({ ...request, until: "length_controlled_winrate>=11@95%" })).rejects.toThrow(under);
    await expect(annotate({ ...request, looks: 5 })).rejects.toThrow(under);
    await expect(annotate({ ...request, maxInstances: 50 })).rejects.toThrow(under);
    await expect(annotate({ ...request, seed: 1, order: "baseline-first" })).rejects.toThrow(under);
    const late = requestFor(temporaryFolder());
    await annotate(late);
    await expect(annotate({ ...late, until })).rejects.toThrow(/were asked under no rule/);
  });

  it("refuses what no interval decides, and two rules at once", async () => {
    const attempt = (changes: Partial<AnnotateRequest>) => annotate(requestFor(temporaryFolder(), changes));
    await expect(attempt({ until: "win_rate>=40" })).rejects.toThrow(/by chance sooner or later/);
    await expect(attempt({ until: "n_wins>=40" })).rejects.toThrow(/--until/);
    await expect(attempt({ until: "win_rate>=0%@95%" })).rejects.toThrow(/no interval of win_rate ends at 0/);
    await expect(attempt({ until, untilWidth: 0.05 })).rejects.toThrow(/three rules/);
    await expect(attempt({ until, shard: "1/2" })).rejects.toThrow(/--shard at a part/);
    await expect(attempt({ until: "other:win_rate>=40@95%" })).rejects.toThrow(/a model that is not judged/);
  });

  it("narrowed to one of several models ends that one alone", async () => {
    const request = requestFor(temporaryFolder(), {
      modelOutputs: [`${example}model.jsonl`, `${example}model-padded.jsonl`],
      until: `example-model:${until}`,
    });
    const summary = await annotate(request);
    const other = summary.models.find(({ generator }) => generator !== "example-model")!.generator;
    const lines = linesOf(request.output);
    const ofOther = lines.filter(({ generator_2 }) => generator_2 === other);
    expect(ofOther.filter(({ status }) => status === "judged")).toHaveLength(60);
    expect(ofOther.some((line) => line.until !== undefined)).toBe(false);
    expect(summary.leftOut).toBe(45);
  });

  it("stops at a width, and is inconclusive where all instructions do not reach it", async () => {
    const wide = await annotate(requestFor(temporaryFolder(), { untilWidth: 0.6 }));
    expect(wide.looks.at(-1)).toMatchObject({ outcome: "holds" });
    expect(wide.leftOut).toBeGreaterThan(0);
    const narrow = await annotate(requestFor(temporaryFolder(), { untilWidth: 0.01 }));
    expect(narrow.looks.at(-1)).toMatchObject({ outcome: "inconclusive", look: 8 });
    expect(narrow.leftOut).toBe(0);
  });

  it("with both orders decides on instructions, whose two verdicts are waited for", async () => {
    const request = requestFor(temporaryFolder(), { until, order: "both" });
    const { looks, leftOut } = await annotate(request);
    const { asked } = looks.at(-1)!;
    expect(leftOut).toBe(2 * (60 - asked));
  });
});

describe("what is scored after a stop", () => {
  it("has repeated intervals by group too", async () => {
    const request = requestFor(temporaryFolder(), { until });
    await annotate(request);
    const judgements = linesOf(request.output).map((line, at) => ({ ...line, group: `g${at % 2}` }));
    const [scored] = await score({ judgements, by: ["group"] });
    const { groups, raw, lengthControlled } = scored!.groups!;
    expect(groups).toHaveLength(2);
    for (const interval of [raw, lengthControlled!, ...groups].map((of) => of.interval))
      expect(interval).toMatchObject({ method: "repeated", times: [8 / 60, 15 / 60] });
  });

  it("has the repeated interval, no failures and no bounds, and says why", async () => {
    const request = requestFor(temporaryFolder(), { until });
    await annotate(request);
    const [stopped] = await score({ annotations: [request.output] });
    expect(stopped!.lengthControlled!.interval).toMatchObject({
      method: "repeated",
      times: [8 / 60, 15 / 60],
    });
    expect(stopped!.winRate).toMatchObject({ judged: 15, unasked: 45, unjudged: {} });
    expect(stopped!.winRateBounds).toBeNull();
    expect(stopped!.warnings.join("\n")).toMatch(/^sequential: .*15 of 60 instructions were asked/m);
    expect(stopped!.warnings.join("\n")).not.toMatch(/^unjudged|^incomplete/m);
  });

  it("when all is asked in the end is the whole run at the last look's critical value", async () => {
    const request = requestFor(temporaryFolder(), { until });
    await annotate(request);
    const { until: _, ...without } = request;
    expect(await annotate(without)).toMatchObject({ leftOut: 0, unasked: 0, counts: { judged: 45 } });
    const [whole] = await score({ annotations: [request.output] });
    expect(whole!.until).toMatchObject({ look: 8, asked: 60 });
    const plain = requestFor(temporaryFolder());
    await annotate(plain);
    const [once] = await score({ annotations: [plain.output], strength: 1e4 });
    expect(whole!.lengthControlled!.rate).toBe(once!.lengthControlled!.rate);
    const { upper, standardError } = whole!.winRateInterval!;
    const { rate } = whole!.winRate;
    // t on 59 degrees of freedom at the tail of z = 2.156
    expect(((logit(upper) - logit(rate)) * rate * (1 - rate)) / standardError).toBeCloseTo(2.21, 2);
    // the rule still finds its look, and nothing is asked or left out
    expect((await annotate(request)).looks.at(-1)).toMatchObject({ look: 2, outcome: "holds" });
  });

  it("is compared with a whole run on the same verdicts, by annotations or by results", async () => {
    const folder = temporaryFolder();
    const request = requestFor(folder, { until });
    await annotate(request);
    const other = requestFor(folder, {
      modelOutputs: [`${example}model-padded.jsonl`],
      output: join(folder, "padded.jsonl"),
    });
    await annotate(other);
    const results = ["judged", "padded"].map((name) => join(folder, `${name}.json`));
    for (const [i, path] of [request.output, other.output].entries())
      await runLceval(["score", path, "-o", results[i]!]);
    const rawOf = async (...models: string[]) => {
      const compared = await compare({ models });
      if (!("comparison" in compared)) throw new Error("two models are compared");
      return compared.comparison.differences.raw!;
    };
    const ofFiles = await rawOf(request.output, other.output);
    expect(ofFiles.method).toBe("paired");
    const { lower, upper } = ofFiles.interval!;
    // t on 14 degrees of freedom at the second look's boundary
    expect((upper - lower) / 2 / ofFiles.standardError).toBeGreaterThan(3);
    const shown = await runLceval(["compare", request.output, other.output]);
    expect(shown.stdout).toMatch(/all of example-model-padded %/);
    expect(shown.stdout).toMatch(/60 shared instructions, 15 asked of both: /);
    expect((await rawOf(...results)).interval!.lower).toBeCloseTo(lower, 10);
    expect((await rawOf(results[0]!, other.output)).interval!.lower).toBeCloseTo(lower, 10);
  });

  it("as a table, and copied away from its manifest, is the same", async () => {
    const request = requestFor(temporaryFolder(), { until });
    await annotate(request);
    const copy = join(temporaryFolder(), "copy.jsonl");
    copyFileSync(request.output, copy);
    const [one] = await score({ annotations: [request.output] });
    expect(one!.lengthControlled!.interval!.method).toBe("repeated");
    const tables = ["table.csv", "table.tsv", "table.json"].map((name) => join(temporaryFolder(), name));
    for (const table of tables) await runLceval(["convert", request.output, "-o", table]);
    for (const path of [copy, ...tables]) {
      const [other] = await score({ annotations: [path] });
      expect(other!.lengthControlled!.interval).toEqual(one!.lengthControlled!.interval);
    }
  });
});

describe("lceval annotate --until", () => {
  const run = (folder: string, ...more: string[]) =>
    runLceval([
      ...["annotate", `${example}model.jsonl`, "--baseline", `${example}baseline.jsonl`],
      ...["--judge", "offline", "-o", join(folder, "judged.jsonl"), ...more],
    ]);

  it("ends as the gate does", async () => {
    const holds = await run(temporaryFolder(), "--until", until);
    expect(holds.code).toBe(0);
    expect(holds.stderr).toMatch(/^look 1 of 8: example-model: 8 of 60 .*: undecided, 52 left at most$/m);
    expect(holds.stderr).toMatch(/^look 2 of 8: example-model: 15 of 60 .*: holds .*, 45 not asked$/m);
    expect(holds.stderr).toMatch(/^stopped early: 45 of 60 judgements were not needed/m);
    expect((await run(temporaryFolder(), "--until", "win_rate>=95@95%")).code).toBe(10);
    expect((await run(temporaryFolder(), "--until", "win_rate>=51@95%")).code).toBe(11);
    expect((await run(temporaryFolder(), "--margin", "2")).code).toBe(2);
  });

  it("against a result asks whether the model is no worse than it", async () => {
    const folder = temporaryFolder();
    await run(folder);
    const reference = join(folder, "reference.json");
    await runLceval(["score", join(folder, "judged.jsonl"), "-o", reference]);
    const other = temporaryFolder();
    const { code, stderr } = await run(other, "--until-against", reference, "--margin", "30");
    expect(stderr).toMatch(/look \d of 8: example-model: .*difference /);
    expect(code).toBe(0);
    expect(linesOf(join(other, "judged.jsonl")).at(-1)).toMatchObject({ reason: "unasked" });
  });
});
