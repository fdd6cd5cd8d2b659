// The tasks of a run and what the file says of them → what is missing, and why.
import type { LineStatus } from "./judgements/journal-state.js";
import { type JudgementTask, taskKey } from "./judgements/judgement-task.js";

/** What the file says of tasks, by their keys. */
export interface TaskStatuses {
  readonly statusByKey: ReadonlyMap<string, LineStatus>;
  /** Why there is no verdict; of tasks with a line but no verdict. */
  readonly reasonByKey: ReadonlyMap<string, string>;
}

export interface TaskTally {
  /** Tasks without a line. */
  readonly open: number;
  /** Tasks whose line says that a rule left them out. */
  readonly unasked: number;
  /** Tasks with a line but no verdict; of them, those that a rerun asks for again, and those that it does not. */
  readonly unjudged: number;
  readonly passing: number;
  readonly lasting: number;
  readonly unjudgedByReason: Readonly<Record<string, number>>;
}

export function tallyTasks(
  tasks: readonly JudgementTask[],
  { statusByKey, reasonByKey }: TaskStatuses,
): TaskTally {
  const counts = { open: 0, unasked: 0, judged: 0, passing: 0, lasting: 0 };
  const unjudgedByReason: Record<string, number> = {};
  for (const task of tasks) {
    const key = taskKey(task);
    const status = statusByKey.get(key) ?? "open";
    counts[status]++;
    if (status !== "passing" && status !== "lasting") continue;
    const reason = reasonByKey.get(key)!;
    unjudgedByReason[reason] = (unjudgedByReason[reason] ?? 0) + 1;
  }
  const { open, unasked, passing, lasting } = counts;
  return { open, unasked, unjudged: passing + lasting, passing, lasting, unjudgedByReason };
}
