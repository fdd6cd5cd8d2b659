// Tasks whose judge is a function of the program → annotations, as they come; so many calls at once as are allowed.
import { readFunctionReply } from "../../../judge/function-judge.js";
import type { Annotation } from "./annotation.js";
import type { PendingTask } from "./judge-pairs.js";
import type { JudgementTask } from "./judgement-task.js";

interface CallOptions {
  /** Calls at once at most. */
  readonly concurrency: number;
  /** No call begins after this; those that have begun are waited for. */
  readonly stop: AbortSignal | undefined;
}

/** @throws what the function throws, and UsageError for what is no reply, when all calls that had begun have ended */
export async function* askFunction(
  pending: Iterable<PendingTask>,
  { concurrency, stop }: CallOptions,
): AsyncGenerator<readonly Annotation[]> {
  const waiting = pending[Symbol.iterator]();
  const running = new Map<JudgementTask, Promise<{ task: JudgementTask; annotation: Annotation }>>();
  const begin = () => {
    while (running.size < concurrency && !stop?.aborted) {
      const next = waiting.next();
      if (next.done) return;
      const { task } = next.value;
      running.set(
        task,
        callFunction(task).then((annotation) => ({ task, annotation })),
      );
    }
  };
  try {
    for (begin(); running.size > 0; begin()) {
      const { task, annotation } = await Promise.race(running.values());
      running.delete(task);
      yield [annotation];
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function callFunction(task: JudgementTask): Promise<Annotation> {
  const { judge, pair, order, repeat } = task;
  const startedMs = performance.now();
  const reply = await judge.ask!(pair, order, judge.request(pair, order, repeat));
  const { completion, reading } = readFunctionReply(reply, judge, pair, order);
  const seconds = (performance.now() - startedMs) / 1000;
  const common = { task, completion, attempts: 1, priceUsd: null, seconds };
  if ("failure" in reading) return { ...common, status: "unjudged", ...reading.failure };
  return { ...common, status: "judged", verdict: reading, source: "asked" };
}
