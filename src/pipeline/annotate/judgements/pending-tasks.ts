// Tasks and what the file holds of them → which are still to be asked.
import type { JournalState, LineStatus } from "./journal-state.js";
import type { PendingTask } from "./judge-pairs.js";
import { type JudgementTask, pairKey, taskKey } from "./judgement-task.js";
import { isHalf } from "./one-answer-judges.js";

/**
 * The tasks that the file has no line for, or one that may be replaced. Of two halves of a question that say something
 * only together (see one-answer-judges) both are asked, unless one has its verdict.
 *
 * @param retryFailed ask lasting failures (refused, unparsable) once more too
 */
export function pendingTasks(
  state: JournalState,
  tasks: readonly JudgementTask[],
  retryFailed: boolean,
): PendingTask[] {
  const statusOfTask = (task: JudgementTask) => state.statusByKey.get(taskKey(task));
  const isOpen = (status: LineStatus | undefined) =>
    status === undefined ||
    status === "unasked" ||
    status === "passing" ||
    (status === "lasting" && retryFailed);
  const openHalves = new Set(tasks.filter((task) => isHalf(task) && isOpen(statusOfTask(task))).map(pairKey));
  return tasks.flatMap((task) => {
    const status = statusOfTask(task);
    const isWanted = isOpen(status) || (status === "lasting" && openHalves.has(pairKey(task)));
    return isWanted ? [{ task, isRetry: status === "lasting" && retryFailed }] : [];
  });
}
