// Annotation files → whether those of runs are what the run wrote. What tells that is loaded where there is one.
import { isAnnotationJournal } from "../../io/durable/annotation-journal.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import type { VerifiedFile } from "../../report/integrity-section.js";

/** Of annotation files, and patterns of them, those that a run's manifest stands beside. */
export async function verifyRuns(annotations: readonly string[]): Promise<VerifiedFile[]> {
  const verified: VerifiedFile[] = [];
  for (const file of await expandPaths(annotations)) {
    if (!(await isAnnotationJournal(file))) continue;
    const { isAsWritten } = await import("./verify.js");
    verified.push({ file, isVerified: await isAsWritten(file) });
  }
  return verified;
}
