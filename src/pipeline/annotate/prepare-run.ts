// A request to annotate → everything that is known before the first question: the judge, the pairs, the tasks, what
// the output already holds, and what is left to ask.

import { UsageError } from "../../core/errors.js";
import { functionJudge } from "../../judge/function-judge.js";
import type { Judge } from "../../judge/judge.js";
import { loadJudge } from "../../judge/load-judge.js";
import type { Panel } from "../../judge/panel.js";
import type { StoppingRule } from "../../length-control/observation.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import { noBaseline } from "../../pairs/without-baseline.js";
import { readSampling } from "../asking/sampling-options.js";
import { warnAboutTornLines } from "../asking/warn-about-torn-lines.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";
import { type JournalState, noJournal, readJournalState } from "./judgements/journal-state.js";
import type { PendingTask } from "./judgements/judge-pairs.js";
import { type JudgementTask, taskKey, tasksOf } from "./judgements/judgement-task.js";
import { pendingTasks } from "./judgements/pending-tasks.js";
import { refuseForeignJournal } from "./judgements/refuse-foreign-journal.js";
import { type ModelPairs, type OutputsAtHand, readPairs } from "./read-pairs.js";
import { refuseHiddenFields } from "./refuse-hidden-fields.js";
import { refuseMissingColumns } from "./refuse-missing-columns.js";
import { refuseUnfitJudges } from "./refuse-unfit-judges.js";
import { type ReusedVerdicts, readReusedVerdicts } from "./reused-verdicts.js";
import type { RunRule } from "./stopping/look-record.js";
import { countBeforeEnd, refuseOtherRules, rulesOf } from "./stopping/rules-of-models.js";
import { warnBeforeAsking } from "./warn-before-asking.js";

export interface PreparedRun {
  readonly request: ResolvedAnnotateRequest;
  readonly judge: Judge | Panel;
  /** Every judge that is asked, once. */
  readonly judges: readonly Judge[];
  readonly order: OrderPolicy;
  readonly models: readonly ModelPairs[];
  readonly tasks: readonly JudgementTask[];
  readonly state: JournalState;
  readonly pending: readonly PendingTask[];
  /** What may end the run before all is asked; null for nothing. */
  readonly rule: RunRule | null;
  /** The same by the models whose questions it may end, as their lines say it. */
  readonly rules: ReadonlyMap<string, StoppingRule>;
  /** By model that an earlier part of the run ended, how many instructions that had asked. */
  readonly endedAfter: ReadonlyMap<string, number>;
  /** Tasks that it left out. */
  readonly leftOutBefore: number;
  readonly reused: ReusedVerdicts;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/**
 * Reads and checks; asks nothing and writes nothing.
 *
 * @throws UsageError, InputError (exit 3) for input that cannot be used or an output that belongs to another run
 */
export async function prepareRun(
  request: ResolvedAnnotateRequest,
  atHand: OutputsAtHand | null = null,
): Promise<PreparedRun> {
  if (atHand === null && !/\.(jsonl|ndjson)$/.test(request.output)) {
    throw new UsageError(
      `the output ${request.output} must be a .jsonl file: it is a journal, one judgement a line`,
      {
        hint: "other formats are made from it with `lceval convert`",
      },
    );
  }
  const { seed } = request;
  const judge = findJudge(request);
  const judges = judge.kind === "judge" ? [judge] : judge.members.map((member) => member.judge);
  const order = orderOf(request, judge);
  refuseUnfitJudges(judges, request, order);
  const rule = asksForRule(request)
    ? await (await import("./stopping/run-rule.js")).readRunRule(request)
    : null;
  const { models, notes } = await readPairs(request, atHand ?? undefined);
  const pairs = models.flatMap((model) => model.pairs);
  const tasks = pairs.flatMap((pair) => tasksOf(pair, judge, { order, repeats: request.repeat, seed }));
  refuseMissingColumns(tasks);
  refuseHiddenFields(judges, pairs, request.itemField ?? []);
  const state = atHand === null ? await readJournalState(request.output) : noJournal();
  refuseForeignJournal(state, { judge, judges, tasks });
  const rules = rule === null ? new Map<string, StoppingRule>() : rulesOf(models, rule, seed);
  refuseOtherRules(state, rules);
  const endedAfter = countBeforeEnd(state, tasks, rules);
  const reused = await readReusedVerdicts(request.reuse ?? [], pairs);
  return {
    request,
    judge,
    judges,
    order,
    models,
    tasks,
    state,
    pending: pendingTasks(state, tasks, request.retryFailed ?? false).filter(
      ({ task }) => !endedAfter.has(task.pair.model.generator),
    ),
    rule,
    rules,
    endedAfter,
    leftOutBefore: tasks.filter(
      (task) =>
        endedAfter.has(task.pair.model.generator) &&
        (state.statusByKey.get(taskKey(task)) ?? "unasked") === "unasked",
    ).length,
    reused,
    warnings: [
      ...notes,
      ...warnBeforeAsking({ models, judge, tasks, reused }),
      ...warnAboutTornLines(request.output, state.fragments),
    ],
  };
}

const asksForRule = ({ until, untilAgainst, untilWidth }: ResolvedAnnotateRequest): boolean =>
  (until ?? untilAgainst ?? untilWidth) !== undefined;

/** @throws InputError as `loadJudge` */
function findJudge(request: ResolvedAnnotateRequest): Judge | Panel {
  const { judge, judgeModel: model, minLabelShare, labelNoise, seed } = request;
  if (typeof judge !== "function") {
    const noise = labelNoise === undefined ? undefined : { probability: labelNoise, seed };
    return loadJudge(judge, { model, sampling: readSampling(request), minLabelShare, labelNoise: noise });
  }
  const reader = loadJudge("verdict");
  if (reader.kind !== "judge") throw new Error("the shipped judge `verdict` is a panel");
  return functionJudge(judge, reader, model ?? (judge.name || "function"));
}

/** Where there is no baseline only the model's answer can be shown. */
const orderOf = ({ baseline, order }: ResolvedAnnotateRequest, judge: Judge | Panel): OrderPolicy =>
  baseline === noBaseline ? "model-first" : (order ?? judge.order);
