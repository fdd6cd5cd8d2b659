// A judge that marks one answer at a time: the two halves of a pair are judged together or not at all, across failures,
// interruptions and resumptions.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadJudge } from "../../../../src/judge/load-judge.js";
import type { Pair } from "../../../../src/pairs/pair.js";
import type { Annotation } from "../../../../src/pipeline/annotate/judgements/annotation.js";
import { toAnnotationLine } from "../../../../src/pipeline/annotate/judgements/annotation-line.js";
import { readJournalState } from "../../../../src/pipeline/annotate/judgements/journal-state.js";
import { type JudgementTask, tasksOf } from "../../../../src/pipeline/annotate/judgements/judgement-task.js";
import { completeOnlyTogether } from "../../../../src/pipeline/annotate/judgements/one-answer-judges.js";
import { pendingTasks } from "../../../../src/pipeline/annotate/judgements/pending-tasks.js";
import { temporaryFolder } from "../../../temporary-folder.js";

const folder = temporaryFolder();

function pairNamed(id: string): Pair {
  const instruction = { id: `i-${id}`, text: `do ${id}`, stated: `do ${id}`, fields: {} };
  return {
    id,
    instruction,
    baseline: { instruction, generator: "baseline", output: `b ${id}` },
    model: { instruction, generator: "model", output: `m ${id}` },
  };
}
const halves = (name: string): [JudgementTask, JudgementTask] =>
  tasksOf(pairNamed(name), loadJudge("score"), { order: "both", repeats: 1, seed: 0 }) as never;
const common = { completion: null, attempts: 1, priceUsd: 0, seconds: 1 };
const verdict = { preference: 0.7, rawLabel: "7", labelShare: null, score: 7, explanation: null };
const judged = (task: JudgementTask): Annotation => ({
  ...common,
  task,
  status: "judged",
  verdict,
  source: "asked",
});
const failed = (task: JudgementTask, reason: "http" | "unparsable"): Annotation => ({
  ...common,
  task,
  status: "unjudged",
  reason,
  detail: "broken",
});

async function complete(batches: Annotation[][]) {
  async function* stream() {
    yield* batches;
  }
  const out: Annotation[] = [];
  for await (const batch of completeOnlyTogether(stream())) out.push(...batch);
  return out.map((annotation) => ({
    pair: annotation.task.pair.id,
    order: annotation.task.order,
    status: annotation.status === "judged" ? "judged" : annotation.reason,
  }));
}

async function pendingAfter(lines: readonly Annotation[], tasks: readonly JudgementTask[], retry = false) {
  const path = join(folder, `${Math.floor(performance.now() * 1e6)}.jsonl`);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(toAnnotationLine(line))}\n`).join(""));
  const state = await readJournalState(path);
  return pendingTasks(state, tasks, retry).map(({ task }) => task.order);
}

describe("halves of a pair", () => {
  const [a, b] = halves("one");

  it("leave together, when both have a score", async () => {
    const out = await complete([[judged(a)], [judged(b)]]);
    expect(out.map(({ status }) => status)).toEqual(["judged", "judged"]);
  });

  it("share a failure", async () => {
    const out = await complete([[judged(b), failed(a, "unparsable")]]);
    expect(out.map(({ status }) => status)).toEqual(["unparsable", "unparsable"]);
  });

  it("count for nothing when the run was stopped between them", async () => {
    const [c, d] = halves("two");
    const out = await complete([[judged(a), judged(c)], [judged(d)]]);
    expect(out.filter(({ pair }) => pair === "two").map(({ status }) => status)).toEqual([
      "judged",
      "judged",
    ]);
    expect(out.filter(({ pair }) => pair === "one")).toEqual([
      { pair: "one", order: a.order, status: "interrupted" },
    ]);
  });

  it("are asked alone where the other has its score in the file", async () => {
    expect(await pendingAfter([judged(a)], [a, b])).toEqual([b.order]);
    expect(await complete([[judged({ ...b, isAlone: true })]])).toEqual([
      { pair: "one", order: b.order, status: "judged" },
    ]);
  });

  it("are both asked again where one is missing or may pass, and the other has no score", async () => {
    expect(await pendingAfter([failed(a, "unparsable")], [a, b])).toEqual([a.order, b.order]);
    expect(await pendingAfter([failed(a, "http"), failed(b, "unparsable")], [a, b])).toEqual([
      a.order,
      b.order,
    ]);
  });

  it("rest where both failed for good, but for --retry-failed", async () => {
    const lines = [failed(a, "unparsable"), failed(b, "unparsable")];
    expect(await pendingAfter(lines, [a, b])).toEqual([]);
    expect(await pendingAfter(lines, [a, b], true)).toEqual([a.order, b.order]);
    expect(await pendingAfter([...lines, judged(a), judged(b)], [a, b])).toEqual([]);
  });
});
