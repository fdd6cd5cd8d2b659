// A request to annotate → everything that is known before the first question: the judge, the pairs, the tasks, what
// the output already holds, and what is left to ask.
import { UsageError } from "../../core/errors.js";
import { changed } from "../../io/rows/rows-on-disk.js";
import { functionJudge } from "../../judge/function-judge.js";
import type { Judge } from "../../judge/judge.js";
import { loadJudge } from "../../judge/load-judge.js";
import type { Panel } from "../../judge/panel.js";
import type { StoppingRule } from "../../length-control/observation.js";
import type { OrderPolicy } from "../../pairs/order-of-presentation.js";
import type { Pair } from "../../pairs/pair.js";
import { noBaseline } from "../../pairs/without-baseline.js";
import { readSampling } from "../asking/sampling-options.js";
import { warnAboutTornLines } from "../asking/warn-about-torn-lines.js";
import type { ResolvedAnnotateRequest } from "./annotate-request.js";
import { askedOf, JournalState, readJournalState } from "./judgements/journal-state.js";
import { needsNoJudge, type PendingTask } from "./judgements/judge-pairs.js";
import { type JudgementTask, tasksOf } from "./judgements/judgement-task.js";
import { pendingTasks } from "./judgements/pending-tasks.js";
import { ChangedOutputs, refuseForeignJudges } from "./judgements/refuse-foreign-journal.js";
import { type ModelPairs, type OutputsAtHand, readPairs } from "./read-pairs.js";
import { HiddenFields } from "./refuse-hidden-fields.js";
import { MissingColumns } from "./refuse-missing-columns.js";
import { refuseUnfitJudges } from "./refuse-unfit-judges.js";
import { type ReusedVerdicts, readReusedVerdicts } from "./reused-verdicts.js";
import type { RunRule } from "./stopping/look-record.js";
import { refuseOtherRules, rulesOf } from "./stopping/rules-of-models.js";
import { PairWarnings, warnBeforeAsking } from "./warn-before-asking.js";

export interface PreparedRun {
  readonly request: ResolvedAnnotateRequest;
  readonly judge: Judge | Panel;
  /** Every judge that is asked, once. */
  readonly judges: readonly Judge[];
  /** Asked about a sample once the others have judged; null for none. */
  readonly strong: Judge | null;
  readonly order: OrderPolicy;
  readonly models: readonly ModelToJudge[];
  readonly baselineFile: string | null;
  /** How many judgements there are, and how many of them are still to be asked. */
  readonly tasks: number;
  readonly pending: number;
  readonly state: JournalState;
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
  /** Closes the files of outputs. */
  readonly close: () => void;
}

/** A model's pairs, and what is to be done of them. */
export interface ModelToJudge extends ModelPairs {
  readonly tasks: number;
  /** Tasks without a line. */
  readonly missing: number;
  readonly pending: number;
  /** Of a model that an earlier part of the run ended: instructions that had been asked, and tasks that had not. */
  readonly ended: { readonly asked: number; readonly leftOut: number } | null;
  /** Of each pair: whether something is pending, and whether it needs no judge. */
  readonly marks: Uint8Array;
}

const isPending = 1;
const isIdentical = 2;

/**
 * Reads and checks; asks nothing and writes nothing.
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
  const judge = findJudge(request);
  const judges = judge.kind === "judge" ? [judge] : judge.members.map((member) => member.judge);
  const strong = findStrongJudge(request);
  const order = orderOf(request, judge);
  refuseUnfitJudges(judges, request, order);
  const rule = asksForRule(request)
    ? await (await import("./stopping/run-rule.js")).readRunRule(request)
    : null;
  const { models, baselineFile, notes, close } = await readPairs(request, atHand ?? undefined);
  try {
    const state = atHand === null ? await readJournalState(request.output) : new JournalState("");
    refuseForeignJudges(state, judge.name, strong ? [...judges, strong] : judges);
    const rules = rule === null ? new Map<string, StoppingRule>() : rulesOf(models, rule, request.seed);
    refuseOtherRules(state, rules);
    const run = { request, judge, judges, order, state, rule, rules };
    const { examined, warnings } = examinePairs(run, models);
    const reused = await readReusedVerdicts(request.reuse ?? [], pairsOf(examined));
    return {
      ...run,
      strong,
      models: examined,
      baselineFile,
      tasks: sum(examined, "tasks"),
      pending: sum(examined, "pending"),
      endedAfter: new Map(
        examined.flatMap(({ generator, ended }) => (ended ? [[generator, ended.asked]] : [])),
      ),
      leftOutBefore: examined.reduce((total, { ended }) => total + (ended?.leftOut ?? 0), 0),
      reused,
      warnings: [
        ...notes,
        ...warnBeforeAsking(warnings, judge, reused),
        ...warnAboutTornLines(request.output, state.fragments),
      ],
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

type RunSoFar = Pick<PreparedRun, "request" | "judge" | "judges" | "order" | "state" | "rules">;

const asksForRule = ({ until, untilAgainst, untilWidth }: ResolvedAnnotateRequest): boolean =>
  (until ?? untilAgainst ?? untilWidth) !== undefined;

const sum = (models: readonly ModelToJudge[], count: "tasks" | "pending") =>
  models.reduce((total, model) => total + model[count], 0);

function* pairsOf(models: readonly ModelPairs[]): Generator<Pair> {
  for (const { pairs } of models) yield* pairs;
}

const tasksOfPair = (pair: Pair, { judge, order, request: { repeat, seed } }: RunSoFar) =>
  tasksOf(pair, judge, { order, repeats: repeat, seed });

/**
 * Looks at every pair once.
 * @throws InputError (exit 3) for columns that a prompt asks for or does not show, and outputs that are others in the file
 */
