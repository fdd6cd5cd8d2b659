// Pairs that changed most between two models, and the annotation files of those → the pairs with the texts: both answers and
// what the judge said of them. A result of `score -o` holds no texts.
import { canReadAgain } from "../../io/bytes/byte-source.js";
import type { ReadingOptions } from "../../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import { findMovedPairs } from "../../metrics/comparison/moved-pairs.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import type { MovedPairs, MovedText } from "../../report/compare/moved-pairs-section.js";
import { expandModelPaths } from "../annotation-files/model-paths.js";
import { readAnnotationFiles } from "../annotation-files/read-annotation-files.js";

/** At most `count` pairs of a comparison; texts of a model without annotation files are null. */
export async function readMovedPairs(
  comparison: ModelComparison,
  count: number,
  reading: ReadingOptions,
  lossesFirst = false,
): Promise<MovedPairs> {
  const { first, second } = comparison;
  const moved = findMovedPairs(comparison, count, lossesFirst);
  const ids = new Set(moved.map(({ instructionId }) => instructionId));
  const [ofFirst, ofSecond] = await Promise.all(
    [first, second].map((model) => readTexts(model, ids, reading)),
  );
  return {
    first: first.generator,
    second: second.generator,
    lossesFirst,
    pairs: moved.map((pair) => ({
      ...pair,
      texts: {
        first: ofFirst!.get(pair.instructionId) ?? null,
        second: ofSecond!.get(pair.instructionId) ?? null,
      },
    })),
  };
}

const listedLosses = 5;

/** What a model that is held against another one lost, as far as there are losses; its texts are in `annotations`. */
export function readLosses(
  { first, ...comparison }: ModelComparison,
  annotations: readonly string[],
  reading: ReadingOptions,
): Promise<MovedPairs> {
  const scored = { ...comparison, first: { ...first, whole: undefined, files: annotations } };
  return readMovedPairs(scored, listedLosses, reading, true);
}

async function readTexts(
  model: ScoredModel,
  ids: ReadonlySet<string>,
  options: ReadingOptions,
): Promise<Map<string, MovedText>> {
  const { files = [] } = model.whole ?? model;
  const texts = new Map<string, MovedText>();
  if (ids.size === 0) return texts;
  for (const pattern of files) {
    const readable = await Promise.all(
      (await expandModelPaths([pattern])).map(({ path }) => canReadAgain(path)),
    );
    if (!readable.every(Boolean)) continue;
    // what is to be said of the files was said when the model was scored
    for await (const rows of readAnnotationFiles([pattern], { ...options, onWarning: undefined }))
      for (const { row, item, generator } of rows)
        if (ids.has(item) && generator === model.generator) texts.set(item, addRow(texts.get(item), row));
  }
  return texts;
}

/** Several judgements of a pair: every one's words. */
function addRow(known: MovedText | undefined, row: AnnotationRow): MovedText {
  const { instruction, baseline, model } = row;
  const words = wordsOfJudge(row);
  return {
    instruction: known?.instruction ?? instruction,
    baseline: known?.baseline ?? baseline.output,
    answer: known?.answer ?? model.output,
    words: [...(known?.words ?? []), ...(words === null ? [] : [words])],
  };
}

/** What the judge wrote, as lceval or alpaca_eval keep it; its verdict's label where that is all there is. */
export function wordsOfJudge({ located: { value }, rawLabel }: AnnotationRow): string | null {
  const completion = value.raw_completion ?? value.preference_raw_completion;
  const { text, message } =
    ((typeof completion === "object" ? completion : null) as {
      text?: unknown;
      message?: { content?: unknown };
    }) ?? {};
  const words = [value.explanation, completion, text, message?.content, rawLabel];
  return words.find((each): each is string => typeof each === "string" && each.trim() !== "") ?? null;
}
