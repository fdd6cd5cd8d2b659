// Tables that a program has at hand give what files of the same rows do; what cannot be read is named by its row.
import { describe, expect, it } from "vitest";
import {
  analyzeAgreement,
  analyzeClassify,
  analyzeCorrelation,
  analyzeFactors,
  analyzeGameability,
  analyzeLabels,
  analyzeRegress,
  analyzeWords,
} from "../../../src/pipeline/index.js";
import { rowsFolder } from "../../temporary-folder.js";

const { write } = rowsFolder();
let files = 0;
const asFile = (rows: readonly object[]) => write(`rows-${files++}.jsonl`, rows);

const scores = Array.from({ length: 8 }, (_, i) => ({
  model: `m${i}${["", "_concise", "_verbose"][i % 3]}`.replace(/\d/, String(Math.floor(i / 3))),
  win_rate: 20 + ((i * 17) % 60),
  length_controlled_winrate: 25 + ((i * 13) % 50),
  elo: 1000 + ((i * 29) % 300),
}));
const items = Array.from({ length: 40 }, (_, i) => ({
  id: i,
  preference: 1 + (i % 3 === 0 ? 1 : 0),
  label: ["yes", "no"][i % 2]!,
  guess: ["yes", "no"][(i + (i % 5 === 0 ? 1 : 0)) % 2]!,
  group: ["a", "b"][i % 2]!,
  prompt: `p${i >> 1}`,
  output: i % 4 === 0 ? "kind words" : "plain words",
  correct: i % 3 === 0,
}));
const humans = items.map(({ id }) => ({ id, preference: 1 + (id % 4 === 0 ? 1 : 0) }));
const lists = [
  { list: "warm", word: "kind" },
  { list: "cold", word: "plain" },
];
const few = { replicates: 100 };

describe("a table at hand", () => {
  it.each<[string, (give: (rows: readonly object[]) => string | readonly object[]) => Promise<object>]>([
    ["agreement", (give) => analyzeAgreement({ judgements: give(items), humans: give(humans), ...few })],
    ["classify", (give) => analyzeClassify({ file: give(items), gold: "label", predicted: "guess", ...few })],
    [
      "correlation",
      (give) =>
        analyzeCorrelation({ scores: give(scores), ranking: give(scores), rankColumn: "elo", ...few }),
    ],
    ["factors", (give) => analyzeFactors({ file: give(items), outcome: "correct", factors: ["group"] })],
    ["gameability", (give) => analyzeGameability({ scores: give(scores), ...few })],
    ["labels", (give) => analyzeLabels({ file: give(items), controlGroup: "a" })],
    ["regress", (give) => analyzeRegress({ scores: give(scores), on: ["elo"] })],
    ["words", (give) => analyzeWords({ file: give(items), words: give(lists), controlGroup: "a" })],
  ])("is what a file of its rows is to %s", async (_, analyze) => {
    expect(await analyze((rows) => rows)).toEqual(await analyze(asFile));
  });

  it("is refused where it holds nothing, or what is no row", async () => {
    await expect(analyzeLabels({ file: [] })).rejects.toThrow("analyzeLabels: file is []: a file is needed.");
    await expect(analyzeLabels({ file: [items[0]!, [1]] })).rejects.toThrow("rows, row 2: must be an object");
  });
});
