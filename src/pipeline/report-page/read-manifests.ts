// Annotation files → the manifests of the runs that made them, as far as they are there.
import { readTextIfPresent } from "../../io/rows/read-text.js";
import type { PageData } from "../../report/html/page-data.js";

const shownManifestChars = 20_000;

/** `OUT.manifest.json` beside `OUT.jsonl`. */
export async function readManifests(annotations: readonly string[]): Promise<PageData["manifests"]> {
  const manifests = await Promise.all(
    annotations.map(async (path) => {
      const file = path.replace(/(\.(jsonl?|ndjson|csv|tsv))?(\.gz)?$/i, ".manifest.json");
      const text = await readTextIfPresent(file);
      return text === null ? [] : [{ file, text: shorten(text) }];
    }),
  );
  return manifests.flat();
}

const shorten = (text: string) =>
  text.length > shownManifestChars ? `${text.slice(0, shownManifestChars)}\n…` : text;
