// Arena-Hard's official figure on 200 questions of two games, written for this test.
import { expect, it } from "vitest";
import { toScoreRecord } from "../../../src/io/wire/score-result/to-score-record.js";
import { score } from "../../../src/pipeline/score/score.js";
import { writeAnnotations } from "../../annotation-files.js";

const words = ["A>>B", "A>B", "A=B", "B>A", "B>>A"] as const;
const levels = { "A>>B": 0, "A>B": 0.25, "A=B": 0.5, "B>A": 0.75, "B>>A": 1 } as const;

/** The second game of a question agrees with the first in three of four. */
const games = Array.from({ length: 200 }, (_, question) => {
  const first = words[(question * 7 + Math.floor(question / 11)) % 5]!;
  return [first, question % 4 === 0 ? words[(question * 3) % 5]! : first];
});
const rows = games.flatMap((pair, question) =>
  pair.map((word, game) => ({
    instruction: `question ${question}`,
    output_1: `old ${question}`,
    output_2: `new answer ${question}`,
    preference: 1 + levels[word],
    order: game === 0 ? "baseline-first" : "model-first",
  })),
);

it("counts strong verdicts three times, beside the ordinal rate, by question", async () => {
  const [only] = await score({ annotations: [writeAnnotations(rows)], difficulty: "none", strongWeight: 3 });
  const votes = games
    .flat()
    .flatMap((word) => Array(word.length === 4 ? 3 : 1).fill(Math.sign(levels[word] - 0.5)));
  const official = votes.reduce((total, sign) => total + (1 + sign) / 2, 0) / votes.length;
  expect(only!.strongWeighted!.rate).toBeCloseTo(official, 12);
  const ordinal = games.flat().reduce((total, word) => total + levels[word], 0) / 400;
  expect(only!.winRate.rate).toBeCloseTo(ordinal, 12);
  // games of one question go together: wider than 400 independent votes would be
  const { lower, upper } = only!.strongWeighted!.interval;
  expect(upper - lower).toBeGreaterThan((2 * 1.96 * 0.5) / Math.sqrt(400));
  const record = toScoreRecord(only!);
  expect(record.strong_weighted_winrate).toBeCloseTo(100 * official, 9);
});

it("is not there unless it is asked for, and asks for the five levels", async () => {
  const [plain] = await score({ annotations: [writeAnnotations(rows)], difficulty: "none" });
  expect(plain!.strongWeighted).toBeNull();
  expect("strong_weighted_winrate" in toScoreRecord(plain!)).toBe(false);
  const soft = rows.map((row, i) => (i === 7 ? { ...row, preference: 1.4 } : row));
  await expect(
    score({ annotations: [writeAnnotations(soft)], difficulty: "none", strongWeight: 3 }),
  ).rejects.toThrow(/a verdict is 0\.3999.*needs the five levels/s);
});
