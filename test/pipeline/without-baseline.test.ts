// One-answer judges and no baseline: every output gets a label or a mark of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import { annotate } from "../../src/pipeline/annotate/annotate.js";
import { score } from "../../src/pipeline/score/score.js";
import { type JudgeServer, startJudgeServer } from "../judge-server.js";
import { answersWorth, shownAnswers } from "../scripted-judge.js";
import { rowsFolder } from "../temporary-folder.js";

const folder = rowsFolder();
let server: JudgeServer;
beforeAll(async () => {
  server = await startJudgeServer((request) => {
    const [answer] = shownAnswers(request);
    return { text: `[[${(answer?.worth ?? 0) > 5 ? "useful" : "useless"}]]` };
  });
  mkdirSync(folder.path("label-one"));
  const common = { schema_version: 1, description: "d", comparable: "c", model: "m", order: "both" };
  const protocol = { name: "label", values: { useful: 1, useless: 0 } };
  writeFileSync(join(folder.path("label-one"), "judge.json"), JSON.stringify({ ...common, protocol }));
  writeFileSync(
    join(folder.path("label-one"), "prompt.md"),
    "{instruction}\n\n{output}\n\n[[useful]] or [[useless]]?",
  );
});
afterAll(async () => {
  await server.close();
});

const rows = [
  ...answersWorth("new", [7, 2, 9]),
  { instruction: "q3", output: "", generator: "new" },
  { instruction: "q4", output: "nothing of worth", generator: "new", group: "control" },
];
const ask = (more: object = {}) =>
  annotate({
    modelOutputs: [folder.write("model.jsonl", rows)],
    baseline: "none",
    judge: folder.path("label-one"),
    output: folder.path("labels.jsonl"),
    baseUrl: server.baseUrl,
    store: "none",
    ...more,
  });

describe("--baseline none", () => {
  it("asks once about each output, empty ones too, and writes its label", async () => {
    expect(await ask()).toMatchObject({ outcome: "done", tasks: 5, unjudged: 0 });
    expect(server.requests).toHaveLength(5);
    const lines = folder.read("labels.jsonl");
    const labels = Object.fromEntries(lines.map((line) => [line.instruction, line.raw_label]));
    expect(labels).toEqual({ q0: "useful", q1: "useless", q2: "useful", q3: "useless", q4: "useless" });
    expect(lines.find((line) => line.instruction === "q4")!.group).toBe("control");
  });

  it("asks nothing when run again, and counts no order of presentation", async () => {
    const { orderEffect } = await ask();
    expect(server.requests).toHaveLength(5);
    expect(orderEffect.shown).toBe(0);
  });

  it("makes no win rate", async () => {
    await expect(score({ annotations: [folder.path("labels.jsonl")] })).rejects.toThrow(/half-judged/);
  });

  it.each([
    [{ judge: "verdict" }, /verdict compares two answers/],
    [{ order: "both" }, /one answer to show/],
  ])("refuses %j", async (more, message) => {
    const refused = ask({ ...more, output: folder.path("other.jsonl") });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it("tells a repeated instruction once", async () => {
    const twice = folder.write("twice.jsonl", [rows[0]!, rows[0]!]);
    const refused = ask({ modelOutputs: [twice], output: folder.path("twice-out.jsonl") });
    await expect(refused).rejects.toThrow(/is repeated in row 2/);
    await refused.catch(({ problems }) => expect(problems).toHaveLength(1));
  });
});
