// An annotation file that a run writes has its manifest beside it: OUT.jsonl and OUT.manifest.json. By that it is known as
// a journal, which may be empty or hold lines torn by a crash.
import { access } from "node:fs/promises";

/** Where the manifest of an annotation file is. */
export const manifestPath = (output: string): string => output.replace(/\.(jsonl|ndjson)$/, ".manifest.json");

/** Whether a file is a run's journal. */
export async function isAnnotationJournal(path: string): Promise<boolean> {
  const manifest = manifestPath(path);
  if (manifest === path) return false;
  return access(manifest).then(
    () => true,
    () => false,
  );
}
