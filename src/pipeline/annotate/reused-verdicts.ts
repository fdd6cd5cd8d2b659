// alpaca_eval's annotation files → verdicts on pairs that need not be asked again.
import { InputError } from "../../core/errors.js";
import { sha256OfParts } from "../../core/hash.js";
import type { Pair } from "../../pairs/pair.js";
import { readAnnotationFiles } from "../annotation-files/read-annotation-files.js";

/**
 * Preferences by pair id, for the pairs whose instruction and both outputs are the same, to the letter. Where the files
 * have several verdicts on a pair (both orders, repeats, jurors), their mean, as `score` would take it.
 */
export interface ReusedVerdicts {
  readonly preferenceByPair: ReadonlyMap<string, number>;
  /** Judges that the files name. */
  readonly annotators: readonly string[];
  /** What the files hold that was passed over, each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** @throws InputError when a file cannot be read or holds no texts */
export async function readReusedVerdicts(
  patterns: readonly string[],
  pairs: Iterable<Pair>,
): Promise<ReusedVerdicts> {
  const idsByContent = patterns.length === 0 ? new Map() : groupByContent(pairs);
  const verdictsByPair = new Map<string, number[]>();
  const annotators = new Set<string>();
  const warnings: string[] = [];
  const onWarning = (warning: string) => void warnings.push(warning);
  for await (const batch of readAnnotationFiles(patterns, { onWarning })) {
    for (const { row } of batch) {
      if (row.instruction === null) {
        const { file, row: at } = row.located;
        throw new InputError({
          file,
          row: at,
          message: "is no annotation whose verdict could be taken over",
        });
      }
      const ids = idsByContent.get(
        contentKey(row.instruction, row.baseline.output ?? "", row.model.output ?? ""),
      );
      if (ids === undefined || row.preference === null) continue;
      for (const id of ids) verdictsByPair.set(id, [...(verdictsByPair.get(id) ?? []), row.preference]);
      if (row.annotator !== null) annotators.add(row.annotator);
    }
  }
  const preferenceByPair = new Map([...verdictsByPair].map(([id, verdicts]) => [id, mean(verdicts)]));
  return { preferenceByPair, annotators: [...annotators], warnings };
}

/** Several models may have answered with the same words. */
function groupByContent(pairs: Iterable<Pair>): Map<string, string[]> {
  const idsByContent = new Map<string, string[]>();
  for (const { id, instruction, baseline, model } of pairs) {
    const key = contentKey(instruction.text, baseline.output, model.output);
    idsByContent.set(key, [...(idsByContent.get(key) ?? []), id]);
  }
  return idsByContent;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const contentKey = (...texts: string[]) => sha256OfParts(texts);
