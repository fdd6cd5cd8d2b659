// A request to annotate → what it would ask and cost (`--dry-run`). Nothing is asked and nothing is written; no key is
// needed.
import { type PlannedRequests, planRequests } from "../asking/plan-requests.js";
import { settleProvider } from "../asking/settle-provider.js";
import { type AnnotateRequest, resolveAnnotateRequest } from "./annotate-request.js";
import { isOffline, modelsAsked } from "./judge-all.js";
import { requestsOf } from "./judgements/judge-pairs.js";
import { pendingOf, prepareRun } from "./prepare-run.js";

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
  const { tasks, pending, order, models, warnings } = run;
  let asked = 0;
  function* toAsk() {
    for (const each of pendingOf(run, "asked")) if (!isOffline(each.task.judge)) yield each;
  }
  function* questions() {
    for (const { tasks: shown, request: asks, isRetry } of requestsOf(toAsk())) {
      asked += shown.length;
      yield { request: asks, keeps: shown[0].judge.keeps, isFresh: isRetry };
    }
  }
  try {
    const planned = await planRequests(run.request, modelsAsked(run), questions());
    return {
      ...planned,
      ...{ order, tasks, warnings },
      output: run.request.output,
      judge: run.judge.name,
      models: models.map(({ generator, pairs }) => ({ generator, pairs: pairs.length })),
      doneBefore: tasks - pending,
      withoutRequest: pending - asked,
    };
  } finally {
    run.close();
  }
}
