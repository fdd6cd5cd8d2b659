// A request to annotate → what it would ask and cost (`--dry-run`). Nothing is asked and nothing is written; no key is
// needed.

import { type PlannedRequests, planRequests } from "../asking/plan-requests.js";
import { settleProvider } from "../asking/settle-provider.js";
import { type AnnotateRequest, resolveAnnotateRequest } from "./annotate-request.js";
import { modelsAsked, splitPending } from "./judge-all.js";
import type { PendingTask } from "./judgements/judge-pairs.js";
import { prepareRun } from "./prepare-run.js";

/** What a run would do. */
export interface AnnotationPlan extends PlannedRequests {
  readonly output: string;
  readonly judge: string;
  readonly order: string;
  readonly models: readonly { readonly generator: string; readonly pairs: number }[];
  /** Judgements: all, with a line already, without a judge (identical outputs, verdicts taken over, the offline judge). */
  readonly tasks: number;
  readonly doneBefore: number;
  readonly withoutRequest: number;
  readonly warnings: readonly string[];
}

/** @throws UsageError (2), InputError (3) as `annotate` would */
export async function planAnnotation(request: AnnotateRequest): Promise<AnnotationPlan> {
  const run = await prepareRun(await settleProvider(resolveAnnotateRequest(request)));
  const { known, offline, online } = splitPending(run);
  const planned = await planRequests(run.request, modelsAsked(run), questionsOf(online));
  return {
    ...planned,
    output: run.request.output,
    judge: run.judge.name,
    order: run.order,
    models: run.models.map(({ generator, pairs }) => ({ generator, pairs: pairs.length })),
    tasks: run.tasks.length,
    doneBefore: run.tasks.length - run.pending.length,
    withoutRequest: known.length + offline.length,
    warnings: run.warnings,
  };
}

function* questionsOf(online: readonly PendingTask[]) {
  for (const { task, isRetry } of online) {
    const { judge, pair, order, repeat } = task;
    yield { request: judge.request(pair, order, repeat), isFresh: isRetry };
  }
}