function examinePairs(run: RunSoFar, models: readonly ModelPairs[]) {
  const { request, judges, state, rules } = run;
  const missing = new MissingColumns();
  const hidden = new HiddenFields(judges, request.itemField ?? []);
  const others = new ChangedOutputs();
  const known = state.pairs;
  const warnings: PairWarnings[] = [];
  const examined = models.map((model): ModelToJudge => {
    const about = new PairWarnings(model);
    warnings.push(about);
    const marks = new Uint8Array(model.pairs.length);
    const counts = { tasks: 0, missing: 0, pending: 0 };
    const ended = { asked: 0, leftOut: 0 };
    for (let i = 0; i < marks.length; i++) {
      const pair = model.pairs.at(i);
      const tasks = tasksOfPair(pair, run);
      missing.see(pair, new Set(tasks.map(({ judge }) => judge)));
      hidden.see(pair);
      about.see(pair);
      if (state.pairNumber(pair.id) >= known) others.see(state, pair);
      counts.tasks += tasks.length;
      let isAsked = false;
      for (const task of tasks) {
        state.expect(askedOf(task));
        const status = state.statusOf(askedOf(task));
        if (status === null) counts.missing++;
        else if (status === "unasked") ended.leftOut++;
        else isAsked = true;
      }
      if (isAsked) ended.asked++;
      const pending = pendingTasks(state, tasks, request.retryFailed ?? false).length;
      counts.pending += pending;
      if (pending === 0) continue;
      marks[i] = isPending | (needsNoJudge(pair) ? isIdentical : 0);
      about.seeAsked(pair, tasks[0]!.judge);
    }
    if (ended.leftOut === 0 || !rules.has(model.generator))
      return { ...model, ...counts, ended: null, marks };
    const leftOut = ended.leftOut + counts.missing;
    return { ...model, ...counts, pending: 0, ended: { ...ended, leftOut }, marks: marks.fill(0) };
  });
  missing.check();
  hidden.check();
  others.check(state.path);
  return { examined, warnings };
}

export function* tasksOfRun(run: PreparedRun): Generator<JudgementTask> {
  for (const pair of pairsOf(run.models)) yield* tasksOfPair(pair, run);
}

/** What is pending, read anew: the tasks of identical outputs and of verdicts taken over, or all others. */
export function* pendingOf(run: PreparedRun, part: "known" | "asked"): Generator<PendingTask> {
  const { state, reused, request } = run;
  const reusesAny = reused.preferenceByPair.size > 0;
  for (const { pairs, marks } of run.models)
    for (let i = 0; i < marks.length; i++) {
      const identical = (marks[i]! & isIdentical) > 0;
      const isUnwanted = identical ? part === "asked" : part === "known" && !reusesAny;
      if (marks[i] === 0 || isUnwanted) continue;
      const pair = pairs.at(i);
      const known = state.pairs;
      if (state.pairNumber(pair.id) >= known) throw changed(pair.file, pair.row);
      if ((part === "known") !== (identical || reused.preferenceByPair.has(pair.id))) continue;
      yield* pendingTasks(state, tasksOfPair(pair, run), request.retryFailed ?? false);
    }
}

/** @throws InputError as `loadJudge` */
export function findJudge(request: ResolvedAnnotateRequest): Judge | Panel {
  const { judge, judgeModel: model, minLabelShare, labelNoise, seed } = request;
  if (typeof judge !== "function") {
    const noise = labelNoise === undefined ? undefined : { probability: labelNoise, seed };
    return loadJudge(judge, { model, sampling: readSampling(request), minLabelShare, labelNoise: noise });
  }
  const reader = loadJudge("verdict");
  if (reader.kind !== "judge") throw new Error("the shipped judge `verdict` is a panel");
  return functionJudge(judge, reader, model ?? (judge.name || "function"));
}

/** @throws UsageError for a panel, which is no one judge, and for a sample of which nobody says how large it is */
function findStrongJudge(request: ResolvedAnnotateRequest): Judge | null {
  const { escalate, escalateShare, budgetUsd, baseline } = request;
  if (escalate === undefined && escalateShare === undefined) return null;
  if (escalate === undefined) throw new UsageError("--escalate-share needs a judge to ask: --escalate JUDGE");
  if (escalateShare === undefined && budgetUsd === undefined)
    throw new UsageError("--escalate needs to know of how much: --escalate-share X, or --budget-usd of all");
  if (asksForRule(request))
    throw new UsageError("--escalate asks about all pairs first, which --until is to spare: choose one");
  const strong = loadJudge(escalate);
  if (strong.kind !== "judge" || strong.answersShown * strong.comparisons !== 2 || baseline === noBaseline)
    throw new UsageError(`--escalate ${escalate}: one judge that compares two answers is needed`);
  return strong;
}

/** Where there is no baseline only the model's answer can be shown. */
const orderOf = ({ baseline, order }: ResolvedAnnotateRequest, judge: Judge | Panel): OrderPolicy =>
  baseline === noBaseline ? "model-first" : (order ?? judge.order);
