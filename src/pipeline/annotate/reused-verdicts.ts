// alpaca_eval's annotation files → verdicts on pairs that need not be asked again.
import { InputError } from "../../core/errors.js";
import { sha256OfParts } from "../../core/hash.js";
import { readAnnotationRow } from "../../io/annotation-row.js";
import { expandPaths } from "../../io/expand-paths.js";
import { readRows } from "../../io/read-rows.js";
import type { Pair } from "../../pairs/pair.js";

/** Preferences by pair id, for the pairs whose instruction and both outputs are the same, to the letter. */
export interface ReusedVerdicts {
  readonly preferenceByPair: ReadonlyMap<string, number>;
  /** Judges that the files name. */
  readonly annotators: readonly string[];
}

/** @throws InputError when a file cannot be read or holds no texts */
export async function readReusedVerdicts(
  patterns: readonly string[],
  pairs: readonly Pair[],
): Promise<ReusedVerdicts> {
  const idByContent = new Map(
    pairs.map(({ id, instruction, baseline, model }) => [
      contentKey(instruction.text, baseline.output, model.output),
      id,
    ]),
  );
  const preferenceByPair = new Map<string, number>();
  const annotators = new Set<string>();
  for (const path of await expandPaths(patterns)) {
    for await (const batch of readRows(path)) {
      for (const located of batch) {
        const row = readAnnotationRow(located);
        if (row === null || row.instruction === null) {
          const { file, row: at } = located;
          throw new InputError({
            file,
            row: at,
            message: "is no annotation whose verdict could be taken over",
          });
        }
        const id = idByContent.get(
          contentKey(row.instruction, row.baseline.output ?? "", row.model.output ?? ""),
        );
        if (id === undefined || row.preference === null) continue;
        preferenceByPair.set(id, row.preference);
        if (row.annotator !== null) annotators.add(row.annotator);
      }
    }
  }
  return { preferenceByPair, annotators: [...annotators] };
}

const contentKey = (...texts: string[]) => sha256OfParts(texts);
