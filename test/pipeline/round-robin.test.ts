// Published counts of wins, ties and losses, from files in the published layouts.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadEncoding } from "../../src/core/text-tokens.js";
import { convertAnnotations } from "../../src/pipeline/convert.js";
import { roundRobin } from "../../src/pipeline/round-robin.js";
import { describeWithShared, shared } from "../shared-data.js";
import { temporaryFolder } from "../temporary-folder.js";

const folder = temporaryFolder();

async function play(input: string, layout: string, gold?: "majority" | "each") {
  const output = join(folder, `${layout}.jsonl`);
  await convertAnnotations({ input, output, layout });
  const { plain, controlled } = await roundRobin({ models: [output], gold });
  const between = (a: string, b: string) => {
    const { wins, losses, ties } = plain.records[plain.models.indexOf(a)]![plain.models.indexOf(b)]!;
    return [wins, losses, ties];
  };
  return { plain, controlled, between };
}

// wins of the one, ties, wins of the other, as Tülu's paper counts 332 instances of each comparison
it.each([
  [92, 110, 130],
  [150, 106, 76],
])("Tülu's human comparisons: %i, %i, %i", async (wins, ties, losses) => {
  const words = ["a-is-better", "a-is-slightly-better", "b-is-better", "b-is-slightly-better"];
  const rows = Array.from({ length: wins + ties + losses }, (_, i) => {
    // either model on either side, clear and slight words alike
    const isTurned = i % 3 === 0;
    const isTie = i >= wins && i < wins + ties;
    const isFirst = i < wins !== isTurned;
    return {
      instance_id: `task_${i}`,
      prompt: `Task ${i}`,
      model_a: isTurned ? "other" : "one",
      model_b: isTurned ? "one" : "other",
      completion_a: `answer a to ${i}`,
      completion_b: `longer answer b to ${i}`,
      preference: isTie ? "tie" : words[(isFirst ? 0 : 2) + (i % 2)],
      evaluator: `e${i % 5}`,
    };
  });
  const input = join(folder, "tulu.json");
  writeFileSync(input, JSON.stringify(rows));
  const { between, plain } = await play(input, "tulu-human-pairs");
  expect(between("one", "other")).toEqual([wins, losses, ties]);
  expect(plain.clusters).toBe(332);
});

it("asks what counts where several annotators judged a pair", async () => {
  const input = join(folder, "votes.json");
  const vote = {
    question_id: 1,
    turn: 1,
    model_a: "x",
    model_b: "y",
    conversation_a: [],
    conversation_b: [],
  };
  writeFileSync(
    input,
    JSON.stringify([
      { ...vote, winner: "model_a", judge: "e0" },
      { ...vote, winner: "model_b", judge: "e1" },
      { ...vote, winner: "model_b", judge: "e2" },
    ]),
  );
  await expect(play(input, "mt-bench-human-votes")).rejects.toThrow(
    "several annotators judged the same pair",
  );
  expect((await play(input, "mt-bench-human-votes", "majority")).between("x", "y")).toEqual([0, 1, 0]);
  expect((await play(input, "mt-bench-human-votes", "each")).between("x", "y")).toEqual([1, 2, 0]);
});

it("reads through the door: a torn tail, a repeated line, another verdict, two judges", async () => {
  const game = (n: number, more: object = {}) => ({
    instruction: `q${n}`,
    generator_1: n % 2 ? "x" : "y",
    generator_2: n % 2 ? "y" : "x",
    output_1: `one ${n}`,
    output_2: `two ${n}`,
    preference: 1 + (n % 3 === 0 ? 1 : 0),
    ...more,
  });
  const games = [1, 2, 3, 4, 5, 6].map((n) => game(n));
  const write = (rows: readonly object[], tail = "") => {
    const path = join(folder, "games.jsonl");
    writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join("") + tail);
    return roundRobin({ models: [path] });
  };
  const { plain, warnings } = await write([...games, game(2)], '{"instruction": "q9", "gen');
  expect(plain.games).toBe(6);
  expect(warnings.map((warning) => warning.split(":")[0])).toEqual(["torn-lines", "repeated-lines"]);
  await expect(write([...games, game(2, { preference: 2 })])).rejects.toThrow(
    /repeated with another verdict/,
  );
  const judge = (n: number) => ({ judge: { name: "j", model: n < 4 ? "gpt-4o" : "llama" } });
  await expect(write(games.map((row, n) => ({ ...row, ...judge(n) })))).rejects.toThrow(/2 judges named j/);
  // both orders of one pair are one game
  const swapped = games.map((row) => ({
    ...row,
    ...{ generator_1: row.generator_2, generator_2: row.generator_1 },
    ...{ output_1: row.output_2, output_2: row.output_1, preference: 3 - row.preference },
  }));
  expect((await write([...games, ...swapped])).plain.games).toBe(6);
});

