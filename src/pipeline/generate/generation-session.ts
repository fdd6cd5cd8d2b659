// The state of one run while it goes on: what has been recorded, counted and warned about.
import type { Outcome } from "../../endpoint/asking/question.js";
import type { Journal } from "../../io/durable/journal.js";
import type { RunHooks, RunProgress, RunSummary } from "../asking/run-hooks.js";
import { RunSession } from "../asking/run-session.js";
import {
  createGenerationCounter,
  type GenerationCounts,
  warnAboutAnswers,
  warnAboutServedModels,
} from "./generation-counts.js";
import { answerOf, toOutputLine } from "./generation-journal.js";
import type { PreparedGeneration } from "./prepare-generation.js";
import type { GenerationStep } from "./questions.js";

export type GenerateProgress = RunProgress<GenerationCounts>;
export type GenerateHooks = RunHooks<GenerateProgress, GenerateSummary>;

export interface GenerateSummary extends RunSummary<GenerationCounts> {
  readonly generator: string;
  /** Answers that are missing although they were asked for. */
  readonly failed: number;
  /** By reason, one of them in the endpoint's words. */
  readonly exampleByReason: Readonly<Record<string, string>>;
}

export class GenerationSession extends RunSession<GenerationCounts, GenerateSummary> {
  readonly #counter = createGenerationCounter();

  constructor(
    readonly run: PreparedGeneration,
    journal: Journal,
    hooks: GenerateHooks,
  ) {
    super(journal, hooks, run.warnings);
  }

  get counts(): Readonly<GenerationCounts> {
    return this.#counter.counts;
  }

  protected get tasks() {
    return { all: this.run.tasks, doneBefore: this.run.doneBefore };
  }

  get added(): number {
    return this.counts.generated;
  }

  /** Writes a batch; resolves when all of it is on the disk and counted. */
  async record(batch: readonly Outcome<GenerationStep>[]): Promise<void> {
    const { generator, fingerprint, state } = this.run;
    await Promise.all(
      batch.map((outcome) => this.journal.append(toOutputLine(outcome, generator, fingerprint))),
    );
    for (const outcome of batch) {
      const { key } = outcome.subject;
      const reply = answerOf(outcome);
      if ("text" in reply) {
        state.answers.set(key, reply.text);
        state.failed.delete(key);
      } else {
        state.failed.add(key);
        this.hooks.onMissing?.({ ...reply, instruction: outcome.subject.prompt.text });
      }
      this.#counter.add(outcome);
    }
    for (const warning of warnAboutServedModels(this.counts)) this.warn(warning);
  }

  summarize(): GenerateSummary {
    const { request, generator, tasks, doneBefore, state } = this.run;
    const { counts } = this;
    for (const warning of warnAboutAnswers(counts)) this.warn(warning);
    const missing = tasks - doneBefore - counts.generated;
    const failed = Math.min(missing, state.failed.size);
    return {
      ...this.end({
        isBudgetSpent: (counts.failedByReason.budget ?? 0) > 0,
        missing,
        open: missing,
        allowed: request.maxFailed,
      }),
      output: request.output,
      generator,
      failed,
      exampleByReason: counts.exampleByReason,
      unasked: missing - failed,
    };
  }
}
