// Parts of a run on several machines, and their files as one: as if one machine had done it all.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../temporary-folder.js";
import { readLines, verdictsOf, writeOutputs } from "../annotate/made-outputs.js";
import { runLceval } from "../lceval.js";

const cwd = temporaryFolder();
const at = (file: string) => join(cwd, file);
const run = (...args: string[]) => runLceval(args, { cwd });
const annotate = (output: string, ...more: string[]) =>
  run(
    ...["annotate", "model.jsonl", "--baseline", "baseline.jsonl", "--judge", "offline", "--store", "none"],
    ...["-o", output, ...more],
  );
const merge = (output: string, ...files: string[]) => run("merge", ...files, "-o", output);

/** A journal with its lines changed, and no checksums. */
function change(file: string, how: (line: Record<string, unknown>) => object): string {
  const lines = readLines(at(file)).map(({ checksum: _, ...line }) =>
    JSON.stringify({ ...line, ...how(line) }),
  );
  const changed = `changed-${Math.abs(lines.join().length)}-${file}`;
  writeFileSync(at(changed), `${lines.join("\n")}\n`);
  return changed;
}

beforeAll(async () => {
  writeOutputs(cwd, 60);
  for (const shard of [1, 2, 3])
    await annotate(`part-${shard}.jsonl`, "--shard", `${shard}/3`, "--order", "both");
  await annotate("whole.jsonl", "--order", "both");
});

describe("--shard", () => {
  it("parts the instructions: each in one shard, with both of its orders", () => {
    const parts = [1, 2, 3].map((shard) => readLines(at(`part-${shard}.jsonl`)));
    const ids = parts.map((lines) => new Set(lines.map((line) => line.instruction_id)));
    expect(ids.reduce((sum, { size }) => sum + size, 0)).toBe(60);
    expect(new Set(ids.flatMap((each) => [...each])).size).toBe(60);
    expect(parts.map(({ length }) => length)).toEqual(ids.map(({ size }) => 2 * size));
    for (const { size } of ids) expect(size).toBeGreaterThan(10);
  });

  it.each(["0/3", "4/3", "1", "1/0", "a/b"])("refuses %s", async (shard) => {
    const refused = await annotate("none.jsonl", "--shard", shard);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--shard 2/8")]);
  });

  it("parts what generate and requests export ask too", async () => {
    writeFileSync(at("questions.jsonl"), readFileSync(at("baseline.jsonl")));
    const counts: number[] = [];
    for (const shard of ["1/2", "2/2"]) {
      const base = ["--base-url", "http://127.0.0.1:9/v1", "--store", at("store"), "--shard", shard];
      const plan = await run(
        "generate",
        "questions.jsonl",
        "--model",
        "m",
        "-o",
        "g.jsonl",
        ...base,
        "--dry-run",
      );
      counts.push(Number(/answers: (\d+);/.exec(plan.stdout)![1]));
      const models = ["model.jsonl", "--baseline", "baseline.jsonl", "--judge", "weighted"];
      const exported = await run("requests", "export", ...models, ...base, "-o", "requests.jsonl");
      expect(exported.stdout).toContain(`requests.jsonl: ${counts.at(-1)} requests to`);
    }
    expect(counts[0]! + counts[1]!).toBe(60);
  });
});

