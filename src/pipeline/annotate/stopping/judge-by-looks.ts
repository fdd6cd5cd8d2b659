// A run that a rule may end: the first ⌈kN/K⌉ instructions of the hashed order are asked and waited for (replies that come
// first are the short ones), the file is scored as it would be if the run ended there, and what is decided is asked no more.
// What was never asked becomes a line, so that the file says of itself what it holds.
import { hashedOrder } from "../../../core/hashed-order.js";
import { createLimits } from "../../../endpoint/asking/asker.js";
import { MemoryRows } from "../../../io/rows/located-row.js";
import { rescore } from "../../../metrics/score/rescore.js";
import { instructionsAt } from "../../../metrics/sequential/progress-of-rule.js";
import { type Asker, askOptionsOf } from "../../asking/open-asker.js";
import { readModelsToScore } from "../../score/score.js";
import type { AnnotateHooks, AnnotationSession } from "../annotation-session.js";
import { judgeInBatches } from "../judge-all.js";
import { leftOutLine } from "../judgements/annotation-line.js";
import { createFirstReplyCheck } from "../judgements/first-replies.js";
import type { JudgementTask } from "../judgements/judgement-task.js";
import type { PreparedRun } from "../prepare-run.js";
import type { LookRecord } from "./look-record.js";

/** @throws as `judgeAll` */
export async function judgeByLooks(
  session: AnnotationSession,
  asker: Asker | null,
  hooks: AnnotateHooks,
): Promise<void> {
  const { run } = session;
  const order = orderOf(run);
  const limits = asker && createLimits(askOptionsOf(run.request, asker, hooks));
  const check = createFirstReplyCheck();
  const open = new Set(run.rules.keys());
  for (let look = 1; look <= run.rule!.looks && (look === 1 || open.size > 0); look++) {
    const isNow = ({ pair }: JudgementTask) =>
      order.lookOf(pair) === look && (open.has(pair.model.generator) || !run.rules.has(pair.model.generator));
    if (look > 1) run.state.hasReplies = true;
    const { adaptation } = session;
    const { asking, batches } = judgeInBatches(run, asker, {
      ...hooks,
      ...(limits && { limits }),
      ...{ adaptation, isNow, check },
    });
    if (asking) session.beginRound(asking.progress);
    if (look === 1) hooks.onStart?.(session.progress);
    for await (const batch of batches) await session.record(batch);
    if (!session.hasAll(isNow)) return;
    for (const seen of await lookAt(session, look, { open, order: order.of })) {
      session.noteLook(seen);
      if (seen.outcome !== "undecided") open.delete(seen.generator);
    }
  }
  await session.leaveOut();
}

/** Instructions of each model in their order, and at which look each is asked; those that no rule ends, at the first. */
function orderOf({ models, rules }: PreparedRun) {
  const of = new Map<string, readonly string[]>();
  const looks = new Map<string, ReadonlyMap<string, number>>();
  for (const { generator, pairs } of models) {
    const rule = rules.get(generator);
    if (!rule) continue;
    const ids = hashedOrder(
      pairs.map(({ instruction }) => instruction.id),
      rule.seed,
    );
    of.set(generator, ids);
    let look = 1;
    looks.set(
      generator,
      new Map(
        ids.map((id, at) => {
          while (at >= instructionsAt(look, rule)) look++;
          return [id, look];
        }),
      ),
    );
  }
  const lookOf = ({ model, instruction }: JudgementTask["pair"]) =>
    looks.get(model.generator)?.get(instruction.id) ?? 1;
  return { of, lookOf };
}

interface WhatIsLookedAt {
  readonly open: ReadonlySet<string>;
  readonly order: ReadonlyMap<string, readonly string[]>;
}

/** The models that are not decided yet, as `score` would see them were nothing more asked. */
async function lookAt(
  session: AnnotationSession,
  look: number,
  { open, order }: WhatIsLookedAt,
): Promise<LookRecord[]> {
  const { run } = session;
  const rule = run.rule!;
  const { output, fit, seed } = run.request;
  const lines = session
    .tasksWithoutLine()
    .map((task) => leftOutLine(task, run.rules.get(task.pair.model.generator)));
  const { models, options } = await readModelsToScore({
    seed,
    ...fit,
    level: rule.level,
    annotations: [output, ...(lines.length > 0 ? [new MemoryRows("what is not asked yet", lines)] : [])],
  });
  const seen: LookRecord[] = [];
  for (const model of models) {
    const { generator } = model;
    const stopping = run.rules.get(generator);
    if (!stopping || !open.has(generator)) continue;
    const asked = instructionsAt(look, stopping);
    const hide = new Set(order.get(generator)!.slice(asked));
    const hasVerdict = [...model.rows].some((row) => row.preference !== null && !hide.has(row.instructionId));
    const { outcome, what } = hasVerdict
      ? await rule.look(rescore(model, options, { hide }))
      : ({ outcome: "undecided", what: "no verdict yet" } as const);
    const isLast =
      look === stopping.looks || asked >= (run.endedAfter.get(generator) ?? Number.POSITIVE_INFINITY);
    seen.push({
      ...stopping,
      generator,
      look,
      asked,
      outcome: outcome === "futile" || (outcome === "undecided" && isLast) ? "inconclusive" : outcome,
      what,
    });
  }
  return seen;
}
