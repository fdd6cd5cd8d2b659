// Outputs in memory, a judge that is a function: no file, no endpoint.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  analyzeHumanBudget,
  analyzeJudge,
  annotate,
  calibrate,
  compare,
  type JudgeReply,
  judge,
  leaderboard,
  score,
} from "../../src/pipeline/index.js";
import { rowsFolder } from "../temporary-folder.js";

const baseline = Array.from({ length: 40 }, (_, i) => ({
  instruction: `Question ${i}`,
  output: `short ${i}`,
  generator: "base",
}));
const answersOf = (generator: string, words: (i: number) => number) =>
  baseline.map(({ instruction }, i) => ({
    instruction,
    output: `answer ${"word ".repeat(words(i))}${i}`,
    generator,
  }));
const outputs = [...answersOf("one", (i) => 1 + (i % 5)), ...answersOf("two", (i) => (i * 7) % 4)];
const about = { outputs, baseline, order: "both" } as const;

/** Likes long answers, more or less. */
const byLength = (pair: { model: { output: string }; baseline: { output: string } }) =>
  1 / (1 + Math.exp(-(pair.model.output.length - pair.baseline.output.length - 8) / 10));

describe("a function as the judge", () => {
  it("gives judgements that score, compare and rank as a file of them does", async () => {
    const { judgements, unjudged } = await annotate({ ...about, judge: async (pair) => byLength(pair) });
    expect([judgements.length, unjudged]).toEqual([160, 0]);
    const file = rowsFolder().write("judged.jsonl", judgements);
    // where the rows stand is all that differs
    const plain = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (key, member) => (key === "files" ? undefined : member)));
    expect(plain(await score({ judgements }))).toEqual(plain(await score({ annotations: [file] })));
    expect(plain(await compare({ judgements }))).toEqual(plain(await compare({ models: [file] })));
    const { leaderboard: ranked } = await leaderboard({ judgements });
    expect(ranked.entries.map(({ generator }) => generator)).toEqual(["two", "one"]);
  });

  it("gives judgements that are analyzed and calibrated with as a file of them is", async () => {
    const { judgements } = await annotate({ ...about, judge: byLength });
    const { path, write } = rowsFolder();
    const annotations = [write("judged.jsonl", judgements)];
    expect(await analyzeJudge({ judgements })).toEqual(await analyzeJudge({ annotations }));
    const [ofRows, ofFile] = [await calibrate({ judgements }), await calibrate({ annotations })];
    expect(ofRows.result).toEqual(ofFile.result);
    expect(ofRows.file.provenance).toMatchObject({ files: [] });
    const labels = judgements
      .filter(({ order }) => order === "model-first")
      .filter((_, i) => i % 2 === 0)
      .map(({ instruction, generator_2 }, i) => ({
        instruction,
        generator: generator_2,
        preference: 1 + (i % 2),
      }));
    expect(await analyzeHumanBudget({ judgements, labelsFile: labels })).toEqual(
      await analyzeHumanBudget({ annotations, labelsFile: write("labels.jsonl", labels) }),
    );
    await expect(calibrate({ judgements: [] })).rejects.toThrow(/^calibrate: judgements is \[\]/);
    await expect(analyzeJudge({ annotations: [path("none.jsonl")] })).rejects.toThrow("none.jsonl");
  });

  it("is asked by pairs and orders, and gives each judgement as it comes", async () => {
    const asked: string[] = [];
    const found = [];
    for await (const judgement of judge({
      ...about,
      outputs: outputs.slice(0, 2),
      maxUnmatched: 1,
      concurrency: 1,
      judge: (pair, order, question) => {
        asked.push(`${pair.instruction.text} ${order}`);
        expect(question.messages.at(-1)!.content).toContain(pair.model.output);
        return order === "model-first" ? "model" : { preference: 0.25, explanation: "terse" };
      },
    }))
      found.push(judgement);
    expect(asked.sort()).toEqual([
      "Question 0 baseline-first",
      "Question 0 model-first",
      "Question 1 baseline-first",
      "Question 1 model-first",
    ]);
    expect(found.map(({ preference }) => preference).sort()).toEqual([1.25, 1.25, 2, 2]);
    expect(found.find(({ preference }) => preference === 1.25)).toMatchObject({ explanation: "terse" });
  });

  it("may reply in words, which are read as the judge `verdict` reads them, or give no verdict", async () => {
    const replies: JudgeReply[] = [{ text: "It is longer.\n[[A]]" }, { text: "who knows" }, null, "tie"];
    const { judgements } = await annotate({
      outputs: outputs.slice(0, 4),
      baseline: baseline.slice(0, 4),
      order: "model-first",
      concurrency: 1,
      judge: (pair) => replies[Number(pair.instruction.text.split(" ")[1])]!,
    });
    const said = judgements.map(({ preference, reason }) => reason ?? preference);
    expect(said).toEqual([2, "unparsable", "abstained", 1.5]);
  });

  it("is never called more often at once than allowed", async () => {
    let running = 0;
    let most = 0;
    await annotate({
      ...about,
      concurrency: 3,
      judge: async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return "tie" as const;
      },
    });
    expect(most).toBe(3);
  });

  it("ends the run with what it throws, and with what is no reply", async () => {
    const fails = () => Promise.reject(new Error("my model is down"));
    await expect(annotate({ ...about, judge: fails })).rejects.toThrow("my model is down");
    await expect(annotate({ ...about, judge: () => 7 })).rejects.toThrow("replied 7");
    await expect(annotate({ ...about, outputs: [], judge: () => 1 })).rejects.toThrow(
      /^judge: outputs is \[\]/,
    );
    await expect(score({ judgements: [1] as never })).rejects.toThrow("judgements, row 1: must be an object");
  });

  it("writes a journal that can be gone on with where a file is named", async () => {
    const { path, write } = rowsFolder();
    const request = {
      modelOutputs: [write("one.jsonl", outputs.slice(0, 40))],
      baseline: write("base.jsonl", baseline),
      output: path("judged.jsonl"),
      judge: byLength,
    };
    expect(await annotate(request)).toMatchObject({ outcome: "done", judge: "byLength" });
    const written = readFileSync(request.output, "utf8");
    expect(await annotate(request)).toMatchObject({ outcome: "done", doneBefore: 40 });
    expect(readFileSync(request.output, "utf8")).toBe(written);
  });
});
