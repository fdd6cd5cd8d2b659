// Annotation files → the manifests of the runs that made them, as far as they are there.
import { basename } from "node:path";
import { readTextIfPresent } from "../../io/rows/read-text.js";
import type { PageData } from "../../report/html/page-data.js";

const shownManifestChars = 20_000;

/** `OUT.manifest.json` beside `OUT.jsonl`. */
export async function readManifests(annotations: readonly string[]): Promise<PageData["manifests"]> {
  const manifests = await Promise.all(
    annotations.map(async (path) => {
      const file = path.replace(/(\.(jsonl?|ndjson|csv|tsv))?(\.gz)?$/i, ".manifest.json");
      const text = await readTextIfPresent(file);
      return text === null ? [] : [{ file: basename(file), text: shorten(withoutFolders(text)) }];
    }),
  );
  return manifests.flat();
}

const shorten = (text: string) =>
  text.length > shownManifestChars ? `${text.slice(0, shownManifestChars)}\n…` : text;

/** A page is sent around: where the files lay on the machine that made it is nobody's business. */
const withoutFolders = (text: string): string =>
  text.replace(/(?<=["=\s]|^)(?:~|[A-Za-z]:)?[\\/](?:[^"\s\\/]+[\\/]+)+(?=[^"\s\\/])/g, "");

/** When the last of the runs ended. */
export function lastJudged(manifests: PageData["manifests"]): string | null {
  const times = manifests.flatMap(({ text }) => text.match(/(?<="finished_at": ")[^"]+/g) ?? []);
  return times.sort().at(-1) ?? null;
}
