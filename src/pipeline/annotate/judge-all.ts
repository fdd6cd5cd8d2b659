// What is pending → annotations, recorded: first what needs no judge, then the offline judge's, then what is asked.

import type { Adaptation } from "../../endpoint/asking/adaptation.js";
import type { SharedLimits } from "../../endpoint/asking/asker.js";
import type { Judge } from "../../judge/judge.js";
import type { StopSignals } from "../asking/asking-request.js";
import { type Asker, askOptionsOf, openAsker } from "../asking/open-asker.js";
import type { AnnotateHooks, AnnotationSession } from "./annotation-session.js";
import type { Annotation } from "./judgements/annotation.js";
import { askFunction } from "./judgements/ask-function.js";
import { annotateWithoutJudge, answerOffline, askJudge, type PendingTask } from "./judgements/judge-pairs.js";
import type { PreparedRun } from "./prepare-run.js";

const batchSize = 256;

/** The part of the pending tasks that a judge must be asked, and the annotations of the rest. */
export function splitPending({ pending, reused }: PreparedRun) {
  const known: Annotation[] = [];
  const toAsk: PendingTask[] = [];
  for (const waiting of pending) {
    const annotation = annotateWithoutJudge(waiting.task, reused.preferenceByPair);
    if (annotation) known.push(annotation);
    else toAsk.push(waiting);
  }
  return {
    known,
    offline: toAsk.filter(({ task }) => task.judge.answer !== null),
    byFunction: toAsk.filter(({ task }) => task.judge.ask !== undefined),
    online: toAsk.filter(({ task }) => isAsked(task.judge)),
  };
}

/** The models that are asked. */
export const modelsAsked = ({ judges }: PreparedRun): string[] =>
  judges.filter(isAsked).map(({ model }) => model);

const isAsked = ({ answer, ask }: Judge) => answer === null && ask === undefined;

/** Opens what the run needs to ask; null when nothing has to be asked. @throws as `openAsker` */
export async function openAskerFor(
  run: PreparedRun,
  onNotice?: (line: string) => void,
): Promise<Asker | null> {
  if (splitPending(run).online.length === 0) return null;
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

/** Everything that is pending: write a whole batch, then take the next. */
export function judgeInBatches(
  run: PreparedRun,
  asker: Asker | null,
  hooks: StopSignals & { readonly adaptation: Adaptation; readonly limits?: SharedLimits },
) {
  const { known, offline, byFunction, online } = splitPending(run);
  const asked =
    asker && online.length > 0
      ? askJudge(online, {
          ...askOptionsOf(run.request, asker, hooks),
          isProven: run.state.hasReplies,
          adaptation: hooks.adaptation,
          ...(hooks.limits && { limits: hooks.limits }),
        })
      : null;
  async function* batches(): AsyncGenerator<readonly Annotation[]> {
    for (let from = 0; from < known.length; from += batchSize) yield known.slice(from, from + batchSize);
    for (const batch of answerOffline(offline)) {
      if (hooks.stop?.aborted) return;
      yield batch;
    }
    yield* askFunction(byFunction, { concurrency: run.request.concurrency, stop: hooks.stop });
    if (asked) yield* asked.annotations;
  }
  return { asking: asked?.asking ?? null, batches: batches() };
}
