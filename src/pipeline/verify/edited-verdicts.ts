// Lines that runs wrote, as they are read for a gate → what says that they are not as they were written: a checksum of other
// bytes or none, a verdict that the judge's reply beside it does not give. A manifest is not needed for it.
import { countOf } from "../../core/count-of.js";
import { nameOfPath } from "../../io/bytes/byte-source.js";
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { checkSeal } from "../../io/durable/line-checksum.js";
import type { RowInput } from "../../io/rows/located-row.js";
import type { Judge } from "../../judge/judge.js";
import { expandModelPaths } from "../annotation-files/model-paths.js";
import type { JudgedRow } from "../annotation-files/read-annotation-files.js";
import { isOldPart, type RunPart, readManifest } from "../asking/manifest-file.js";
import { rowsOf } from "./file-check.js";
import { givesVerdict, loadRunJudges, shippedJudgeOf } from "./reread-verdicts.js";

interface LinesOfFile {
  /** Whether lines of it are to have checksums: not in files of other tools, nor those of lceval 0.1. */
  isSealed: boolean;
  readonly mayLackChecksums: boolean;
  readonly unsealed: number[];
  readonly changed: number[];
  read: number;
  readonly differing: number[];
}

export interface EditWatch {
  readonly see: (judged: JudgedRow) => void;
  /** Each `edited-verdicts: sentence`. */
  readonly warnings: () => string[];
  /** Of journals without a manifest, each `no-manifest: sentence`. */
  readonly ofUnknownRuns: () => string[];
}

/** @param annotations of which rows at hand are their caller's own */
export async function watchForEdits(annotations: readonly RowInput[]): Promise<EditWatch> {
  const judges = new Map<string, Judge | null>();
  const files = new Map<string, LinesOfFile>();
  const withoutManifest: string[] = [];
  for (const { path, rows } of await expandModelPaths(annotations)) {
    // a table's cells and Parquet's columns are not the bytes of any line
    if (rows || /\.parquet$/i.test(path)) continue;
    const parts = (await readManifest(path))?.parts ?? [];
    for (const [fingerprint, judge] of judgesAtHand(parts.at(-1)?.arguments)) judges.set(fingerprint, judge);
    const mayLackChecksums = parts.some(isOldPart);
    const isSealed = await isAnnotationJournal(path);
    if (!isSealed) withoutManifest.push(path);
    files.set(path, { isSealed, mayLackChecksums, unsealed: [], changed: [], read: 0, differing: [] });
  }
  const judgeOf = (fingerprint: string, value: Readonly<Record<string, unknown>>) => {
    if (!judges.has(fingerprint)) judges.set(fingerprint, shippedJudgeOf(fingerprint, value));
    return judges.get(fingerprint);
  };
  return {
    see: ({ path, row: { located } }) => {
      const found = located.isTextOnly ? undefined : files.get(path);
      if (!found) return;
      const value = located.asRead ?? located.value;
      if (value.checksum === undefined) found.unsealed.push(located.row);
      else found.isSealed = true;
      if (value.checksum !== undefined && checkSeal(JSON.stringify(value)) !== "right")
        found.changed.push(located.row);
      const isGiven = givesVerdict(value, judgeOf);
      if (isGiven !== null) found.read++;
      if (isGiven === false) found.differing.push(located.row);
    },
    ofUnknownRuns: () =>
      withoutManifest.flatMap((path) =>
        files.get(path)!.isSealed
          ? [
              `no-manifest: no manifest lies beside ${nameOfPath(path)}, so whether all that its run was for is there is not known`,
            ]
          : [],
      ),
    warnings: () =>
      [...files].flatMap(([path, found]) =>
        problemsOf(found).map((problem) => `edited-verdicts: ${nameOfPath(path)}: ${problem}`),
      ),
  };
}

function judgesAtHand(given: RunPart["arguments"] | undefined): ReadonlyMap<string, Judge> {
  try {
    return given ? loadRunJudges(given) : new Map();
  } catch {
    return new Map();
  }
}

function problemsOf({
  isSealed,
  mayLackChecksums,
  unsealed,
  changed,
  read,
  differing,
}: LinesOfFile): string[] {
  const of = (rows: readonly number[], what: string) =>
    rows.length === 0 ? [] : [`${countOf(rows.length, "line")} ${what}: ${rowsOf(rows)}`];
  return [
    ...of(changed, "whose checksum is not that of their bytes"),
    ...(isSealed && !mayLackChecksums ? of(unsealed, "without the checksum that a run writes") : []),
    ...(differing.length > 0 ? [differingText(differing, read)] : []),
  ];
}

export const differingText = (differing: readonly number[], read: number): string =>
  `${differing.length} of ${read} replies read again give another verdict: ${rowsOf(differing)}`;
