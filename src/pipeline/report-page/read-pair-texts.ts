// Annotation files, read once more → the texts of the few pairs that a page shows, and the category of every instruction.
// The fits need neither, so the first reading lets them go; this one keeps only what was asked for.
import { countCodePoints } from "../../core/text-length.js";
import { type AnnotationRow, lengthOfSide } from "../../io/wire/annotation-row.js";
import type { Observation } from "../../length-control/observation.js";
import type { ShownText } from "../../report/html/page-data.js";
import { readAnnotationFiles } from "../annotation-files/read-annotation-files.js";
import { wordsOfJudge } from "../models/read-moved-pairs.js";
import type { ReadObservationsOptions } from "../observations/read-observations.js";

export interface PairTexts {
  readonly instruction: ShownText;
  readonly baselineAnswer: ShownText;
  readonly modelAnswer: ShownText;
  /** Of the judge, one a judgement. */
  readonly words: readonly ShownText[];
}

export interface TextsAndCategories {
  /** By `pairKey`. */
  readonly texts: ReadonlyMap<string, PairTexts>;
  /** The `dataset` column by instruction id. */
  readonly categories: ReadonlyMap<string, string>;
}

/** What finds a pair again: model, instruction and both lengths. */
export const keyOfTexts = (
  generator: string,
  {
    instructionId,
    baselineLength,
    modelLength,
  }: Pick<Observation, "instructionId" | "baselineLength" | "modelLength">,
): string => JSON.stringify([generator, instructionId, baselineLength, modelLength]);

const answerChars = 1_500;
const instructionChars = 800;

/** @param wanted keys of the pairs whose texts are to be kept @param options as the observations were read with */
export async function readPairTexts(
  paths: readonly string[],
  wanted: ReadonlySet<string>,
  options: ReadObservationsOptions,
): Promise<TextsAndCategories> {
  const texts = new Map<string, PairTexts>();
  const categories = new Map<string, string>();
  for await (const rows of readAnnotationFiles(paths, options)) {
    for (const { row, item, generator } of rows) {
      const { dataset } = row.located.value;
      if (typeof dataset === "string" && dataset !== "") categories.set(item, dataset);
      const [baselineLength, modelLength] = [lengthOfSide(row.baseline), lengthOfSide(row.model)];
      const key = keyOfTexts(generator, { instructionId: item, baselineLength, modelLength });
      if (wanted.has(key)) texts.set(key, addWords(texts.get(key) ?? cutTexts(row), row));
    }
  }
  return { texts, categories };
}

const cutTexts = ({ instruction, baseline, model }: AnnotationRow): PairTexts => ({
  instruction: cutText(instruction, instructionChars),
  baselineAnswer: cutText(baseline.output, answerChars),
  modelAnswer: cutText(model.output, answerChars),
  words: [],
});

function addWords(known: PairTexts, row: AnnotationRow): PairTexts {
  const words = wordsOfJudge(row);
  return words === null ? known : { ...known, words: [...known.words, cutText(words, instructionChars)] };
}

/** The first code points of a text, and how many there were beyond. */
function cutText(text: string | null, limit: number): ShownText {
  if (text === null) return { text, omitted: 0 };
  const head = [...text.slice(0, 2 * limit)].slice(0, limit).join("");
  return { text: head, omitted: countCodePoints(text.slice(head.length)) };
}
