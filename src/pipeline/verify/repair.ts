// A journal with wrong lines → one without them, and everything that was left out beside it: nothing that was paid for is lost.
import { manifestPath } from "../../io/durable/annotation-journal.js";
import { readRawLines } from "../../io/durable/raw-lines.js";
import { refuseExisting } from "../../io/durable/refuse-existing.js";
import { writeFileAtomically } from "../../io/durable/write-atomically.js";
import { readTextIfPresent } from "../../io/rows/read-text.js";
import type { LineExamination } from "./examine-lines.js";

export interface Repair {
  readonly output: string;
  readonly kept: number;
  /** Where the lines are that were left out; null for none. */
  readonly conflictsFile: string | null;
  readonly setAside: number;
}

/** @throws InputError (exit 3) for an output that is there already, OutputError when it cannot be written */
export async function repairFile(
  path: string,
  output: string,
  { changed, repeats, alike, conflicts }: LineExamination,
): Promise<Repair> {
  const conflictsFile = output.replace(/(\.(jsonl|ndjson))?$/, ".conflicts.jsonl");
  for (const file of [output, conflictsFile]) await refuseExisting(file, "--repair");
  const aside = new Set([...changed, ...alike, ...conflicts]);
  const dropped = new Set(repeats);
  const counts = { kept: 0, setAside: 0 };
  async function* pick(wanted: "kept" | "setAside"): AsyncGenerator<Buffer> {
    for await (const { row, text, value } of readRawLines(path)) {
      const isAside = value === null || aside.has(row);
      if (dropped.has(row) || isAside !== (wanted === "setAside")) continue;
      counts[wanted]++;
      yield Buffer.from(value === null ? `${JSON.stringify({ row, torn: text })}\n` : `${text}\n`);
    }
  }
  await writeFileAtomically(output, pick("kept"));
  const left = pick("setAside");
  const hasConflicts = !(await left.next()).done;
  await left.return(undefined);
  counts.setAside = 0;
  if (hasConflicts) await writeFileAtomically(conflictsFile, pick("setAside"));
  const manifest = await readTextIfPresent(manifestPath(path));
  if (manifest !== null && manifestPath(output) !== output)
    await writeFileAtomically(manifestPath(output), manifest);
  return { output, ...counts, conflictsFile: hasConflicts ? conflictsFile : null };
}
