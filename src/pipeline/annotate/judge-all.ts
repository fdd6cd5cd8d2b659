// What is pending → annotations, recorded: first what needs no judge, then the offline judge's, then what is asked.
import type { Adaptation } from "../../endpoint/asking/adaptation.js";
import type { SharedLimits } from "../../endpoint/asking/asker.js";
import type { Judge } from "../../judge/judge.js";
import type { StopSignals } from "../asking/asking-request.js";
import { type Asker, askOptionsOf, openAsker } from "../asking/open-asker.js";
import type { AnnotateHooks, AnnotationSession } from "./annotation-session.js";
import type { Annotation } from "./judgements/annotation.js";
import { askFunction } from "./judgements/ask-function.js";
import type { FirstReplyCheck } from "./judgements/first-replies.js";
import { annotateWithoutJudge, answerOffline, askJudge, type PendingTask } from "./judgements/judge-pairs.js";
import type { JudgementTask } from "./judgements/judgement-task.js";
import { type PreparedRun, pendingOf } from "./prepare-run.js";

const batchSize = 256;

/** The models that are asked. */
export const modelsAsked = ({ judges, strong }: PreparedRun): string[] =>
  [...judges, ...(strong ? [strong] : [])].filter(isAsked).map(({ model }) => model);

export const isOffline = ({ answer }: Judge) => answer !== null;
const isFunction = ({ ask }: Judge) => ask !== undefined;
const isAsked = (judge: Judge) => !isOffline(judge) && !isFunction(judge);

/** What is pending for judges of one kind, each time anew. */
function* pendingFor(
  run: PreparedRun,
  isOfKind: (judge: Judge) => boolean,
  isNow: (task: JudgementTask) => boolean = () => true,
): Generator<PendingTask> {
  if (!run.judges.some(isOfKind)) return;
  for (const waiting of pendingOf(run, "asked"))
    if (isOfKind(waiting.task.judge) && isNow(waiting.task)) yield waiting;
}

/** What is pending for judges that are asked at an endpoint. */
export const pendingToAsk = (run: PreparedRun) => pendingFor(run, isAsked);

/** Opens what the run needs to ask; null when nothing has to be asked. @throws as `openAsker` */
export async function openAskerFor(
  run: PreparedRun,
  onNotice?: (line: string) => void,
): Promise<Asker | null> {
  const asksStrong = run.strong !== null && isAsked(run.strong);
  if (!asksStrong && pendingToAsk(run).next().done) return null;
  return openAsker(run.request, { models: modelsAsked(run), output: run.request.output, onNotice });
}

/** @throws JudgeUnusableError (exit 4), OutputError (exit 7); what came before is recorded */
export async function judgeAll(
  session: AnnotationSession,
  asker: Asker | null,
  hooks: AnnotateHooks,
): Promise<void> {
  const { asking, batches } = judgeInBatches(session.run, asker, {
    ...hooks,
    adaptation: session.adaptation,
  });
  if (asking) session.beginRound(asking.progress);
  hooks.onStart?.(session.progress);
  for await (const batch of batches) await session.record(batch);
}

interface BatchHooks extends StopSignals {
  readonly adaptation: Adaptation;
  readonly limits?: SharedLimits;
  /** Of a run in several rounds, whose first replies are those of all of them. */
  readonly check?: FirstReplyCheck;
  /** Whether a pending task is asked now; all are where it is absent. */
  readonly isNow?: (task: JudgementTask) => boolean;
}

/** Everything that is pending: write a whole batch, then take the next. */
export function judgeInBatches(
  run: PreparedRun,
  asker: Asker | null,
  { isNow = () => true, ...hooks }: BatchHooks,
) {
  const asked = asker
    ? askJudge(
        pendingFor(run, isAsked, isNow),
        {
          ...askOptionsOf(run.request, asker, hooks),
          isProven: run.state.hasReplies,
          adaptation: hooks.adaptation,
          ...(hooks.limits && { limits: hooks.limits }),
        },
        hooks.check,
      )
    : null;
  async function* batches(): AsyncGenerator<readonly Annotation[]> {
    yield* inBatches(answerKnown(run, isNow));
    for (const batch of inBatches(answerOffline(pendingFor(run, isOffline, isNow)))) {
      if (hooks.stop?.aborted) return;
      yield batch;
    }
    const { concurrency } = run.request;
    yield* askFunction(pendingFor(run, isFunction, isNow), { concurrency, stop: hooks.stop });
    if (asked) yield* asked.annotations;
  }
  return { asking: asked?.asking ?? null, batches: batches() };
}

function* answerKnown(run: PreparedRun, isNow: (task: JudgementTask) => boolean): Generator<Annotation> {
  for (const { task } of pendingOf(run, "known"))
    if (isNow(task)) yield annotateWithoutJudge(task, run.reused.preferenceByPair);
}

function* inBatches(annotations: Iterable<Annotation>): Generator<readonly Annotation[]> {
  let batch: Annotation[] = [];
  for (const annotation of annotations) {
    if (batch.push(annotation) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