describe("lceval merge", () => {
  it("makes of all shards what one run would have written, verified", async () => {
    const merged = await merge("merged.jsonl", "part-*.jsonl");
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.stderr).toContain("merged.jsonl: 120 lines, 0 left out");
    expect(verdictsOf(at("merged.jsonl"))).toEqual(verdictsOf(at("whole.jsonl")));
    const verified = await run("verify", "merged.jsonl");
    expect(verified.stdout).toContain("120 of 120 judgements of model");
    expect(verified.code).toBe(0);
    // a run goes on from it, and has nothing to do
    const before = readFileSync(at("merged.jsonl"), "utf8");
    expect((await annotate("merged.jsonl", "--order", "both")).code).toBe(0);
    expect(readFileSync(at("merged.jsonl"), "utf8")).toBe(before);
  });

  it("says which shards are missing, and keeps one line of each judgement", async () => {
    const merged = await merge("two.jsonl", "part-1.jsonl", "part-3.jsonl", "whole.jsonl");
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.stderr).toContain("missing-shards: 2/3");
    expect(verdictsOf(at("two.jsonl"))).toEqual(verdictsOf(at("whole.jsonl")));
  });

  it("takes a verdict before a failure, whichever comes first", async () => {
    const failed = change("part-2.jsonl", () => ({ preference: null, status: "unjudged", reason: "http" }));
    for (const [i, files] of [
      [failed, "part-2.jsonl"],
      ["part-2.jsonl", failed],
    ].entries()) {
      expect((await merge(`taken-${i}.jsonl`, ...files)).code).toBe(0);
      expect(verdictsOf(at(`taken-${i}.jsonl`))).toEqual(verdictsOf(at("part-2.jsonl")));
    }
  });

  it.each<[string, (line: Record<string, unknown>) => object, string]>([
    ["verdicts", () => ({ preference: 1.5 }), "gives another result than row"],
    ["judges", () => ({ annotator: "somebody" }), "is of another judge or model"],
    ["outputs", ({ pair_id }) => ({ pair_id: `${pair_id}0` }), "is of other texts under the same names"],
    ["formats", () => ({ pair_id: 1 }), "is no line that"],
  ])("refuses other %s, and writes nothing", async (what, how, said) => {
    const changed = change("part-1.jsonl", how);
    const refused = await merge(`refused-${what}.jsonl`, "part-1.jsonl", changed);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining(said)]);
    expect((await merge(`refused-${what}.jsonl`, "part-2.jsonl")).code).toBe(0);
  });

  it("refuses changed lines, overlapping shards, an output that is there", async () => {
    writeFileSync(
      at("flipped.jsonl"),
      readFileSync(at("part-1.jsonl"), "utf8").replace('"repeat":0', '"repeat":1'),
    );
    expect((await merge("no.jsonl", "flipped.jsonl", "part-2.jsonl")).stderr).toContain(
      "its checksum is not",
    );
    await annotate("half.jsonl", "--shard", "1/2", "--order", "both");
    expect((await merge("no.jsonl", "half.jsonl", "part-2.jsonl")).stderr).toContain("they overlap");
    expect((await merge("whole.jsonl", "part-1.jsonl")).code).toBe(3);
  });

  it("makes one store of several, unless they hold other replies to one request", async () => {
    const reply = (text: string) => ({ text, topLogprobs: null, finishReason: "stop", usage: null });
    const { openReplyStore } = await import("../../../src/endpoint/store/reply-store.js");
    const place = { publicUrl: "http://judge/v1", model: "m" };
    const put = async (folder: string, replies: Record<string, string>) => {
      const store = await openReplyStore({ ...place, folder: at(folder) });
      for (const [key, text] of Object.entries(replies))
        await store.put(key.repeat(64), {
          ...reply(text),
          servedBy: { model: null, systemFingerprint: null },
        });
      await store.close();
    };
    await put("s1", { a: "yes", b: "no" });
    await put("s2", { b: "no", c: "maybe" });
    await put("s3", { c: "other" });
    const merged = await merge("stores", "s1", "s2");
    expect([merged.code, merged.stderr]).toEqual([0, expect.stringContaining("stores: 3 lines, 1 left out")]);
    const store = await openReplyStore({ ...place, folder: at("stores") });
    expect((await store.get("c".repeat(64)))?.text).toBe("maybe");
    expect(await store.size()).toBe(3);
    await store.close();
    const refused = await merge("no-store", "s2", "s3");
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("1 other replies")]);
    expect((await merge("mixed", "s1", "part-1.jsonl")).code).toBe(3);
  });
});
