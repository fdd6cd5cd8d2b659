// What is pending → annotations, recorded: first what needs no judge, then the offline judge's, then what is asked.

import { type Asker, askOptionsOf, openAsker } from "../asking/open-asker.js";
import type { AnnotateHooks, AnnotationSession } from "./annotation-session.js";
import type { Annotation } from "./judgements/annotation.js";
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
    online: toAsk.filter(({ task }) => task.judge.answer === null),
  };
}

/** The models that are asked. */
export const modelsAsked = ({ judges }: PreparedRun): string[] =>
  judges.filter(({ answer }) => answer === null).map(({ model }) => model);

/** Opens what the run needs to ask; null when nothing has to be asked. @throws as `openAsker` */
export async function openAskerFor(run: PreparedRun): Promise<Asker | null> {
  if (splitPending(run).online.length === 0) return null;
  return openAsker(run.request, { models: modelsAsked(run) });
}

/** @throws JudgeUnusableError (exit 4), OutputError (exit 7); what came before is recorded */
export async function judgeAll(
  session: AnnotationSession,
  asker: Asker | null,
  hooks: AnnotateHooks,
): Promise<void> {
  const { run } = session;
  const { known, offline, online } = splitPending(run);
  const asked =
    asker && online.length > 0
      ? askJudge(online, {
          ...askOptionsOf(run.request, asker, hooks),
          isProven: run.state.hasReplies,
          adaptation: session.adaptation,
        })
      : null;
  if (asked) session.beginRound(asked.asking.progress);
  hooks.onStart?.(session.progress);
  for (let from = 0; from < known.length; from += batchSize)
    await session.record(known.slice(from, from + batchSize));
  for (const batch of answerOffline(offline)) {
    if (hooks.stop?.aborted) return;
    await session.record(batch);
  }
  if (asked) for await (const batch of asked.annotations) await session.record(batch);
}
