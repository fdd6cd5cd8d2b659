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
