// Pairwise judgements as their tools write them, with texts and figures of our own, and the published counts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { InputError } from "../../src/core/errors.js";
import { convertAnnotations } from "../../src/pipeline/convert.js";
import { readModelsToScore } from "../../src/pipeline/score/score.js";
import { temporaryFolder } from "../temporary-folder.js";

const folder = temporaryFolder();
const write = (name: string, rows: readonly object[]) => {
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return join(folder, name);
};

async function convert(layout: string, rows: readonly object[], more: readonly object[] = []) {
  const output = join(folder, `${layout}.out.jsonl`);
  const files = more.length > 0 ? [write(`${layout}.join.jsonl`, more)] : [];
  await convertAnnotations({ input: write(`${layout}.jsonl`, rows), output, layout, join: files });
  return readFileSync(output, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const turn = (role: string, content: string) => ({ role, content });

describe("convert --layout", () => {
  it("arena-battles: either model on either side, texts from the conversations", async () => {
    const battle = {
      conversation_a: [turn("user", "q"), turn("assistant", "a")],
      conversation_b: [turn("user", "q"), turn("assistant", "b")],
    };
    const lines = await convert("arena-battles", [
      { question_id: "1", model_a: "x", model_b: "y", winner: "model_a", judge: "u1", ...battle },
      { question_id: "2", model_a: "y", model_b: "x", winner: "tie (bothbad)", judge: "u2", ...battle },
    ]);
    expect(lines).toMatchObject([
      {
        generator_1: "x",
        generator_2: "y",
        preference: 1,
        annotator: "u1",
        instruction: "q",
        output_1: "a",
        output_2: "b",
      },
      { generator_1: "y", generator_2: "x", preference: 1.5, annotator: "u2" },
    ]);
  });

  it("arena-preferences: a column for each outcome", async () => {
    const row = (a: number, b: number, tie: number) => ({
      id: 1,
      model_a: "x",
      model_b: "y",
      prompt: '["q","and?"]',
      response_a: '["a","a2"]',
      response_b: '["b","b2"]',
      winner_model_a: a,
      winner_model_b: b,
      winner_tie: tie,
    });
    const lines = await convert("arena-preferences", [row(1, 0, 0), row(0, 1, 0), row(0, 0, 1)]);
    expect(lines.map(({ preference }) => preference)).toEqual([1, 2, 1.5]);
    expect(lines[0].instruction).toBe("[user]\nq\n\n[user]\nand?");
  });

  it("arena-hard-judgements: two games, slots against sides, answers and questions joined", async () => {
    const lines = await convert(
      "arena-hard-judgements",
      [
        {
          uid: "u",
          category: "c",
          judge: "j",
          model: "m",
          baseline: "o3",
          games: [{ score: "A>>B" }, { score: "A>B" }],
        },
      ],
      [
        { uid: "u", prompt: "q" },
        {
          uid: "u",
          model: "m",
          messages: [turn("user", "q"), { role: "assistant", content: { answer: "mine" } }],
        },
      ].slice(0, 1),
    );
    expect(lines).toMatchObject([
      {
        generator_1: "o3",
        generator_2: "m",
        preference: 1,
        order: "baseline-first",
        raw_label: "A>>B",
        instruction: "q",
      },
      { preference: 1.75, order: "model-first", raw_label: "A>B" },
    ]);
  });

  it("mt-bench: judgements say sides in both orders, votes keep every annotator", async () => {
    const pair = { question_id: 81, model_1: "x", model_2: "y", judge: ["gpt-4", "pair-v2"], turn: 1 };
    const judged = await convert("mt-bench-pair-judgements", [
      { ...pair, g1_winner: "model_1", g2_winner: "model_1" },
    ]);
    expect(judged.map(({ preference, order }) => [preference, order])).toEqual([
      [1, "baseline-first"],
      [1, "model-first"],
    ]);
    expect(judged[0]).toMatchObject({ annotator: "gpt-4/pair-v2", instruction_id: "81/1" });
    const vote = {
      question_id: 81,
      model_a: "x",
      model_b: "y",
      turn: 1,
      conversation_a: [],
      conversation_b: [],
    };
    const votes = await convert("mt-bench-human-votes", [
      { ...vote, winner: "model_b", judge: "expert_0" },
      { ...vote, winner: "tie", judge: "expert_1" },
    ]);
    expect(votes.map(({ preference, annotator }) => [preference, annotator])).toEqual([
      [2, "expert_0"],
      [1.5, "expert_1"],
    ]);
  });

  it("panda-lm: three annotators side by side; a file of verdicts with the test set joined", async () => {
    const set = [
      {
        idx: 0,
        cmp_key: "bloom-7b_llama-7b",
        instruction: "Do.",
        input: "it",
        response1: "a",
        response2: "b",
        annotator1: 1,
        annotator2: 0,
        annotator3: 2,
      },
    ];
    const lines = await convert("panda-lm", set);
    expect(lines.map(({ annotator, preference }) => [annotator, preference])).toEqual([
      ["annotator1", 1],
      ["annotator2", 1.5],
      ["annotator3", 2],
    ]);
    expect(lines[0]).toMatchObject({
      generator_1: "bloom-7b",
      generator_2: "llama-7b",
      input: "it",
      output_2: "b",
    });
    const verdicts = await convert("panda-lm", [{ idx: 0, gpt_result: "2", gpt_reason: "r" }], set);
    expect(verdicts).toMatchObject([{ annotator: "gpt", preference: 2, output_1: "a" }]);
    const words = await convert(
      "panda-lm",
      ["Tie", "garbage"].map((gpt_result) => ({ idx: 0, gpt_result })),
      set,
    );
    expect(words.map(({ preference }) => preference)).toEqual([1.5, null]);
  });

  it("llmbar, judgebench, tulu-human-pairs", async () => {
    expect(await convert("llmbar", [{ input: "q", output_1: true, output_2: "b", label: 2 }])).toMatchObject([
      { instruction: "q", output_1: "true", preference: 2 },
    ]);
    const judged = await convert("judgebench", [
      {
        pair_id: "p",
        question: "q",
        response_A: "a",
        response_B: "b",
        label: "A>B",
        judge_name: "j",
        judgments: [{ decision: "A>B" }, { decision: "B>A" }],
      },
    ]);
    // one question has several pairs of answers
    expect(judged.map(({ annotator, preference, sample }) => [annotator, preference, sample])).toEqual([
      ["label", 1, "p"],
      ["j", 1, "p"],
      ["j", 1, "p"],
    ]);
    const words = ["a-is-better", "a-is-slightly-better", "tie", "b-is-slightly-better", "b-is-better"];
    const tulu = await convert(
      "tulu-human-pairs",
      words.map((preference, i) => ({
        instance_id: `t${i}`,
        prompt: "q",
        model_a: "x",
        model_b: "y",
        completion_a: "a",
        completion_b: "b",
        preference,
        evaluator: "e",
      })),
    );
    expect(tulu.map(({ preference }) => preference)).toEqual([1, 1.25, 1.5, 1.75, 2]);
  });

  it("of a layout of one's own: a column a judge, word for word as the docs have it", async () => {
    const docs = readFileSync(new URL("../../docs/file-formats.md", import.meta.url), "utf8");
    const [, text] = /```json\n(\{\n {2}"holds"[\s\S]*?)```/.exec(docs)!;
    const layout = join(folder, "own.json");
    writeFileSync(layout, text!);
    const input = write("own.jsonl", [{ q: "asked", old: "a", new: "bb", by_gpt: "new", by_claude: "tie" }]);
    const output = join(folder, "own.out.jsonl");
    await convertAnnotations({ input, output, layout });
    const lines = readFileSync(output, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const pair = {
      instruction: "asked",
      output_1: "a",
      output_2: "bb",
      generator_1: "old",
      generator_2: "new",
    };
    expect(lines).toMatchObject([
      { ...pair, annotator: "gpt", preference: 2 },
      { ...pair, annotator: "claude", preference: 1.5 },
    ]);
    writeFileSync(layout, text!.replace('"comparisons"', '"votes"'));
    await expect(convertAnnotations({ input, output, layout })).rejects.toThrow(/own\.json, field "holds"/);
    await expect(convertAnnotations({ input, output, layout: join(folder, "none.json") })).rejects.toThrow(
      /none\.json: cannot be read/,
    );
  });

  it("of a layout of one's own: both orders in two columns, and a grade of each answer", async () => {
    const read = async (verdicts: readonly object[], more: object, row: object) => {
      const layout = join(folder, "own-verdicts.json");
      const columns = { instruction: "q", output_1: "a", output_2: "b" };
      writeFileSync(
        layout,
        JSON.stringify({ holds: "comparisons", description: "own", columns, words: {}, ...more, verdicts }),
      );
      const output = join(folder, "own-verdicts.jsonl");
      await convertAnnotations({
        input: write("own-rows.jsonl", [{ q: "q", a: "x", b: "y", ...row }]),
        output,
        layout,
      });
      const lines = readFileSync(output, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      return lines.map(({ preference, order }) => [preference, order]);
    };
    const slots = { wordsName: "slots", words: { A: 0, B: 1, C: 0.5 } };
    const orders = [
      { at: "first", order: "baseline-first" },
      { at: "turned", order: "model-first" },
    ];
    expect(await read(orders, slots, { first: "B", turned: "A" })).toEqual([
      [2, "baseline-first"],
      [2, "model-first"],
    ]);
    const grades = [{ higherOf: ["grades.a", "grades.b"] }];
    for (const [a, b, preference] of [
      [7, "8.5", 2],
      [9, 3, 1],
      [4, 4, 1.5],
      [4, null, null],
    ])
      expect(await read(grades, {}, { grades: { a, b } })).toEqual([[preference, undefined]]);
    await expect(read(grades, {}, { grades: { a: "good", b: 4 } })).rejects.toThrow(
      /"grades\.a, grades\.b": is "good : 4"/,
    );
  });

  it("is named by score where a file is laid out so, and by nothing that reads its rows otherwise", async () => {
    const hintOf = (rows: readonly object[]) =>
      readModelsToScore({ annotations: [write("raw.jsonl", rows)] }).then(
        () => expect.unreachable("it was read"),
        (error: InputError) => error.hint,
      );
    const battle = { question_id: 1, model_a: "x", model_b: "y", winner: "model_b" };
    expect(await hintOf([battle, { ...battle, question_id: 2, winner: "tie" }])).toMatch(
      /^These are comparisons in a layout of others.* lceval convert \S+raw\.jsonl --layout arena-battles -o judged\.jsonl$/,
    );
    const foreign = await hintOf([battle, { ...battle, winner: "the left one" }]);
    expect(foreign).not.toContain("--layout");
    // an id is no instruction
    expect(foreign).toContain("instruction_id=question_id");
  });

  it("refuses a word that it does not know and a file that is laid out otherwise, each in a sentence", async () => {
    await expect(convert("llmbar", [{ input: "q", output_1: "a", output_2: "b", label: 3 }])).rejects.toThrow(
      'field "label": is "3"; known are 1, 2',
    );
    await expect(convert("llmbar", [{ q: 1 }, { q: 2 }])).rejects.toThrow(
      "is not laid out as llmbar: no row has input, output_1, output_2, label",
    );
  });
});
