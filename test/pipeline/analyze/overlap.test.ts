import { expect, it } from "vitest";
import { overlapWith } from "../../../src/metrics/contrasts/text-overlap.js";
import { analyzeOverlap } from "../../../src/pipeline/analyze/overlap.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();

it("is the F measure of the longest common subsequence of words, and equality of the words", () => {
  // 3 of 4 words in order on either side: P = 3/4, R = 3/5
  expect(overlapWith("the cat, sat DOWN", ["The cat down there sat"]).rougeL).toBeCloseTo(
    (2 * 0.75 * 0.6) / 1.35,
    12,
  );
  expect(overlapWith("Yes.", ["yes"])).toEqual({ rougeL: 1, exactMatch: 1 });
  expect(overlapWith("...", ["yes"])).toEqual({ rougeL: 0, exactMatch: 0 });
  expect(overlapWith("", [""])).toEqual({ rougeL: 0, exactMatch: 1 });
});

it("takes the nearest of several references, and words of any script", () => {
  expect(overlapWith("zwei", ["eins", "Zwei!"])).toEqual({ rougeL: 1, exactMatch: 1 });
  expect(overlapWith("да нет", ["нет"]).rougeL).toBeCloseTo(2 / 3, 12);
});

const rows = ["base", "tuned"].flatMap((model, m) =>
  Array.from({ length: 12 }, (_, i) => ({
    model,
    item: `i${i}`,
    task: i % 2 ? "sum" : "classify",
    output: i < 3 + 6 * m ? "a good answer" : "a bad one",
    reference: i % 3 ? "a good answer" : ["a good answer", "fine"],
  })),
);

it("gives each model's mean and its paired difference from the control", async () => {
  const file = folder.write("overlap.jsonl", rows);
  const request = { file, groupColumn: "model", controlGroup: "base", pairColumn: "item" };
  const { rates } = await analyzeOverlap(request);
  const tuned = rates.find(({ outcome, group }) => outcome === "ROUGE-L" && group === "tuned")!;
  // "a bad one" shares one word of three with the reference
  expect(tuned.rate.share).toBeCloseTo((9 + 3 / 3) / 12, 12);
  expect(tuned.againstControl!.gap.value).toBeCloseTo((6 * (2 / 3)) / 12, 12);
  expect(tuned.pairs).toBeNull();
  const exact = rates.find(({ outcome, group }) => outcome === "exact match" && group === "tuned")!;
  expect(exact.pairs).toEqual({ onlyHere: 6, onlyControl: 0 });
  const byTask = await analyzeOverlap({ ...request, by: ["task"] });
  expect(new Set(byTask.rates.map(({ stratum }) => stratum))).toEqual(new Set(["sum", "classify"]));
});

it("names rows without a reference", async () => {
  const file = folder.write("without.jsonl", [
    ...rows,
    { model: "base", item: "x", output: "a", reference: null },
  ]);
  await expect(analyzeOverlap({ file, groupColumn: "model" })).rejects.toThrow(
    /row 25.*reference.*is empty/s,
  );
});
