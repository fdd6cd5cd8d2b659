// Texts of instructions that a calibration does not know → how many of them it would know were they written as it has
// them: another white space, line ends or Unicode form, or a template around the text.
import { countOf } from "../core/count-of.js";
import { sha256 } from "../core/hash.js";
import type { Calibration } from "./calibration.js";

/** What a text is but for white space, line ends, a byte-order mark and the Unicode form. */
export const normalizeText = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim();

/** How many unknown texts of a model are kept to look at. */
export const mostUnknownTexts = 200;

/**
 * What is near in the texts, in words; null where nothing is.
 * @param texts different ones, none of them known; `mostUnknownTexts` at most
 */
export function describeNearMisses(
  texts: readonly string[],
  calibration: Pick<Calibration, "difficulty" | "idByNormalizedId">,
): string | null {
  const isNear = (text: string) => isNearlyKnown(text, calibration);
  const near = texts.filter(isNear).length;
  const { head, tail } = findTemplate(texts);
  const framed =
    head === 0 && tail === 0
      ? 0
      : texts.filter((text) => isNear(text.slice(head, text.length - tail))).length;
  if (near === 0 && framed === 0) return null;
  const looked = `${texts.length === mostUnknownTexts ? "of the first " : "of "}${countOf(texts.length, "unknown one")}`;
  return near >= framed
    ? `${looked}, ${near} differ from a known one only in white space, line ends or Unicode form`
    : `${looked}, ${framed} hold a known one inside a template`;
}

function isNearlyKnown(
  text: string,
  { difficulty, idByNormalizedId }: Pick<Calibration, "difficulty" | "idByNormalizedId">,
): boolean {
  // a calibration may have the normal form of version 0.1 beside the text itself
  const plain = sha256(text.replace(/\r\n?/g, "\n").trim().normalize("NFC"));
  return (
    difficulty.has(plain) || idByNormalizedId.has(plain) || idByNormalizedId.has(sha256(normalizeText(text)))
  );
}

/** What all texts begin and end with: lengths that leave something of the shortest. */
function findTemplate(texts: readonly string[]): { head: number; tail: number } {
  const [first, ...others] = texts;
  if (first === undefined || others.length === 0) return { head: 0, tail: 0 };
  const shortest = Math.min(...texts.map(({ length }) => length));
  let head = 0;
  while (head < shortest && others.every((text) => text[head] === first[head])) head++;
  let tail = 0;
  while (tail < shortest - head && others.every((text) => text.at(-1 - tail) === first.at(-1 - tail))) tail++;
  return { head, tail };
}
