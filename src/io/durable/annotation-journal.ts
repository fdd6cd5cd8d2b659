// An annotation file that a run writes has its manifest beside it: OUT.jsonl and OUT.manifest.json. By that it is known as
// a journal, which may be empty or hold lines torn by a crash; through a link and packed (OUT.jsonl.gz) as well.
import { lstat, realpath } from "node:fs/promises";

/** Where the manifest of an annotation file is. */
export const manifestPath = (output: string): string =>
  output.replace(/\.(jsonl|ndjson)(\.(gz|zst))?$/, ".manifest.json");

/** Where the manifest of what is written under a name is: beside the file that it leads to. */
export const manifestPathOf = async (output: string): Promise<string> =>
  manifestPath(await realpath(output).catch(() => output));

/** The manifest beside the file that a path leads to, else beside the path; it may be no file. Null where there is none. */
export async function findManifest(path: string): Promise<string | null> {
  for (const manifest of new Set([await manifestPathOf(path), manifestPath(path)]))
    if (manifest.endsWith(".manifest.json") && manifest !== path && (await lstat(manifest).catch(() => null)))
      return manifest;
  return null;
}

/** Whether a file is a run's journal. */
export const isAnnotationJournal = async (path: string): Promise<boolean> =>
  (await findManifest(path)) !== null;
