import { expect, it } from "vitest";
import { analyzeFactors } from "../../../src/pipeline/analyze/factors.js";
import { parseConditions } from "../../../src/pipeline/tables/row-condition.js";
import { reportFactors } from "../../../src/report/analyze/factors-report.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();

const marks = [
  { model: "a", item: "x", mark: 4 },
  { model: "a", item: "y", mark: 7 },
  { model: "a", item: "z", mark: 8.5 },
  { model: "b", item: "x", mark: 5 },
  { model: "b", item: "y", mark: 9 },
  { model: "b", item: "z", mark: 10 },
];
const request = { outcome: "mark", factors: ["model"], cluster: "item", range: { min: 1, max: 10 } };

it("says means and differences in the outcome's own units", async () => {
  const file = folder.write("marks.jsonl", marks);
  const { records, sections } = reportFactors(await analyzeFactors({ ...request, file }));
  expect(records[0]).toMatchObject({ name: "model: a", value: 6.5 });
  expect(records[2]).toMatchObject({ kind: "contrast", name: "model: b − a" });
  expect(records[2]!.value).toBeCloseTo(1.5, 12);
  // differences by item 1, 2 and 1.5: standard error 0.5/√3, t with 2 degrees of freedom
  expect(records[2]!.upper).toBeCloseTo(1.5 + (4.302653 * 0.5) / Math.sqrt(3), 5);
  expect(sections[0]!.rows[1]!.slice(0, 4)).toEqual(["model", "b", "3", "8.00"]);
});

it("does not depend on the order of the rows", async () => {
  const files = ["marks.jsonl", "turned.jsonl"];
  folder.write(files[1]!, [...marks].reverse());
  const [forwards, backwards] = await Promise.all(
    files.map(async (name) => reportFactors(await analyzeFactors({ ...request, file: folder.path(name) }))),
  );
  expect(backwards!.records.map(({ name }) => name)).toEqual(forwards!.records.map(({ name }) => name));
});

it("leaves out what --where does, and refuses a mark off the scale", async () => {
  const file = folder.write("more.jsonl", [...marks, { model: "b", item: "x", mark: 11 }]);
  await expect(analyzeFactors({ ...request, file })).rejects.toThrow(/"11"; expected a number from 1 to 10/);
  const { rates } = await analyzeFactors({ ...request, file, where: parseConditions("model=a") });
  expect(rates[0]!.levels.map(({ level }) => level)).toEqual(["a"]);
});

it("tests each factor once, beside the others and by item", async () => {
  const { tests } = await analyzeFactors({
    file: new URL("../../../data/example/factors.jsonl", import.meta.url).pathname,
    outcome: "correct",
    factors: ["prompt", "temperature", "structure"],
    cluster: "item",
  });
  // by an independent fit: likelihood ratios 1.633748, 9.461568 and 6.197155 over design effects, F with 1 and 5 degrees of freedom
  const expected = [
    [2.2038391, 0.7413193, 0.4285859],
    [0.8826864, 10.7190593, 0.0221006],
    [0.9169201, 6.7586642, 0.0482644],
  ];
  tests.forEach(({ designEffect, chiSquare, pValue }, f) => {
    const found = [designEffect, chiSquare, pValue];
    expected[f]!.forEach((value, k) => {
      expect(found[k]).toBeCloseTo(value, 6);
    });
  });
});

it("makes no test of a factor that another one tells, and runs no likelihood off", async () => {
  const rows = ["x", "y", "z", "u"].flatMap((item, i) => [
    { item, graph: `g${i % 2}`, size: 7 + (i % 2), prompt: "a", right: 1 },
    { item, graph: `g${i % 2}`, size: 7 + (i % 2), prompt: "b", right: i % 2 },
  ]);
  const file = folder.write("nested.jsonl", rows);
  const { tests } = await analyzeFactors({ file, outcome: "right", factors: ["graph", "size", "prompt"] });
  expect(tests.map(({ degreesOfFreedom }) => degreesOfFreedom)).toEqual([0, 0, 1]);
  expect(tests.map(({ chiSquare }) => chiSquare === null)).toEqual([true, true, false]);
});

it("shows combinations, and many differences, only where they are asked for", async () => {
  const file = folder.write(
    "many.jsonl",
    Array.from({ length: 84 }, (_, i) => ({
      model: `m${i % 7}`,
      item: `i${i % 12}`,
      mark: i % 3 === 0 ? 1 : 0,
    })),
  );
  const asked = { file, outcome: "mark", factors: ["model"], cluster: "item" };
  const brief = await analyzeFactors(asked);
  expect([brief.contrasts.length, brief.leftOut, brief.cells.length]).toEqual([0, 21, 0]);
  const full = await analyzeFactors({ ...asked, combinations: true });
  expect([full.contrasts.length, full.leftOut, full.cells.length]).toEqual([21, 0, 7]);
});

it("compares numbers in --where", async () => {
  const file = folder.write("sizes.jsonl", [...marks, { model: "c", item: "x", mark: -1 }]);
  const { rates } = await analyzeFactors({
    ...request,
    file,
    where: parseConditions("mark>=0,mark<10,model!=b"),
  });
  expect(rates[0]!.levels.map(({ level, rate }) => [level, rate.rows])).toEqual([["a", 3]]);
  expect(() => parseConditions("mark>=many")).toThrow(/is no number/);
  expect(() => parseConditions("mark")).toThrow(/is no condition/);
});
