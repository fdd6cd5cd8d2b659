// The tasks of a pair and what the file holds of them → which are still to be asked.
import { askedOf, type JournalState } from "./journal-state.js";
import type { PendingTask } from "./judge-pairs.js";
import { type JudgementTask, pairKey } from "./judgement-task.js";
import { isHalf } from "./one-answer-judges.js";

/**
 * The tasks that the file has no line for, or one that may be replaced. Of two halves of a question that say something
 * only together (see one-answer-judges) both are asked, unless one has its verdict.
 * @param retryFailed ask lasting failures (refused, unparsable) once more too
 */
export function pendingTasks(
  state: JournalState,
  tasks: readonly JudgementTask[],
  retryFailed: boolean,
): PendingTask[] {
  const statuses = tasks.map((task) => state.statusOf(askedOf(task)));
  const isOpen = tasks.map((_, i) => {
    const status = statuses[i]!;
    return (
      status === null || status === "unasked" || status === "passing" || (status === "lasting" && retryFailed)
    );
  });
  const openHalves = new Set(tasks.filter((task, i) => isHalf(task) && isOpen[i]).map(pairKey));
  const wanted = tasks.filter(
    (task, i) => isOpen[i] || (statuses[i] === "lasting" && openHalves.has(pairKey(task))),
  );
  return wanted.map((task) => {
    const isRetry = statuses[tasks.indexOf(task)] === "lasting" && retryFailed;
    const isOther = (other: JudgementTask) => other !== task && pairKey(other) === pairKey(task);
    const isAlone = isHalf(task) && !wanted.some(isOther);
    return { task: isAlone ? { ...task, isAlone } : task, isRetry };
  });
}
