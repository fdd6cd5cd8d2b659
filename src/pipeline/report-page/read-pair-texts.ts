// Judgements as they are read for the fits → the texts of the few pairs that a page shows, and the category of every
// instruction. Which pairs these are the fits tell: texts are kept until then as long as they are few, else read again.
import { countCodePoints } from "../../core/text-length.js";
import { type AnnotationRow, lengthOfSide } from "../../io/wire/annotation-row.js";
import type { Observation } from "../../length-control/observation.js";
import type { ShownText } from "../../report/html/page-data.js";
import { type JudgedRow, readAnnotationFiles } from "../annotation-files/read-annotation-files.js";
import { wordsOfJudge } from "../models/read-moved-pairs.js";
import type { ReadObservationsOptions } from "../observations/read-observations.js";

export interface PairTexts {
  readonly instruction: ShownText;
  readonly baselineAnswer: ShownText;
  readonly modelAnswer: ShownText;
  /** Of the judge, one a judgement. */
  readonly words: readonly ShownText[];
}

/** What finds a pair again. */
export interface WantedPair extends Pick<Observation, "instructionId" | "baselineLength" | "modelLength"> {
  readonly generator: string;
}

export const keyOfPair = ({ generator, instructionId, baselineLength, modelLength }: WantedPair): string =>
  JSON.stringify([generator, instructionId, baselineLength, modelLength]);

const answerChars = 1_500;
const instructionChars = 800;

/** UTF-16 units. */
const mostKept = 48 * 2 ** 20;

type Met = Pick<JudgedRow, "generator" | "item"> &
  Pick<AnnotationRow, "instruction" | "baseline" | "model"> & { readonly words: string | null };

export class TextsMet {
  /** The `dataset` column by instruction id. */
  readonly categories = new Map<string, string>();
  #met: Met[] | null = [];
  /** Instructions and the baseline's answers are the same for every model. */
  readonly #known = new Map<string, string>();
  #kept = 0;

  /** @param items whose texts are wanted, where that is known already @param most UTF-16 units: of more, none are kept */
  constructor(
    private readonly items: ReadonlySet<string> | null = null,
    private readonly most = mostKept,
  ) {}

  readonly see = ({ row, item, generator }: JudgedRow): void => {
    const { dataset } = row.located.value;
    if (typeof dataset === "string" && dataset !== "") this.categories.set(item, dataset);
    if (this.#met === null || this.items?.has(item) === false) return;
    const { instruction, baseline, model } = row;
    const words = wordsOfJudge(row);
    this.#met.push({
      generator,
      item,
      instruction: this.#once(instruction),
      baseline: { ...baseline, output: this.#once(baseline.output) },
      model,
      words,
    });
    this.#kept += (model.output?.length ?? 0) + (words?.length ?? 0);
    if (this.#kept > this.most) this.#met = null;
  };

  /** By `keyOfPair`; null where too many texts were met. */
  textsOf(wanted: readonly WantedPair[]): ReadonlyMap<string, PairTexts> | null {
    const keys = new Set(wanted.map(keyOfPair));
    const items = itemsOf(wanted);
    const texts = new Map<string, PairTexts>();
    for (const met of this.#met ?? []) {
      const { generator, item: instructionId, baseline, model } = met;
      if (!items.has(instructionId)) continue;
      const [baselineLength, modelLength] = [lengthOfSide(baseline), lengthOfSide(model)];
      const key = keyOfPair({ generator, instructionId, baselineLength, modelLength });
      if (keys.has(key)) texts.set(key, addWords(texts.get(key) ?? cutTexts(met), met));
    }
    return this.#met && texts;
  }

  #once(text: string | null): string | null {
    if (text === null) return null;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    this.#kept += text.length;
    return text;
  }
}

const itemsOf = (wanted: readonly WantedPair[]) => new Set(wanted.map(({ instructionId }) => instructionId));

/** @param options as the observations were read with */
export async function readTextsAgain(
  paths: readonly string[],
  wanted: readonly WantedPair[],
  options: ReadObservationsOptions,
): Promise<ReadonlyMap<string, PairTexts>> {
  const met = new TextsMet(itemsOf(wanted), Number.POSITIVE_INFINITY);
  for await (const rows of readAnnotationFiles(paths, options)) rows.forEach(met.see);
  return met.textsOf(wanted)!;
}

const cutTexts = ({ instruction, baseline, model }: Met): PairTexts => ({
  instruction: cutText(instruction, instructionChars),
  baselineAnswer: cutText(baseline.output, answerChars),
  modelAnswer: cutText(model.output, answerChars),
  words: [],
});

function addWords(known: PairTexts, { words }: Met): PairTexts {
  return words === null ? known : { ...known, words: [...known.words, cutText(words, instructionChars)] };
}

/** The first code points of a text, and how many there were beyond. */
function cutText(text: string | null, limit: number): ShownText {
  if (text === null) return { text, omitted: 0 };
  const head = [...text.slice(0, 2 * limit)].slice(0, limit).join("");
  return { text: head, omitted: countCodePoints(text.slice(head.length)) };
}
