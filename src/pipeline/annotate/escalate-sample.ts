// What a cheap judge has judged → a sample of it, drawn by what a second verdict tells, asked of a strong judge. The draw is by
// the hash of the instruction, the same for every model, so that comparisons stay paired.
import { countOf } from "../../core/count-of.js";
import { drawByHash } from "../../judge/hash-draw.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { chancesOf } from "../../metrics/escalation/sampling.js";
import { type ScoreOptions, scoreModel } from "../../metrics/score/score-model.js";
import { type Asker, askOptionsOf } from "../asking/open-asker.js";
import { planRequests } from "../asking/plan-requests.js";
import { readModelsToScore } from "../score/score.js";
import type { AnnotateHooks, AnnotationSession } from "./annotation-session.js";
import { isOffline } from "./judge-all.js";
import { annotateWithoutJudge, answerOffline, askJudge, needsNoJudge } from "./judgements/judge-pairs.js";
import { type JudgementTask, tasksOf } from "./judgements/judgement-task.js";

/** Nothing where the cheap judge is not done. @throws as `judgeAll` */
export async function escalateSample(
  session: AnnotationSession,
  asker: Asker | null,
  hooks: AnnotateHooks,
): Promise<void> {
  const { run } = session;
  if (!session.hasAll(() => true)) return;
  const { output, seed, fit } = run.request;
  const { models, options } = await readModelsToScore({ seed, ...fit, annotations: [output] });
  const share = run.request.escalateShare ?? (await shareOfBudget(session));
  if (share < 0.05) {
    hooks.onNotice?.(
      "escalation: the budget leaves the strong judge less than a twentieth of the pairs, so it is not asked",
    );
    return;
  }
  const tasks = models.flatMap((model) => drawSample(session, chancesOfModel(model, options, share)));
  const pending = session.addTasks(tasks);
  hooks.onNotice?.(
    `escalation: ${countOf(tasks.length, "judgement")} of ${run.strong!.name}, ${pending.length} to be asked`,
  );
  const alike = pending.filter(({ task }) => needsNoJudge(task.pair));
  const others = pending.filter((waiting) => !alike.includes(waiting));
  await session.record(alike.map(({ task }) => annotateWithoutJudge(task, new Map())));
  if (isOffline(run.strong!)) return session.record([...answerOffline(others)]);
  if (asker === null || others.length === 0) return;
  const { asking, annotations } = askJudge(others, {
    ...askOptionsOf(run.request, asker, hooks),
    budgetUsd: run.request.budgetUsd === undefined ? null : leftOfBudget(session),
    isProven: false,
    adaptation: session.adaptation,
  });
  session.beginRound(asking.progress);
  for await (const batch of annotations) await session.record(batch);
}

interface Chances {
  readonly generator: string;
  readonly byInstruction: ReadonlyMap<string, number>;
}

function chancesOfModel(model: ModelObservations, options: ScoreOptions, share: number): Chances {
  const rows = ObservationColumns.of(model.rows.filter(({ preference }) => preference !== null));
  const { strongJudge: _, ...cheap } = model;
  const { lengthControlled } = scoreModel(
    { ...cheap, rows },
    { ...options, strength: 1e4, interval: "none" },
  );
  const direction = lengthControlled?.fit?.influence.direction ?? null;
  const chances = chancesOf(rows.preferences, direction, share * rows.length);
  return {
    generator: model.generator,
    byInstruction: new Map(rows.map(({ instructionId }, row) => [instructionId, chances[row]!])),
  };
}

function drawSample({ run }: AnnotationSession, { generator, byInstruction }: Chances): JudgementTask[] {
  const { order, seed } = run.request;
  const strong = run.strong!;
  const model = run.models.find((one) => one.generator === generator);
  return (model?.pairs.map((pair) => pair) ?? []).flatMap((pair) => {
    const chance = byInstruction.get(pair.instruction.id);
    if (chance === undefined || drawByHash("escalate", String(seed), pair.instruction.id) >= chance)
      return [];
    return tasksOf(pair, strong, { order: order ?? strong.order, repeats: 1, seed }).map((task) => ({
      ...task,
      chance,
    }));
  });
}

const leftOfBudget = ({ run, progress }: Pick<AnnotationSession, "run" | "progress">): number =>
  Math.max(0, (run.request.budgetUsd ?? 0) - (progress.asking?.costUsd ?? 0));

/** What the cheap judge has left of the budget, in strong judgements at their dearest. */
async function shareOfBudget({ run, progress }: AnnotationSession): Promise<number> {
  const strong = run.strong!;
  const pairs = run.models.flatMap((model) => [...model.pairs].filter((pair) => !needsNoJudge(pair)));
  const tasks = pairs.flatMap((pair) =>
    tasksOf(pair, strong, { order: run.request.order ?? strong.order, repeats: 1, seed: run.request.seed }),
  );
  const { cost } = await planRequests(
    run.request,
    [strong.model],
    tasks.map(({ judge, pair, order, repeat }) => ({
      request: judge.request(pair, order, repeat),
      keeps: judge.keeps,
      isFresh: true,
    })),
  );
  const left = leftOfBudget({ run, progress });
  return cost === null ? 0 : Math.min(1, Math.max(0, left / (cost.mostUsd ?? Number.POSITIVE_INFINITY)));
}
