import { expect, it } from "vitest";
import { analyzeClassify } from "../../../src/pipeline/analyze/classify.js";
import { reportClassify } from "../../../src/report/analyze/classify-report.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
const labels = ["low", "mid", "high"];

/** Two models on two tasks of three classes; model b is right on every second row of task two. */
const rows = ["a", "b"].flatMap((model) =>
  ["one", "two"].flatMap((task) =>
    Array.from({ length: 12 }, (_, i) => {
      const gold = labels[i % 3]!;
      const isWrong = model === "b" && task === "two" && i % 2 === 1;
      return { model, task, gold, predicted: isWrong ? labels[(i + 1) % 3]! : gold, weight: i < 6 ? 3 : 1 };
    }),
  ),
);
const request = { gold: "gold", predicted: "predicted", replicates: 100 };

it("has the figures of every model and task in one command, a column a factor", async () => {
  const file = folder.write("tasks.jsonl", rows);
  const analysis = await analyzeClassify({ ...request, file, by: ["model", "task"] });
  expect(
    analysis.scores.byGroup.map(({ levels, rows, estimates }) => [
      ...levels,
      rows,
      estimates.balanced_accuracy!.estimate,
    ]),
  ).toEqual([
    ["a", "one", 12, 1],
    ["a", "two", 12, 1],
    ["b", "one", 12, 1],
    ["b", "two", 12, 0.5],
  ]);
  const { records, warnings } = reportClassify(analysis);
  expect(records.map(({ model, task, rows }) => [model, task, rows])[4]).toEqual(["b", "two", 12]);
  expect(records[0]).toMatchObject({ model: null, rows: 48 });
  expect(warnings).toEqual([]);
});

it("counts a row by its weight", async () => {
  // of b on task two, half of the rows of weight 3 and half of those of weight 1 are right, but for one of weight 3
  const weighted = rows
    .filter(({ model, task }) => model === "b" && task === "two")
    .map((row, i) => (i === 1 ? { ...row, predicted: row.gold } : row));
  const file = folder.write("weighted.jsonl", weighted);
  const { scores } = await analyzeClassify({ ...request, file, weight: "weight" });
  expect(scores.labels!.estimates.accuracy!.estimate).toBeCloseTo((4 * 3 + 3) / 24, 12);
  const doubled = folder.write(
    "doubled.jsonl",
    weighted.map((row) => ({ ...row, weight: 2 * row.weight })),
  );
  const twice = await analyzeClassify({ ...request, file: doubled, weight: "weight" });
  expect(twice.scores.labels!.estimates).toEqual(scores.labels!.estimates);
  const bad = folder.write("bad.jsonl", [...weighted, { ...weighted[0]!, weight: 0 }]);
  await expect(analyzeClassify({ ...request, file: bad, weight: "weight" })).rejects.toThrow(
    /"0"; expected a number above 0/,
  );
});