describeWithShared("PandaLM's three annotators", () => {
  it("give the published wins, losses and ties of all pairs of models, by majority", async () => {
    const { between, plain, controlled } = await play(
      shared("pandalm/testset-v1.json")!,
      "panda-lm",
      "majority",
    );
    const llama = ["bloom-7b", "cerebras-gpt-6.7B", "opt-7b", "pythia-6.9b"].map((other) =>
      between("llama-7b", other),
    );
    expect(llama).toEqual([
      [72, 28, 11],
      [80, 24, 6],
      [71, 24, 11],
      [58, 27, 9],
    ]);
    expect(between("bloom-7b", "cerebras-gpt-6.7B")).toEqual([59, 30, 11]);
    expect(between("bloom-7b", "opt-7b")).toEqual([43, 35, 11]);
    expect(between("bloom-7b", "pythia-6.9b")).toEqual([47, 49, 11]);
    expect(between("cerebras-gpt-6.7B", "opt-7b")).toEqual([33, 49, 9]);
    expect(between("cerebras-gpt-6.7B", "pythia-6.9b")).toEqual([27, 53, 11]);
    expect(between("opt-7b", "pythia-6.9b")).toEqual([32, 53, 15]);
    expect(plain.games).toBe(999);
    expect(controlled!.effects[0]!.coefficient).toBeLessThan(0);
  });
});

it("Arena-Hard's board: a strong verdict is three games, style by its own form, ratings from the baseline's", async () => {
  const text = (words: number, marks: number) => `${"**b** ".repeat(marks)}${"word ".repeat(words)}`;
  const rows = ["x", "y"].flatMap((model, m) =>
    Array.from({ length: 40 }, (_, i) => ({
      instruction: `q${i}`,
      ...{ generator_1: "base", generator_2: model, annotator: "judge" },
      output_1: text(10 + (i % 7), i % 3),
      output_2: text(8 + ((i * (3 + m)) % 11), (i * 5 + m) % 4),
      preference: [1, 1.25, 1.5, 1.75, 2][(i * i + 3 * i + 2 * m) % 5],
    })),
  );
  const path = join(folder, "board.jsonl");
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const { plain, controlled, covariates } = await roundRobin({
    ...{ models: [path], style: "arena-hard", baseline: "base", control: ["length_tokens", "bold"] },
    scale: "1..2",
  });
  const games = rows.flatMap((row) => {
    const p = row.preference! - 1;
    return Array<typeof row & { won: number }>(p === 0 || p === 1 ? 3 : 1).fill({
      ...row,
      won: (1 + Math.sign(p - 0.5)) / 2,
    });
  });
  // the mean of the votes, by the ratings alone
  for (const model of ["x", "y"]) {
    const own = games.filter((game) => game.generator_2 === model);
    const share = own.reduce((sum, { won }) => sum + won, 0) / own.length;
    const { rating } = plain.ratings![plain.models.indexOf(model)]!;
    expect(1 / (1 + Math.exp(-rating))).toBeCloseTo(share, 12);
  }
  expect(plain.ratings![plain.models.indexOf("base")]).toMatchObject({ rating: 0, standardError: 0 });
  // with style: the likelihood's slope in each coefficient is 0
  expect(covariates).toEqual(["length_tokens", "bold"]);
  const encode = await loadEncoding();
  const shares = games.map(({ output_1, output_2 }) => {
    const [a, b] = [output_2, output_1].map((output) => encode(output).length) as [number, number];
    const [c, d] = [output_2.split("**b**").length - 1, output_1.split("**b**").length - 1];
    const [e, f] = [c / (a + 1), d / (b + 1)];
    return [(a - b) / (a + b), (e - f) / (e + f + 1)] as const;
  });
  const z = [0, 1].map((k) => {
    const values = shares.map((each) => each[k]!);
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
    return values.map((value) => (value - centre) / sd);
  });
  const { ratings, effects } = controlled!;
  const missed = games.map(({ generator_2, won }, i) => {
    const logit =
      ratings![controlled!.models.indexOf(generator_2)]!.rating +
      effects.reduce((sum, { coefficient }, k) => sum + coefficient * z[k]![i]!, 0);
    return won - 1 / (1 + Math.exp(-logit));
  });
  for (const slopes of [...z, games.map(({ generator_2 }) => Number(generator_2 === "x"))])
    expect(slopes.reduce((sum, value, i) => sum + value * missed[i]!, 0)).toBeCloseTo(0, 8);
});
