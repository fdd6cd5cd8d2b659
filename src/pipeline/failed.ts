// A journal of `annotate` or `generate` → what of it has no verdict, or no answer, and why.
import { InputError } from "../core/errors.js";
import { readJournal } from "../io/durable/journal.js";
import { unasked } from "../length-control/observation.js";
import type { FailedTask, FailedTasks } from "../report/failed-report.js";
import { keyOfLine } from "./annotate/judgements/judgement-task.js";
import { argument, type OptionTable } from "./options/option-table.js";

export interface FailedRequest {
  /** The journal. */
  readonly file: string;
}

export const failedOptions = {
  file: argument("<file>", "what annotate or generate wrote"),
} satisfies OptionTable<FailedRequest>;

/** Of several lines of one task the last counts, and one with a verdict before any. @throws InputError (exit 3) */
export async function listFailed({ file: path }: FailedRequest): Promise<FailedTasks> {
  const byKey = new Map<string, FailedTask | null>();
  for await (const entry of readJournal(path)) {
    if (entry.kind === "fragment") continue;
    const line = readLine(entry.value, entry.row);
    if (line === null)
      throw new InputError({
        file: path,
        row: entry.row,
        message: "is no line that `lceval annotate` or `generate` wrote",
      });
    if (byKey.get(line.key) !== null || !byKey.has(line.key)) byKey.set(line.key, line.failed);
  }
  if (byKey.size === 0) throw new InputError({ file: path, message: "holds no judgements and no outputs" });
  const failed = [...byKey.values()].filter((task) => task !== null);
  return { file: path, tasks: byKey.size, failed };
}

type Members = Readonly<Record<string, unknown>>;

function readLine(value: Members, row: number): { key: string; failed: FailedTask | null } | null {
  const generation = value.generation as Members | undefined;
  if (typeof generation?.key === "string") {
    const failed = { ...value, ...generation, instruction_id: generation.id, order: null, repeat: null };
    const isFailed = generation.status === "failed";
    return { key: generation.key, failed: isFailed ? toTask(failed, value.generator, row) : null };
  }
  const { pair_id: pair, order, repeat, judge, status } = value;
  const fingerprint = (judge as Members | null | undefined)?.fingerprint;
  if (typeof pair !== "string" || typeof order !== "string" || typeof fingerprint !== "string") return null;
  const key = keyOfLine(pair, fingerprint, order, Number(repeat ?? 0));
  // what a rule left out has not failed
  return {
    key,
    failed: status === "judged" || value.reason === unasked ? null : toTask(value, value.generator_2, row),
  };
}

const toTask = (line: Members, generator: unknown, row: number): FailedTask => ({
  row,
  instructionId: String(line.instruction_id),
  instruction: String(line.instruction),
  generator: String(generator),
  order: typeof line.order === "string" ? line.order : null,
  repeat: typeof line.repeat === "number" ? line.repeat : null,
  reason: String(line.reason ?? "of unknown reason"),
  detail: String(line.detail ?? ""),
});
