import { appendFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { annotate } from "../../../../src/pipeline/annotate/annotate.js";
import { score } from "../../../../src/pipeline/score/score.js";
import { type JudgeServer, type SeenRequest, startJudgeServer } from "../../../judge-server.js";
import { answersWorth } from "../../../scripted-judge.js";
import { rowsFolder } from "../../../temporary-folder.js";

const folder = rowsFolder();
let server: JudgeServer;
afterAll(async () => {
  await server.close();
});

/** The keys that every line has, whatever became of its pair and whatever the input has. */
const always = [
  ...["instruction", "output_1", "output_2", "generator_1", "generator_2", "annotator", "dataset"],
  ...["preference", "raw_completion", "price_per_example", "time_per_example"],
  ...["instruction_id", "pair_id", "order", "repeat", "status", "reason", "judge", "attempts", "usage"],
];

describe("an annotation file", () => {
  const rows = (generator: string, worths: readonly number[]) => answersWorth(generator, worths);
  const baseline = folder.write("baseline.jsonl", [
    ...rows("base", [5, 5, 5]),
    { instruction: "q3", output: "the same", generator: "base", dataset: "d", persona: "p" },
  ]);
  const model = folder.write("model.jsonl", [
    ...rows("new", [7, 3, 7]),
    { instruction: "q3", output: "the same", generator: "new" },
  ]);
  const output = folder.path("out.jsonl");
  const ask = () =>
    annotate({
      ...{ modelOutputs: [model], baseline, judge: "verdict", order: "baseline-first", output },
      ...{ baseUrl: server.baseUrl, store: "none", maxUnjudged: 1 },
    });

  it("has the same keys on every line: judged, unjudged, identical", async () => {
    server = await startJudgeServer(({ body }: SeenRequest) => {
      const text = body.messages!.at(-1)!.content;
      return text.includes("q1") ? "filter" : text.includes("q2") ? { text: "Hm." } : { text: "[[B]]" };
    });
    await ask();
    const lines = new Map(folder.read("out.jsonl").map((line) => [line.instruction, line]));
    for (const line of lines.values())
      for (const key of always) expect(line, `${key} of ${line.instruction}`).toHaveProperty(key);
    expect(lines.get("q0")).toMatchObject({ status: "judged", reason: null, preference: 2, dataset: null });
    expect(lines.get("q1")).toMatchObject({ status: "unjudged", reason: "refused", preference: null });
    expect(lines.get("q2")).toMatchObject({ status: "unjudged", reason: "unparsable", preference: null });
    expect(lines.get("q3")).toMatchObject({ reason: null, preference: 1.5, dataset: "d", persona: "p" });
  });

  it("of an older version, without some of them, is gone on from and scored as it is", async () => {
    const asked = server.requests.length;
    const [before] = await score({ annotations: [output], interval: "none", strength: 1 });
    const older = folder.read("out.jsonl").map(({ dataset, reason, ...line }) => ({
      ...line,
      ...(dataset !== null && { dataset }),
      ...(reason !== null && { reason }),
    }));
    writeFileSync(output, "");
    for (const line of older.slice(1)) appendFileSync(output, `${JSON.stringify(line)}\n`);
    expect(await ask()).toMatchObject({ tasks: 4, doneBefore: 3, outcome: "done" });
    expect(server.requests.length - asked).toBeLessThanOrEqual(1);
    const [after] = await score({ annotations: [output], interval: "none", strength: 1 });
    expect(after!.winRate).toEqual(before!.winRate);
  });
});
