// The pairs that changed most between two models → a table for people, a record for scripts.

import { excerptLine } from "../../core/quote-value.js";
import type { MovedPair } from "../../metrics/comparison/moved-pairs.js";
import { inPercent, percentText } from "../../numerics/percent.js";
import { signed } from "../figure-text.js";
import { absent, type Section, tableOf, text } from "../table-of.js";

/** What the files hold of a pair; null where they hold no such text. */
export interface MovedText {
  readonly instruction: string | null;
  readonly baseline: string | null;
  readonly answer: string | null;
  /** Of the judge, one a judgement. */
  readonly words: readonly string[];
}

export interface MovedPairs {
  readonly first: string;
  readonly second: string;
  readonly lossesFirst: boolean;
  readonly pairs: readonly (MovedPair & {
    readonly texts: { readonly first: MovedText | null; readonly second: MovedText | null };
  })[];
}

/** No rows where nothing changed. */
export function movedPairsSection({ first, second, lossesFirst, pairs }: MovedPairs): Section {
  const without = [first, second].filter((_, at) =>
    pairs.every(({ texts }) => (at === 0 ? texts.first : texts.second) === null),
  );
  return tableOf(
    `Pairs that changed most${lossesFirst ? ", losses first" : ""}, ${first} minus ${second}`,
    pairs.flatMap((pair, at) =>
      linesOf(pair, { first, second }).map(([what, words]) => ({ pair: at + 1, what, words })),
    ),
    [text("pair", ({ pair }) => pair), text("what", ({ what }) => what), text("text", ({ words }) => words)],
    without.map((name) => `The texts of ${name} are not in what was given of it: give its annotations.`),
  );
}

function linesOf(
  { first: y, second: other, texts }: MovedPairs["pairs"][number],
  names: Pick<MovedPairs, "first" | "second">,
) {
  const of = (side: MovedText | null, name: string) =>
    side === null
      ? []
      : [[name, excerpt(side.answer)], ...side.words.map((words) => [`judge on ${name}`, excerpt(words)])];
  const any = texts.first ?? texts.second;
  return [
    ["change", `${signed(inPercent(y - other))} (${percentText(y, 0)} % against ${percentText(other, 0)} %)`],
    ...(any === null
      ? []
      : [
          ["instruction", excerpt(any.instruction)],
          ["baseline", excerpt(any.baseline)],
        ]),
    ...of(texts.first, names.first),
    ...of(texts.second, names.second),
  ];
}

const excerptChars = 160;

/** One line, its beginning. */
const excerpt = (whole: string | null): string =>
  whole === null ? absent : excerptLine(whole.slice(0, 4 * excerptChars), excerptChars);

/** Preferences on the wire's scale, texts whole. */
export const toMovedRecord = ({ first, second, pairs }: MovedPairs) => ({
  first,
  second,
  pairs: pairs.map(({ instructionId, first: y, second: other, texts }) => {
    const side = (text: MovedText | null, preference: number) => ({
      preference: 1 + preference,
      output: text?.answer ?? null,
      judge: text?.words ?? [],
    });
    const any = texts.first ?? texts.second;
    return {
      instruction_id: instructionId,
      instruction: any?.instruction ?? null,
      baseline_output: any?.baseline ?? null,
      first: side(texts.first, y),
      second: side(texts.second, other),
    };
  }),
});
