// A text and its references → how far they overlap: ROUGE-L (Lin, Text Summarization Branches Out, 2004: the F measure of
// the longest common subsequence of words) and exact match, the best over several references.
import { l } from "js-rouge";

/** In [0, 1] each. */
export interface TextOverlap {
  readonly rougeL: number;
  readonly exactMatch: number;
}

/**
 * Words are lower-case runs of letters and digits, all else is between words: for English what `rouge_score` takes without
 * stemming. A text without a word overlaps with nothing.
 * @param references one at least
 */
export function overlapWith(text: string, references: readonly string[]): TextOverlap {
  const words = wordsOf(text);
  const overlaps = references.map((reference) => {
    const wanted = wordsOf(reference);
    const exactMatch = Number(words.join(" ") === wanted.join(" "));
    if (words.length === 0 || wanted.length === 0) return { rougeL: 0, exactMatch };
    return { rougeL: l(text, reference, { tokenizer: wordsOf, segmenter: (whole) => [whole] }), exactMatch };
  });
  return {
    rougeL: Math.max(...overlaps.map(({ rougeL }) => rougeL)),
    exactMatch: Math.max(...overlaps.map(({ exactMatch }) => exactMatch)),
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
