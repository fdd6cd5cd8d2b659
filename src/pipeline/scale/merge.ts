// Journals that several machines wrote, or their stores of replies → one, as if one machine had written it. What two of them
// say otherwise of one thing is an error: nothing is averaged, and nobody wins by standing last.

import { join } from "node:path";
import { InputError, type InputProblem, UsageError } from "../../core/errors.js";
import { canonicalJson, sha256 } from "../../core/hash.js";
import { ensureFolder } from "../../io/durable/ensure-folder.js";
import { isFolderThere, namesIn } from "../../io/durable/folder-state.js";
import { copyLines, placeOfLine, readRawLines } from "../../io/durable/raw-lines.js";
import { refuseExisting } from "../../io/durable/refuse-existing.js";
import { writeFileAtomically } from "../../io/durable/write-atomically.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { checkRequest } from "../options/check-request.js";
import { type Merged, mergeJournals } from "./merge-journals.js";
import { type MergeRequest, mergeOptions } from "./merge-request.js";

/**
 * @throws UsageError (2); InputError (3) for contradictions, changed lines, other rows, and an output that is there already;
 *   OutputError (7)
 */
export async function merge(request: MergeRequest): Promise<Merged> {
  checkRequest<MergeRequest>("merge", mergeOptions, request);
  const { output } = request;
  const files = await expandPaths(request.files);
  const folders = await Promise.all(files.map(isFolderThere));
  await refuseExisting(output, "-o");
  if (folders.every(Boolean)) return mergeStores(files, output);
  if (folders.some(Boolean))
    throw new InputError({
      message: "a journal and a store of replies cannot become one: merge each kind by itself",
    });
  if (!/\.(jsonl|ndjson)$/.test(output))
    throw new UsageError(`the output ${output} must be a .jsonl file, a journal`);
  return mergeJournals(files, output);
}

// Stores of replies → one. In a store the last line of a key counts; two stores that hold other replies to one request
// contradict each other, for each may have decided verdicts.
async function mergeStores(stores: readonly string[], output: string): Promise<Merged> {
  const namesOf = await Promise.all(stores.map((store) => namesIn(join(store, "replies"))));
  const names = [...new Set(namesOf.flat())].filter((name) => name.endsWith(".jsonl")).sort();
  const files = names.map((name) => ({
    name,
    paths: stores.filter((_, i) => namesOf[i]!.includes(name)).map((store) => join(store, "replies", name)),
  }));
  if (files.length === 0)
    throw new InputError({
      file: stores[0]!,
      message: "is no store of replies: it has no folder `replies` with files",
    });
  const problems: InputProblem[] = [];
  const chosen = new Map<string, ReadonlySet<string>>();
  const counts = { lines: 0, left: 0 };
  for (const { name, paths } of files) {
    const found = await chooseReplies(paths);
    problems.push(...found.problems);
    chosen.set(name, new Set(found.places));
    counts.lines += found.places.length;
    counts.left += found.lines - found.places.length;
  }
  if (problems.length > 0) throw new InputError(problems, { hint: "nothing was written" });
  await ensureFolder(join(output, "replies"));
  for (const { name, paths } of files) {
    const places = chosen.get(name)!;
    const wanted = copyLines(paths, (place) => places.has(place));
    await writeFileAtomically(join(output, "replies", name), wanted);
  }
  await mergeLedgers(stores, output);
  return { ...counts, warnings: [] };
}

/** Batches under way stay under way. */
async function mergeLedgers(stores: readonly string[], output: string): Promise<void> {
  const name = "batches.jsonl";
  const ledgers: string[] = [];
  for (const store of stores) if ((await namesIn(store)).includes(name)) ledgers.push(join(store, name));
  if (ledgers.length > 0) await writeFileAtomically(join(output, name), copyLines(ledgers));
}

async function chooseReplies(paths: readonly string[]) {
  const kept = new Map<string, { path: string; row: number; hash: string }>();
  const problems: InputProblem[] = [];
  let lines = 0;
  for (const path of paths) {
    const own = new Map<string, { path: string; row: number; hash: string }>();
    for await (const { row, value } of readRawLines(path)) {
      if (typeof value?.k !== "string") continue;
      lines++;
      own.set(value.k, { path, row, hash: sha256(canonicalJson(value.v as object)) });
    }
    const others = [...own].filter(([key, { hash }]) => kept.has(key) && kept.get(key)!.hash !== hash);
    const [first] = others;
    if (first) {
      const other = kept.get(first[0])!;
      const message = `holds ${others.length} other replies than ${other.path} to the same requests; the first there is in row ${other.row}`;
      problems.push({ file: path, row: first[1].row, message });
    }
    for (const [key, place] of own) if (!kept.has(key)) kept.set(key, place);
  }
  return { problems, lines, places: [...kept.values()].map(({ path, row }) => placeOfLine(row, path)) };
}
