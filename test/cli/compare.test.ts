// Exit codes and streams of `lceval compare` and of the gates of `lceval score`, as scripts see them.
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeAnnotations } from "../annotation-files.js";
import { temporaryFolder } from "../temporary-folder.js";
import { runLceval } from "./lceval.js";

const lceval = (...args: string[]) => runLceval(args);

const annotationsOf = (length: number, generator_2: string, preferenceOf: (i: number) => number) =>
  writeAnnotations(
    Array.from({ length }, (_, i) => ({ generator_2, preference: 1 + preferenceOf(i), domain: i % 8 })),
  );
const annotations = (generator: string, preferenceOf: (i: number) => number) =>
  annotationsOf(80, generator, preferenceOf);
const scattered = (i: number) => ((i * 7919) % 101) / 100;

const good = annotations("good", (i) => Math.min(1, scattered(i) + 0.3));
const similar = annotations("similar", (i) => Math.min(1, scattered((i * 3) % 80) + 0.3));
const bad = annotations("bad", (i) => scattered(i) / 4);
const reference = join(temporaryFolder(), "reference.json");

beforeAll(async () => {
  await lceval("score", good, "-o", reference, "--quiet");
});

describe("lceval score --against", () => {
  it("ends with 0, 10 or 11", async () => {
    const against = ["--against", reference, "--quiet", "--format", "json"];
    const [passed, failed, unclear] = await Promise.all([
      lceval("score", good, ...against),
      lceval("score", bad, ...against, "--margin", "5"),
      lceval("score", similar, ...against),
    ]);
    expect([passed.code, failed.code, unclear.code]).toEqual([0, 10, 11]);
    expect(passed.stderr).toBe("");
    expect(failed.stderr).toMatch(/^fails: bad against good: .* below −5\.00\n$/);
    const { gates } = JSON.parse(unclear.stdout);
    expect(gates).toMatchObject([
      { generator: "similar", reference: "good", margin: 0, outcome: "inconclusive" },
    ]);
  });

  it("clusters by a column, which widens nothing silently: the result says how many there are", async () => {
    const { stdout } = await lceval("score", good, "--cluster", "domain", "--format", "json");
    expect(JSON.parse(stdout).results[0].coverage.clusters).toBe(8);
    expect((await lceval("score", good, "--cluster", "nowhere")).code).toBe(3);
  });

  it("splits judgements with --aa, and bootstraps with --interval bootstrap", async () => {
    const aa = await lceval("score", good, "--aa", "20", "--format", "json");
    expect(JSON.parse(aa.stdout).identical_runs).toMatchObject([{ splits: 20, clusters: 40 }]);
    // Half won, whatever the lengths: the strength chosen holds the coefficient at 0, and the halves differ all the same.
    const level = annotations("level", (i) => (i >> 1) % 2);
    const halves = JSON.parse((await lceval("score", level, "--aa", "20", "--format", "json")).stdout);
    expect(halves.results[0].coefficients.model).toBe(0);
    expect(halves.identical_runs[0].length_controlled_winrate.spread).toBeGreaterThan(1);
    const few = annotationsOf(3, "few", scattered);
    expect((await lceval("score", few, "--aa", "20")).stderr).toMatch(/no-aa: few: fewer than four clusters/);
    const { stdout, code } = await lceval("score", good, "--interval", "bootstrap", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).results[0].length_controlled_interval.method).toBe("bootstrap");
    expect((await lceval("score", good, "--bootstrap-samples", "100")).code).toBe(2);
  });
});

describe("lceval compare", () => {
  it("writes the difference, the plan and the ranks", async () => {
    const pair = await lceval("compare", good, bad, "--detect", "2", "--format", "json");
    const [comparison] = JSON.parse(pair.stdout).comparisons;
    expect(comparison.win_rate_difference.difference).toBeGreaterThan(20);
    expect(comparison.win_rate_difference.needed).toMatchObject({ difference: 2 });
    const many = await lceval("compare", good, similar, bad, "--format", "json");
    expect(JSON.parse(many.stdout).ranks.at(-1)).toMatchObject({
      generator: "bad",
      win_rate_ranks: { best: 3, worst: 3 },
    });
  });

  it("ends with 2 for one model, 3 for other baselines, 10 under a margin that does not hold", async () => {
    const elsewhere = writeAnnotations([{ generator_1: "another", preference: 1.5 }]);
    const codes = await Promise.all([
      lceval("compare", good),
      lceval("compare", good, elsewhere),
      lceval("compare", bad, good, "--margin", "3"),
      lceval("compare", good, "--against", reference),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([2, 3, 10, 0]);
    expect(codes[1]!.stderr).toContain("different baselines");
  });
});
