// Pairs that changed most between two models, and the annotation files of those → the pairs with the texts: both answers and
// what the judge said of them. A result of `score -o` holds no texts.
import { sha256 } from "../../core/hash.js";
import { canReadAgain } from "../../io/bytes/byte-source.js";
import { expandPaths } from "../../io/rows/expand-paths.js";
import { nameAfterFile } from "../../io/rows/name-after-file.js";
import { isAnnotationJournal } from "../../io/wire/annotation-journal.js";
import { type ReadingOptions, stateReading } from "../../io/wire/annotation-reading.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { readAnnotationRows } from "../../io/wire/read-annotation-rows.js";
import type { ComparableModel } from "../../metrics/comparison/comparable-model.js";
import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import { findMovedPairs } from "../../metrics/comparison/moved-pairs.js";
import type { MovedPairs, MovedText } from "../../report/compare/moved-pairs-section.js";

/** At most `count` pairs of a comparison; texts of a model without annotation files are null. */
export async function readMovedPairs(
  comparison: ModelComparison,
  count: number,
  reading: ReadingOptions,
): Promise<MovedPairs> {
  const { first, second } = comparison;
  const moved = findMovedPairs(comparison, count);
  const ids = new Set(moved.map(({ instructionId }) => instructionId));
  const [ofFirst, ofSecond] = await Promise.all(
    [first, second].map((model) => readTexts(model, ids, reading)),
  );
  return {
    first: first.generator,
    second: second.generator,
    pairs: moved.map((pair) => ({
      ...pair,
      texts: {
        first: ofFirst!.get(pair.instructionId) ?? null,
        second: ofSecond!.get(pair.instructionId) ?? null,
      },
    })),
  };
}

async function readTexts(
  model: ComparableModel,
  ids: ReadonlySet<string>,
  options: ReadingOptions,
): Promise<Map<string, MovedText>> {
  const { files = [] } = model.whole ?? model;
  const texts = new Map<string, MovedText>();
  const reading = stateReading(options);
  for (const path of ids.size === 0 ? [] : await expandPaths(files)) {
    if (!(await canReadAgain(path))) continue;
    const journal = await isAnnotationJournal(path);
    // what is wrong with a row was said when the model was scored
    const how = { ...options, journal, onProblem: () => {} };
    for await (const rows of readAnnotationRows(path, reading, how)) {
      for (const row of rows) {
        const id = row.instructionId ?? sha256(row.instruction ?? "");
        const generator = row.model.generator ?? row.unplacedGenerator ?? nameAfterFile(path);
        if (ids.has(id) && generator === model.generator) texts.set(id, addRow(texts.get(id), row));
      }
    }
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
function wordsOfJudge({ located: { value }, rawLabel }: AnnotationRow): string | null {
  const completion = value.raw_completion ?? value.preference_raw_completion;
  const { text, message } =
    ((typeof completion === "object" ? completion : null) as {
      text?: unknown;
      message?: { content?: unknown };
    }) ?? {};
  const words = [value.explanation, completion, text, message?.content, rawLabel];
  return words.find((each): each is string => typeof each === "string" && each.trim() !== "") ?? null;
}
