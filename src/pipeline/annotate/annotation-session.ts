// The state of one run while it goes on: what has been recorded, counted and warned about.
import { countOf } from "../../core/count-of.js";
import type { Journal } from "../../io/durable/journal.js";
import { unasked } from "../../length-control/observation.js";
import type { RunHooks, RunProgress, RunSummary } from "../asking/run-hooks.js";
import { RunSession } from "../asking/run-session.js";
import type { Annotation } from "./judgements/annotation.js";
import { type AnnotationCounts, createAnnotationCounter } from "./judgements/annotation-counts.js";
import { leftOutLine, toAnnotationLine } from "./judgements/annotation-line.js";
import { askedOf, saidBy } from "./judgements/journal-state.js";
import type { PendingTask } from "./judgements/judge-pairs.js";
import type { JudgementTask } from "./judgements/judgement-task.js";
import type { OrderCounts } from "./judgements/order-counts.js";
import { pendingTasks } from "./judgements/pending-tasks.js";
import { type PreparedRun, tasksOfRun } from "./prepare-run.js";
import { createServedModelWatch } from "./served-models.js";
import type { LookRecord } from "./stopping/look-record.js";

export type AnnotateProgress = RunProgress<AnnotationCounts>;
export interface AnnotateHooks extends RunHooks<AnnotateProgress, AnnotateSummary> {
  /** Called with each look of a run that a rule may end. */
  readonly onLook?: (look: LookRecord) => void;
}

export interface AnnotateSummary extends RunSummary<AnnotationCounts> {
  /** What was seen at each look of a run that a rule may end, in order; by model the last one decides. */
  readonly looks: readonly LookRecord[];
  /** Tasks that were not asked because a rule was met. */
  readonly leftOut: number;
  readonly judge: string;
  readonly order: string;
  readonly models: readonly { readonly generator: string; readonly pairs: number }[];
  /** Over the whole file: what the order of presentation did. */
  readonly orderEffect: Readonly<OrderCounts>;
  /** Over all tasks, earlier runs' included: those with a line but no verdict. */
  readonly unjudged: number;
  readonly unjudgedByReason: Readonly<Record<string, number>>;
  /** By reason, one of them in the words of the endpoint or of who read the reply. */
  readonly exampleByReason: Readonly<Record<string, string>>;
  /** Those that only `--retry-failed` asks for again. */
  readonly lasting: number;
}

export class AnnotationSession extends RunSession<AnnotationCounts, AnnotateSummary> {
  readonly #counter = createAnnotationCounter();
  readonly #looks: LookRecord[] = [];
  readonly #onLook: AnnotateHooks["onLook"];
  readonly #watchServedModels: (batch: readonly Annotation[]) => readonly string[];

  constructor(
    public run: PreparedRun,
    journal: Journal,
    hooks: AnnotateHooks,
  ) {
    super(journal, hooks, run.warnings);
    this.#onLook = hooks.onLook;
    this.#watchServedModels = createServedModelWatch(run.state.servedModels);
  }

  get counts(): Readonly<AnnotationCounts> {
    return this.#counter.counts;
  }

  protected get tasks() {
    const { tasks, pending, leftOutBefore } = this.run;
    return { all: tasks, doneBefore: tasks - pending - leftOutBefore };
  }

  get added(): number {
    return this.counts.judged;
  }

