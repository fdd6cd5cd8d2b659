// The state of one run while it goes on: what has been recorded, counted and warned about.
import { type Adaptation, createAdaptation } from "../../endpoint/asking/adaptation.js";
import type { AskingProgress, Outcome } from "../../endpoint/asking/question.js";
import type { Journal } from "../../io/durable/journal.js";
import { addRounds } from "../asking/asking-rounds.js";
import type { RunHooks, RunProgress, RunSummary } from "../asking/run-hooks.js";
import type { RunSession } from "../asking/run-into-journal.js";
import { outcomeOf } from "../asking/run-outcome.js";
import { collectWarnings, type RunWarnings } from "../asking/run-warnings.js";
import {
  createGenerationCounter,
  type GenerationCounts,
  warnAboutAnswers,
  warnAboutServedModels,
} from "./generation-counts.js";
import { answerOf, toOutputLine } from "./generation-journal.js";
import type { PreparedGeneration } from "./prepare-generation.js";
import type { Question } from "./questions.js";

export type GenerateProgress = RunProgress<GenerationCounts>;
export type GenerateHooks = RunHooks<GenerateProgress, GenerateSummary>;

export interface GenerateSummary extends RunSummary<GenerationCounts> {
  readonly generator: string;
  /** Answers that are missing although they were asked for. */
  readonly failed: number;
  /** By reason, one of them in the endpoint's words. */
  readonly exampleByReason: Readonly<Record<string, string>>;
}

export class GenerationSession implements RunSession<GenerateSummary> {
  /** How requests are sent otherwise than asked for: said as it becomes known, and kept for the manifest. */
  readonly adaptation: Adaptation;
  readonly run: PreparedGeneration;
  readonly #journal: Journal;
  readonly #hooks: GenerateHooks;
  readonly #warnings: RunWarnings;
  readonly #rounds: Readonly<AskingProgress>[] = [];
  readonly #counter = createGenerationCounter();

  constructor(run: PreparedGeneration, journal: Journal, hooks: GenerateHooks) {
    this.run = run;
    this.#journal = journal;
    this.#hooks = hooks;
    this.#warnings = collectWarnings(run.warnings, hooks.onWarning);
    this.adaptation = createAdaptation((notice) => this.#warnings.add(notice));
  }

  get progress(): GenerateProgress {
    const { tasks, doneBefore } = this.run;
    const rounds = this.#rounds;
    return {
      tasks,
      doneBefore,
      counts: this.#counter.counts,
      get asking() {
        return addRounds(rounds);
      },
    };
  }

  get added(): number {
    return this.#counter.counts.generated;
  }

  beginRound(asking: Readonly<AskingProgress>): void {
    this.#rounds.push(asking);
  }

  /** Writes a batch; resolves when all of it is on the disk and counted. */
  async record(batch: readonly Outcome<Question>[]): Promise<void> {
    const { generator, fingerprint, state } = this.run;
    await Promise.all(
      batch.map((outcome) => this.#journal.append(toOutputLine(outcome, generator, fingerprint))),
    );
    for (const outcome of batch) {
      const { key } = outcome.subject;
      const reply = answerOf(outcome);
      if ("text" in reply) {
        state.answers.set(key, reply.text);
        state.failed.delete(key);
      } else {
        state.failed.add(key);
        this.#hooks.onMissing?.({ ...reply, instruction: outcome.subject.prompt.text });
      }
      this.#counter.add(outcome);
    }
    for (const warning of warnAboutServedModels(this.#counter.counts)) this.#warnings.add(warning);
  }

  describe() {
    return {
      counts: this.#counter.counts,
      requests: addRounds(this.#rounds)?.requests ?? 0,
      adapted: this.adaptation.changes,
      warnings: this.#warnings.all,
    };
  }

  summarize(): GenerateSummary {
    const { request, generator, tasks, doneBefore, state } = this.run;
    const { counts } = this.#counter;
    for (const warning of warnAboutAnswers(counts)) this.#warnings.add(warning);
    const missing = tasks - doneBefore - counts.generated;
    const failed = Math.min(missing, state.failed.size);
    return {
      ...this.progress,
      output: request.output,
      generator,
      failed,
      exampleByReason: counts.exampleByReason,
      unasked: missing - failed,
      outcome: outcomeOf({
        isStopped: this.#hooks.stop?.aborted ?? false,
        isBudgetSpent: (counts.failedByReason.budget ?? 0) > 0,
        tasks,
        missing,
        open: missing,
        allowed: request.maxFailed,
      }),
      warnings: this.#warnings.all,
    };
  }
}
