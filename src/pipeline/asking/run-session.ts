// The state of one run while it goes on: what was asked, adapted and warned about, and what the run comes to in the end.
import { type Adaptation, createAdaptation } from "../../endpoint/asking/adaptation.js";
import type { AskingProgress } from "../../endpoint/asking/question.js";
import type { Journal } from "../../io/durable/journal.js";
import type { RunPart } from "./manifest-file.js";
import type { RunHooks, RunProgress, RunSummary } from "./run-hooks.js";

/** What a run left open. */
interface LeftOpen {
  readonly isBudgetSpent: boolean;
  /** Tasks without a result, and those of them that the same call would ask for again. */
  readonly missing: number;
  readonly open: number;
  /** How many may be missing, as a share. */
  readonly allowed: number;
}

export abstract class RunSession<Counts extends object, Summary extends RunSummary<Counts>> {
  /** How requests are sent otherwise than asked for: said as it becomes known, and kept for the manifest. */
  readonly adaptation: Adaptation = createAdaptation((notice) => this.warn(notice));
  readonly #rounds: Readonly<AskingProgress>[] = [];
  readonly #warnings: string[] = [];

  constructor(
    protected readonly journal: Journal,
    protected readonly hooks: RunHooks<RunProgress<Counts>, Summary>,
    warnings: readonly string[],
  ) {
    for (const warning of warnings) this.warn(warning);
  }

  /** What this run added. */
  abstract readonly counts: Readonly<Counts>;
  protected abstract readonly tasks: { readonly all: number; readonly doneBefore: number };
  /** Lines with a result that this run wrote. */
  abstract readonly added: number;
  abstract summarize(): Summary;

  beginRound(asking: Readonly<AskingProgress>): void {
    this.#rounds.push(asking);
  }

  get progress(): RunProgress<Counts> {
    const rounds = this.#rounds;
    const now = () => this.tasks;
    return {
      get tasks() {
        return now().all;
      },
      get doneBefore() {
        return now().doneBefore;
      },
      counts: this.counts,
      get asking() {
        return addRounds(rounds);
      },
    };
  }

  /** What the manifest says of the run so far. */
  describe(): Pick<RunPart, "requests" | "adapted" | "warnings"> & { readonly counts: object } {
    const requests = addRounds(this.#rounds)?.requests ?? 0;
    return { counts: this.counts, requests, adapted: this.adaptation.changes, warnings: this.#warnings };
  }

  /** Tells a warning once, as it becomes known. */
  protected warn(warning: string): void {
    if (this.#warnings.includes(warning)) return;
    this.#warnings.push(warning);
    this.hooks.onWarning?.(warning);
  }

  /** How far the run came, and how it ended. */
  protected end({ isBudgetSpent, missing, open, allowed }: LeftOpen) {
    const isTooMany = missing / this.tasks.all > allowed;
    const isPending = (this.progress.asking?.pending ?? 0) > 0;
    const done = isTooMany || isBudgetSpent || isPending ? "partial" : "done";
    // what came in spite of the signal may have been all there was to come
    const isInterrupted = (this.hooks.stop?.aborted ?? false) && open > 0;
    const outcome: RunSummary<Counts>["outcome"] = isInterrupted ? "interrupted" : done;
    return { ...this.progress, outcome, warnings: this.#warnings };
  }
}

/** A run asks in one round or several (the turns of conversations); its counts are those of all of them. Null for none. */
function addRounds([first, ...more]: readonly Readonly<AskingProgress>[]): AskingProgress | null {
  if (first === undefined) return null;
  const total = { ...first };
  for (const round of more)
    for (const key of Object.keys(total) as (keyof AskingProgress)[]) {
      const sum = total[key] === null || round[key] === null ? null : total[key] + round[key];
      Object.assign(total, { [key]: sum });
    }
  return total;
}