  /** Writes a batch; resolves when all of it is on the disk and counted. */
  async record(batch: readonly Annotation[]): Promise<void> {
    await Promise.all(
      batch.map((annotation) =>
        this.journal.append(toAnnotationLine(annotation, this.#ruleOf(annotation.task))),
      ),
    );
    for (const annotation of batch) {
      this.#counter.add(annotation);
      this.run.state.add(askedOf(annotation.task), saidBy(annotation));
      if (annotation.status === "unjudged")
        this.hooks.onMissing?.({ ...annotation, instruction: annotation.task.pair.instruction.text });
    }
    for (const warning of this.#watchServedModels(batch)) this.warn(warning);
  }

  /** Whether every task has a line, and the budget was enough for it. */
  hasAll(isMeant: (task: JudgementTask) => boolean): boolean {
    for (const task of tasksOfRun(this.run)) {
      const status = isMeant(task) ? this.run.state.statusOf(askedOf(task)) : "judged";
      const isOpen = status === null || status === "unasked";
      if (isOpen || (status === "passing" && this.run.state.reasonOf(askedOf(task)) === "budget"))
        return false;
    }
    return true;
  }

  /** What is to be judged beside what the run began with. @returns what of it is pending */
  addTasks(tasks: readonly JudgementTask[]): PendingTask[] {
    const { state, request } = this.run;
    const pending = pendingTasks(state, tasks, request.retryFailed ?? false);
    for (const task of tasks) state.expect(askedOf(task));
    this.run = {
      ...this.run,
      tasks: this.run.tasks + tasks.length,
      pending: this.run.pending + pending.length,
    };
    return pending;
  }

  noteLook(look: LookRecord): void {
    this.#looks.push(look);
    this.#onLook?.(look);
  }

  tasksWithoutLine(): JudgementTask[] {
    return [...tasksOfRun(this.run)].filter((task) => this.run.state.statusOf(askedOf(task)) === null);
  }

  /** Writes down what was not asked because the rule was met. */
  async leaveOut(): Promise<void> {
    const tasks = this.tasksWithoutLine();
    await Promise.all(tasks.map((task) => this.journal.append(leftOutLine(task, this.#ruleOf(task)))));
    const failure = { reason: unasked, detail: null };
    for (const task of tasks) this.run.state.add(askedOf(task), { failure, shownPreference: null });
  }

  override describe() {
    return {
      ...super.describe(),
      ...(this.#looks.length > 0 && { looks: this.#looks }),
      counts: { ...this.counts, ...this.run.state.orderEffect },
    };
  }

  summarize(): AnnotateSummary {
    const { request, judge, order, models, tasks, state } = this.run;
    for (const warning of warnAboutCounts(this.counts, request.labelNoise)) this.warn(warning);
    const { passing, open, unasked: leftOutInFile, ...tally } = state.tally();
    // a run without a rule is to ask what one before it left out
    const leftOut = this.run.rule ? leftOutInFile : 0;
    const missing = open + leftOutInFile - leftOut;
    return {
      ...this.end({
        isBudgetSpent: (this.counts.unjudgedByReason.budget ?? 0) > 0,
        missing: tally.unjudged + missing,
        open: missing + passing,
        allowed: (request.maxUnjudged * (tasks - leftOut)) / tasks,
      }),
      ...tally,
      unasked: missing,
      leftOut,
      looks: this.#looks,
      output: request.output,
      judge: judge.name,
      order,
      exampleByReason: Object.fromEntries(
        [...state.exampleByReason].filter(([reason]) => reason in tally.unjudgedByReason),
      ),
      models: models.map(({ generator, pairs }) => ({ generator, pairs: pairs.length })),
      orderEffect: state.orderEffect,
    };
  }

  #ruleOf({ pair }: JudgementTask) {
    return this.run.rules.get(pair.model.generator);
  }
}

function warnAboutCounts(counts: AnnotationCounts, labelNoise: number | undefined): string[] {
  const { lowLabelShare, trimmedLabels, flippedOnPurpose, judged } = counts;
  const warnings: string[] = [];
  if (lowLabelShare > 0)
    warnings.push(
      `label-share: in ${countOf(lowLabelShare, "reply", "replies")} the labels held less than half of the probability; the judge may not follow the prompt`,
    );
  if (trimmedLabels > 0)
    warnings.push(
      `trimmed-labels: in ${countOf(trimmedLabels, "reply", "replies")} the labels were read with the blanks that the model's tokenizer writes before them`,
    );
  if (flippedOnPurpose > 0)
    warnings.push(
      `label-noise: ${flippedOnPurpose} of ${judged} verdicts of this run were flipped on purpose (--label-noise ${labelNoise}); rates from this file are not the judge's`,
    );
  return warnings;
}
