// A request to annotate → everything that is known before the first question: the judge, the pairs, the tasks, what
// the output already holds, and what is left to ask.

import {
  type JournalState,
  pendingTasks,
  readJournalState,
  refuseForeignJournal,
} from "../../annotations/journal-state.js";
import type { PendingTask } from "../../annotations/judge-pairs.js";
import { type JudgementTask, tasksOf } from "../../annotations/judgement-task.js";
import { UsageError } from "../../core/errors.js";
import type { Judge } from "../../judge/judge.js";
import { loadJudge } from "../../judge/load-judge.js";
import type { Panel } from "../../judge/panel.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import { nobody } from "../../pairs/without-baseline.js";
import { warnAboutTornLines } from "../asking/run-warnings.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";
import { type ModelPairs, readPairs } from "./read-pairs.js";
import { refuseMissingColumns } from "./refuse-missing-columns.js";
import { type ReusedVerdicts, readReusedVerdicts } from "./reused-verdicts.js";

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
  readonly reused: ReusedVerdicts;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/**
 * Reads and checks; asks nothing and writes nothing.
 *
 * @throws UsageError, InputError (exit 3) for input that cannot be used or an output that belongs to another run
 */
export async function prepareRun(request: ResolvedAnnotateRequest): Promise<PreparedRun> {
  if (!/\.(jsonl|ndjson)$/.test(request.output)) {
    throw new UsageError(
      `the output ${request.output} must be a .jsonl file: it is a journal, one judgement a line`,
      {
        hint: "other formats are made from it with `lceval convert`",
      },
    );
  }
  const { seed, labelNoise } = request;
  const judge = loadJudge(request.judge, {
    model: request.judgeModel,
    labelNoise: labelNoise === undefined ? undefined : { probability: labelNoise, seed },
  });
  const judges = judge.kind === "judge" ? [judge] : judge.members.map((member) => member.judge);
  const order = orderOf(request, judge);
  if (request.baseline === nobody) refuseComparisons(judges, request);
  else refuseHalves(judges, order);
  const models = await readPairs(request);
  const pairs = models.flatMap((model) => model.pairs);
  const tasks = pairs.flatMap((pair) => tasksOf(pair, judge, { order, repeats: request.repeat, seed }));
  refuseMissingColumns(tasks);
  const state = await readJournalState(request.output);
  refuseForeignJournal(state, tasks);
  const reused = await readReusedVerdicts(request.reuse ?? [], pairs);
  return {
    request,
    judge,
    judges,
    order,
    models,
    tasks,
    state,
    pending: pendingTasks(state, tasks, request.retryFailed ?? false),
    reused,
    warnings: [
      ...warnAboutInput(models),
      ...warnAboutJudge(judge),
      ...warnAboutOutputs(tasks),
      ...warnAboutReuse(reused, judge),
      ...warnAboutTornLines(request.output, state.fragments),
    ],
  };
}

/** Where there is no baseline only the model's answer can be shown. */
const orderOf = ({ baseline, order }: ResolvedAnnotateRequest, judge: Judge | Panel): OrderPolicy =>
  baseline === nobody ? "model-first" : (order ?? judge.order);

/** Without a baseline there is nothing to compare with. */
function refuseComparisons(judges: readonly Judge[], { order }: ResolvedAnnotateRequest): void {
  const comparing = judges.find(({ answersShown }) => answersShown === 2);
  if (comparing !== undefined)
    throw new UsageError(`--baseline ${nobody}: the judge ${comparing.name} compares two answers`, {
      hint: "name the baseline's file, or a judge whose prompt shows {output} alone",
    });
  if (order !== undefined && order !== "model-first")
    throw new UsageError(`--order ${order}: there is one answer to show with --baseline ${nobody}`, {
      hint: "leave --order away",
    });
}

/** A judge that marks one answer at a time must see both. */
function refuseHalves(judges: readonly Judge[], order: OrderPolicy): void {
  const half = judges.find(({ answersShown }) => answersShown === 1);
  if (half === undefined || order === "both") return;
  throw new UsageError(`--order ${order}: the judge ${half.name} sees one answer at a time, and needs both`, {
    hint: "leave --order away",
  });
}

const plural = (count: number, noun: string, more = `${noun}s`) => `${count} ${count === 1 ? noun : more}`;

function warnAboutInput(models: readonly ModelPairs[]): string[] {
  return models.flatMap(({ file, generator, pairs, matched }) => {
    const { withoutModel, withoutBaseline, nearMisses, duplicates, conflicts } = matched;
    const warnings: string[] = [];
    if (withoutModel.length + withoutBaseline.length > 0)
      warnings.push(
        `unmatched: ${file}: ${plural(withoutModel.length, "instruction")} of the baseline without an answer, ${plural(withoutBaseline.length, "answer")} without a baseline (${plural(nearMisses.length, "near miss", "near misses")})`,
      );
    if (duplicates.length > 0)
      warnings.push(
        `duplicates: ${file}: ${plural(duplicates.length, "instruction")} repeated; the first row of each counts`,
      );
    const fields = [...new Set(conflicts.map(({ field }) => field))];
    if (fields.length > 0)
      warnings.push(
        `conflicts: ${file}: differs from the baseline's file in ${fields.join(", ")}; the baseline's values are used`,
      );
    const empty = pairs.filter(({ model }) => model.output.trim() === "").length;
    if (empty > 0)
      warnings.push(`empty-outputs: ${generator}: ${plural(empty, "empty answer")}; judged like any other`);
    return warnings;
  });
}

function warnAboutJudge(judge: Judge | Panel): string[] {
  const notes = judge.notes.map((note) => `judge: ${note}`);
  return judge.name === "offline" ? [...notes, `offline-judge: ${judge.comparable}`] : notes;
}

/** Outputs that hold what could steer a judge, counted by what they hold. */
function warnAboutOutputs(tasks: readonly JudgementTask[]): string[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const { pair, judge } of tasks) {
    if (seen.has(pair.id)) continue;
    seen.add(pair.id);
    for (const { side, reason } of judge.suspiciousOutputs(pair)) {
      const whose = side === "model" ? pair.model.generator : pair.baseline.generator;
      const what = `${reason} in outputs of ${whose}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts].map(
    ([what, count]) => `suspicious-outputs: ${count} × ${what}; shown to the judge as plain text`,
  );
}

function warnAboutReuse({ preferenceByPair, annotators }: ReusedVerdicts, judge: Judge | Panel): string[] {
  const others = annotators.filter((annotator) => annotator !== judge.name);
  if (others.length === 0) return [];
  return [
    `reused: ${plural(preferenceByPair.size, "verdict")} of ${others.join(", ")} are taken over as those of ${judge.name}`,
  ];
}
