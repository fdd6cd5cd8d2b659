// The state of one run while it goes on: what has been recorded, counted and warned about.
import type { Outcome } from "../../endpoint/asking/question.js";
import type { Journal } from "../../io/durable/journal.js";
import type { RunHooks, RunProgress, RunSummary } from "../asking/run-hooks.js";
import { RunSession } from "../asking/run-session.js";
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

// A stream of answers → what a run reports of itself.
interface GenerationCounts {
  generated: number;
  readonly failedByReason: Record<string, number>;
  readonly exampleByReason: Record<string, string>;
  /** Answers that ended because their room was used up. */
  cut: number;
  /** Answers whose thoughts were taken off. */
  withoutThoughts: number;
  /** Models that served replies, in the order in which they were first seen. */
  readonly servedModels: string[];
}

interface GenerationCounter {
  readonly counts: GenerationCounts;
  add(outcome: Outcome<GenerationStep>): void;
}

function createGenerationCounter(): GenerationCounter {
  const counts: GenerationCounts = {
    generated: 0,
    failedByReason: {},
    exampleByReason: {},
    cut: 0,
    withoutThoughts: 0,
    servedModels: [],
  };
  return {
    counts,
    add(outcome) {
      const reply = answerOf(outcome);
      if (!("text" in reply)) {
        counts.exampleByReason[reply.reason] = reply.detail;
        counts.failedByReason[reply.reason] = (counts.failedByReason[reply.reason] ?? 0) + 1;
        return;
      }
      counts.generated++;
      if (outcome.status !== "answered") return;
      const { text, finishReason, servedBy } = outcome.completion;
      if (reply.text !== text) counts.withoutThoughts++;
      if (finishReason === "length") counts.cut++;
      const { model } = servedBy;
      if (model !== null && !counts.servedModels.includes(model)) counts.servedModels.push(model);
    },
  };
}

const warnAboutServedModels = ({ servedModels }: GenerationCounts): string[] =>
  servedModels
    .slice(1)
    .map(
      (model, i) =>
        `served-model-changed: replies come from ${model} now, and came from ${servedModels[i]} before`,
    );

function warnAboutAnswers({ cut, withoutThoughts }: GenerationCounts): string[] {
  const warnings: string[] = [];
  if (cut > 0)
    warnings.push(`cut: ${cut} answers ended at the most tokens that a reply may have (--max-tokens)`);
  if (withoutThoughts > 0)
    warnings.push(`thoughts: taken off ${withoutThoughts} answers (--keep-thinking leaves them)`);
  return warnings;
}
