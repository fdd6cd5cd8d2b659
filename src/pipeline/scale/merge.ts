// Journals that several machines wrote, or their stores of replies → one, as if one machine had written it. What two of them
// say otherwise of one thing is an error: nothing is averaged, and nobody wins by standing last.
import { InputError, UsageError } from "../../core/errors.js";
import { isFolderThere } from "../../io/durable/folder-state.js";
import { refuseExisting } from "../../io/durable/refuse-existing.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { checkRequest } from "../options/check-request.js";
import { type Merged, mergeJournals } from "./merge-journals.js";
import { type MergeRequest, mergeOptions } from "./merge-request.js";
import { mergeStores } from "./merge-stores.js";

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
