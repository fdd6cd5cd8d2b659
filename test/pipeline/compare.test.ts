import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError, UsageError } from "../../src/core/errors.js";
import { compare } from "../../src/pipeline/compare.js";
import { writeReport } from "../../src/pipeline/outputs/write-report.js";
import { score } from "../../src/pipeline/score/score.js";
import { reportComparison } from "../../src/report/compare/compare-report.js";
import { loadFormat } from "../../src/report/formats/index.js";
import { reportScores } from "../../src/report/score/score-report.js";
import { writeAnnotations } from "../annotation-files.js";
import { temporaryFolder } from "../temporary-folder.js";

const wins = (salt: number, over: Record<string, unknown> = {}, count = 60) =>
  writeAnnotations(
    Array.from({ length: count }, (_, i) => ({
      preference: 1 + ((i * 7919 + salt * 31) % 97) / 96,
      generator_2: `model-${salt}`,
      ...over,
    })),
  );

const raise = () => {
  throw new Error("no pair");
};

async function writeResult(annotations: string, withInfluence = true, ...more: string[]): Promise<string> {
  const path = join(temporaryFolder(), "result.json");
  await writeReport(
    reportScores(await score({ annotations: [annotations, ...more] }), { withInfluence }),
    path,
  );
  return path;
}

const [first, second, third] = [wins(1), wins(2), wins(3)];

describe("compare", () => {
  it("says of results written with influence values what it says of the annotations", async () => {
    const fromFiles = await compare({ models: [first, second] });
    const fromResults = await compare({ models: [await writeResult(first), await writeResult(second)] });
    const [one, other] = [fromFiles, fromResults].map((found) =>
      found.kind === "pair" ? found.comparison : null,
    );
    for (const name of ["raw", "lengthControlled"] as const) {
      const [expected, actual] = [one!.differences[name]!, other!.differences[name]!];
      expect(actual.difference).toBeCloseTo(expected.difference, 12);
      expect(actual.standardError).toBeCloseTo(expected.standardError, 12);
      expect(actual.method).toBe("paired");
    }
    expect(other!.overlap).toEqual(one!.overlap);
  });

  it("can only be unpaired without influence values, and says so", async () => {
    const found = await compare({ models: [first, await writeResult(second, false)] });
    expect(found.kind === "pair" && found.comparison.differences.raw!.method).toBe("unpaired");
    expect(found.kind === "pair" && found.comparison.warnings.join()).toContain("score writes them with -o");
  });

  it("compares a file with itself, several models, and a series", async () => {
    const itself = await compare({ models: [`one=${first}`, `other=${first}`] });
    expect(itself.kind === "pair" && itself.comparison.differences.raw!.method).toBe("identical");
    await expect(compare({ models: [first, first] })).rejects.toThrow(/is given twice/);
    expect((await compare({ models: [first, second, third] })).kind).toBe("many");
    expect((await compare({ models: [first, second, third], series: true })).kind).toBe("series");
  });

  it("calls models of one name by their files, too, and finds each in a reference of several", async () => {
    const old = wins(1, {}, 40);
    const models = [first, old, await writeResult(first)];
    const names = models.map((path) => `model-1 (${path})`);
    const pair = await compare({ models: models.slice(0, 2), rows: "shared" });
    const { first: one, second: other } = pair.kind === "pair" ? pair.comparison : raise();
    expect([one.generator, other.generator]).toEqual(names.slice(0, 2));
    expect(reportComparison(pair, { detectPercent: null }).sections[0]!.title).toContain(
      `${names[0]} minus ${names[1]}, both`,
    );
    const many = await compare({ models });
    expect(many.kind === "many" && many.comparisons.models.map(({ generator }) => generator)).toEqual(names);
    const against = await writeResult(second, true, first);
    expect((await compare({ models: models.slice(0, 2), against })).gates).toHaveLength(2);
  });

  it("clusters by a column on request", async () => {
    const rows = (salt: number) =>
      writeAnnotations(
        Array.from({ length: 60 }, (_, i) => ({
          preference: 1 + ((i * 7919 + salt * 31) % 97) / 96,
          generator_2: `model-${salt}`,
          domain: `domain ${i % 6}`,
        })),
      );
    const found = await compare({ models: [rows(1), rows(2)], cluster: "domain" });
    expect(found.kind === "pair" && found.comparison.differences.raw!.clusters).toBe(6);
  });

  it("holds models against a result, and against the second of two", async () => {
    const gated = await compare({ models: [first], against: await writeResult(first), margin: 0 });
    expect(gated.gates.map(({ verdict }) => verdict.outcome)).toEqual(["holds"]);
    const bad = wins(4, { preference: 1 });
    const failed = await compare({ models: [bad, second], margin: 0.05 });
    expect(failed.gates.map(({ verdict }) => verdict.outcome)).toEqual(["fails"]);
  });

  it("plans in the units that were drawn, for every pair and step", async () => {
    const headings = async (models: string[], request = {}) => {
      const report = reportComparison(await compare({ models, ...request }), { detectPercent: 2 });
      return report.sections.flatMap(({ columns }) => columns.map(({ name }) => name));
    };
    const [one, other] = [1, 2].map((salt) => wins(salt, { domain: "common" }));
    expect(await headings([first, second])).toContain("instructions to detect 2");
    expect(await headings([first, second, third])).toContain("instructions to detect 2");
    expect(await headings([first, second, third], { series: true })).toContain("instructions to detect 2");
    expect(await headings([one!, other!], { cluster: "domain" })).toContain("clusters to detect 2");
  });

  it("refuses one model alone, a margin among many, other baselines, and what is no result", async () => {
    await expect(compare({ models: [first] })).rejects.toThrow(UsageError);
    await expect(compare({ models: [first, second, third], margin: 0.01 })).rejects.toThrow(/--against/);
    const elsewhere = wins(5, { generator_1: "another" });
    await expect(compare({ models: [first, elsewhere] })).rejects.toThrow(/different baselines/);
    const broken = join(temporaryFolder(), "broken.json");
    writeFileSync(broken, '{"schema_version": 1, "results": [{"generator": 3}]}');
    await expect(compare({ models: [first, broken] })).rejects.toThrow(InputError);
    await expect(compare({ models: [first, broken] })).rejects.toThrow(/results\.0\.win_rate/);
  });

  it("writes every format, and no NaN", async () => {
    for (const request of [
      { models: [first, second] },
      { models: [first, second, third] },
      { models: [first, second, third], series: true },
      { models: [first, second], margin: 0.02 },
    ]) {
      const report = reportComparison(await compare(request), { detectPercent: 2 });
      for (const name of ["table", "json", "csv", "markdown"]) {
        const text = await (await loadFormat(name))(report, { color: false });
        expect(text).toContain("model-1");
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
      }
    }
  });
});

describe("a result written with -o", () => {
  it("keeps clusters only where they are not the instructions, and preferences on the wire's scale", async () => {
    const { results } = JSON.parse(readFileSync(await writeResult(first), "utf8"));
    expect(results[0].influence.cluster).toBeNull();
    expect(results[0].influence.preference[0]).toBeCloseTo(1 + 31 / 96, 12);
    expect(results[0].influence.instruction_id).toHaveLength(60);
  });
});
