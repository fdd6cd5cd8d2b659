// What has no verdict, or no answer → a report: how often each reason, then each pair with the details.
import { excerptLine } from "../core/quote-value.js";
import type { Report } from "./report.js";
import { figure, tableOf, text } from "./table-of.js";

export interface FailedTask {
  readonly row: number;
  readonly instructionId: string;
  readonly instruction: string;
  readonly generator: string;
  /** Of judgements: which answer was shown first; null of outputs. */
  readonly order: string | null;
  readonly repeat: number | null;
  readonly reason: string;
  readonly detail: string;
}

export interface FailedTasks {
  readonly file: string;
  readonly tasks: number;
  /** In the file's order. */
  readonly failed: readonly FailedTask[];
}

export function reportFailed({ file, tasks, failed }: FailedTasks): Report {
  const counts = new Map<string, number>();
  for (const { reason } of failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return {
    sections: [
      tableOf(
        `${failed.length} of ${tasks} in ${file} failed`,
        [...counts],
        [text("reason", ([reason]) => reason), figure("count", ([, count]) => count)],
      ),
      tableOf("Each of them", failed, [
        text("reason", ({ reason }) => reason),
        text("model", ({ generator }) => generator),
        text("order", ({ order }) => order ?? ""),
        text("instruction", ({ instruction }) => excerptLine(instruction)),
        text("detail", ({ detail }) => detail),
      ]),
    ].filter(({ rows }, at) => at === 0 || rows.length > 0),
    warnings: [],
    records: failed.map(({ instructionId: instruction_id, ...task }) => ({ instruction_id, ...task })),
    document: { schema_version: 1, file, tasks, failed },
  };
}
