import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { annotate } from "../../src/pipeline/annotate/annotate.js";
import { score } from "../../src/pipeline/score/score.js";
import { type JudgeServer, startJudgeServer } from "../judge-server.js";
import { answersWorth, preferencesInOrder, replyAsJudge, scriptedReplies } from "../scripted-judge.js";
import { rowsFolder } from "../temporary-folder.js";

const worths = { baseline: [5, 2, 9, 5, 7, 4], model: [7, 8, 2, 5, 6, 4] };
const sign = [1, 1, 0, 0.5, 0, 0.5];
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** What each judge makes of a pair, order undone and both orders averaged, from the rule of its protocol. */
const expected: Readonly<Record<string, readonly number[]>> = {
  weighted: [2, 6, -7, 0, -1, 0].map(logistic),
  verdict: sign,
  cot: sign,
  label: sign,
  "two-score": sign,
  verdict5: [0.75, 1, 0, 0.5, 0.25, 0.5],
  // a tie in worth goes to the answer shown first, once to each
  ranking: sign,
  score: [2, 6, -7, 0, -1, 0].map((gap) => 0.5 + gap / 18),
};

let server: JudgeServer;
const folder = rowsFolder();
beforeAll(async () => {
  server = await startJudgeServer(replyAsJudge);
});
afterAll(async () => {
  await server.close();
});

describe("every shipped judge, asked end to end", () => {
  const baseline = folder.write("baseline.jsonl", answersWorth("base", worths.baseline));
  const model = folder.write("model.jsonl", answersWorth("new", worths.model));

  it.each(Object.keys(scriptedReplies))("%s", async (judge) => {
    const output = folder.path(`${judge}.jsonl`);
    const summary = await annotate({
      modelOutputs: [model],
      baseline,
      judge,
      judgeModel: judge,
      order: "both",
      output,
      baseUrl: server.baseUrl,
      store: "none",
    });
    expect(summary).toMatchObject({ outcome: "done", tasks: 12, unjudged: 0 });
    const [result] = await score({ annotations: [output], interval: "none", strength: 1 });
    const preferences = preferencesInOrder(result!);
    expect(preferences).toHaveLength(6);
    preferences.forEach((preference, i) => {
      expect(preference, `q${i}`).toBeCloseTo(expected[judge]![i]!, 9);
    });
    expect(result!.judge.flipRate).toBe(judge === "score" ? null : judge === "ranking" ? 2 / 6 : 0);
  });
});
