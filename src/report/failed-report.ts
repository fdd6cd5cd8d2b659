// What has no verdict, or no answer → a report: how often each reason, then each pair with the details.
import { left, type Report, right } from "./report.js";

interface Failed {
  readonly file: string;
  readonly tasks: number;
  readonly failed: readonly {
    readonly row: number;
    readonly instructionId: string;
    readonly instruction: string;
    readonly generator: string;
    readonly order: string | null;
    readonly repeat: number | null;
    readonly reason: string;
    readonly detail: string;
  }[];
}

const shownChars = 60;

export function reportFailed({ file, tasks, failed }: Failed): Report {
  const counts = new Map<string, number>();
  for (const { reason } of failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const shorten = (text: string) => (text.length > shownChars ? `${text.slice(0, shownChars)}…` : text);
  return {
    sections: [
      {
        title: `${failed.length} of ${tasks} in ${file} failed`,
        columns: [left("reason"), right("count")],
        rows: [...counts].map(([reason, count]) => [reason, String(count)]),
      },
      {
        title: "Each of them",
        columns: [left("reason"), left("model"), left("order"), left("instruction"), left("detail")],
        rows: failed.map(({ reason, generator, order, instruction, detail }) => [
          reason,
          generator,
          order ?? "",
          shorten(instruction.replace(/\s+/g, " ")),
          detail,
        ]),
      },
    ],
    warnings: [],
    records: failed.map(({ instructionId: instruction_id, ...task }) => ({ instruction_id, ...task })),
    document: { schema_version: 1, file, tasks, failed },
  };
}
