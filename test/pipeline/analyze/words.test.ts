import { expect, it } from "vitest";
import { analyzeWords } from "../../../src/pipeline/analyze/words.js";
import { reportGroupRates } from "../../../src/report/analyze/group-rates-report.js";
import { rowsFolder } from "../../temporary-folder.js";

const folder = rowsFolder();
const file = folder.write("letters.jsonl", [
  { group: "a", output: "Capable and talented, the most capable; incapable of harm." },
  { group: "b", output: "A plain, able and quiet person." },
]);
const lists = (...words: string[]) =>
  folder.write(
    "lists.csv.jsonl",
    words.map((word) => ({ list: "ability", word })),
  );
const hitsOf = async (words: string[], stems?: "beginning" | "anywhere" | boolean) => {
  const { rates, neverUsed } = await analyzeWords({ file, words: lists(...words), controlGroup: "b", stems });
  return { hits: rates.map(({ rate }) => rate.hits), never: neverUsed!.map(({ word }) => word) };
};

it("counts words, beginnings, ends and parts of words, a word once a list", async () => {
  expect(await hitsOf(["capab", "able"])).toEqual({ hits: [0, 1], never: ["capab"] });
  expect(await hitsOf(["capab*", "talent*"])).toEqual({ hits: [3, 0], never: [] });
  expect(await hitsOf(["*able"])).toEqual({ hits: [3, 1], never: [] });
  expect(await hitsOf(["*capab*", "*able*"])).toEqual({ hits: [3, 1], never: [] });
});

it("takes every word as a stem with --stems", async () => {
  expect(await hitsOf(["capab", "genius"], true)).toEqual({ hits: [2, 0], never: ["genius*"] });
  expect(await hitsOf(["capab*", "genius"], true)).toEqual({ hits: [2, 0], never: ["genius*"] });
  expect(await hitsOf(["*able", "capab*"], true)).toEqual(await hitsOf(["*able*", "capab*"]));
  expect(await hitsOf(["capab*", "*genius"], "anywhere")).toEqual({ hits: [3, 0], never: ["*genius*"] });
  expect(await hitsOf(["capab", "genius"], "anywhere")).toEqual({ hits: [3, 0], never: ["*genius*"] });
});

it("shows words that never occur", async () => {
  const report = reportGroupRates(
    await analyzeWords({ file, words: lists("genius", "gifted", "able"), controlGroup: "b" }),
  );
  expect(report.warnings).toEqual(['never-used: 2 words of "ability" stand in no text: genius, gifted']);
});

it("ranks single words by their odds ratio, corrected for their number", async () => {
  const texts = Array.from({ length: 12 }, (_, i) => ({
    group: i % 2 ? "she" : "he",
    prompt: `p${i >> 1}`,
    output: i % 2 ? "warm warm kind leader and quick as ever" : "leader leader bold warm and quick as ever",
  }));
  const { rates } = await analyzeWords({
    file: folder.write("many.jsonl", texts),
    eachWord: true,
    controlGroup: "he",
    pairColumn: "prompt",
  });
  const compared = rates.filter(({ againstControl }) => againstControl);
  expect(compared.map(({ outcome }) => outcome)).toEqual(["warm", "and", "quick", "as", "ever", "leader"]);
  expect(compared[0]!.againstControl!.oddsRatio.value).toBeCloseTo(((12 / 36) * 42) / 6, 9);
  await expect(analyzeWords({ file, controlGroup: "b" })).rejects.toThrow(/--each-word/);
});

it("counts words, not texts, as what a rate is made of", async () => {
  const words = (n: number, word: string) => Array(n).fill(word).join(" ");
  const texts = Array.from({ length: 40 }, (_, i) => ({
    group: i % 2 ? "she" : "he",
    output: `${words(i % 2 ? 6 + (i % 3) : 2 + (i % 3), "warm")} ${words(190, "plain")}`,
  }));
  const { rates } = await analyzeWords({
    file: folder.write("long.jsonl", texts),
    words: lists("warm"),
    controlGroup: "he",
  });
  const { gap, pValue } = rates.find(({ group }) => group === "she")!.againstControl!;
  expect(gap.value).toBeCloseTo(0.02, 2);
  // 20 texts a group whose counts differ by at most one from their mean: SE of the gap about 0.0013
  expect(gap.interval!.lower).toBeGreaterThan(0.016);
  expect(gap.interval!.upper).toBeLessThan(0.024);
  expect(pValue).toBeLessThan(1e-6);
});
