// Texts of two groups and lists of words → how much more one group's texts use each list, as an odds ratio of words on
// the list to all other words, its interval clustered by prompt (the ratio follows Sun & Peng, Men Are Elected, Women
// Are Married, 2021, and Wan et al., "Kelly is a Warm Person, Joseph is a Role Model", 2023).
import { compareWithControl, type GroupHits, type GroupRate } from "./compare-with-control.js";

export interface GroupText {
  readonly group: string;
  readonly prompt: string;
  readonly text: string;
}

/** A list, and its words: `capable`, or with `*` for any letters: `capab*`, `*able`, `*capab*`. */
export type WordLists = ReadonlyMap<string, readonly string[]>;

export interface WordUse {
  /** For each list (or each word of a list) its rate per word in every group, and each group against the control group. */
  readonly rates: readonly GroupRate[];
  /** Words of lists that no text has. */
  readonly neverUsed: readonly { readonly list: string; readonly word: string }[];
}

/** A word is met at least this often, over all groups, to be compared by itself. */
export const fewestUses = 10;

/**
 * @param eachWord each word by itself (`stratum`: its list), the largest odds ratio first, those met {@link fewestUses} times;
 *   all words of the texts where there are no lists
 */
export function compareWordUse(
  texts: readonly GroupText[],
  lists: WordLists | null,
  { control, level, eachWord = false }: { control: string | null; level: number; eachWord?: boolean },
): WordUse {
  const counted = texts.map(({ text, ...row }) => countWords(row, text));
  const known = new Set(counted.flatMap(({ uses }) => [...uses.keys()]));
  const sought = [...(lists ?? new Map([["", [...known]]]))].flatMap(([list, words]) => {
    const found = words.map((word) => ({ word, forms: formsOf(word, known) }));
    return eachWord
      ? found.map((one) => ({ list, outcome: one.word, words: [one] }))
      : [{ list, outcome: list, words: found }];
  });
  const neverUsed = sought.flatMap(({ list, words }) =>
    words.filter(({ forms }) => forms.length === 0).map(({ word }) => ({ list, word })),
  );
  const groups = [...new Set(texts.map(({ group }) => group))];
  const byGroup = groups.map((group) => counted.filter((row) => row.group === group));
  const cells = sought.flatMap(({ list, outcome, words: ofOutcome }) => {
    const met = [...new Set(ofOutcome.flatMap(({ forms }) => forms))];
    const ofGroups = byGroup.map(
      (rows, g): GroupHits => ({
        stratum: eachWord ? list : "",
        outcome,
        group: groups[g]!,
        rows: rows.map(({ uses, words, prompt }) => ({
          hits: met.reduce((hits, form) => hits + (uses.get(form) ?? 0), 0),
          trials: words,
          cluster: prompt,
        })),
      }),
    );
    const uses = ofGroups.reduce((sum, { rows }) => sum + rows.reduce((hits, row) => hits + row.hits, 0), 0);
    return eachWord && uses < fewestUses ? [] : ofGroups;
  });
  const rates = compareWithControl(cells, control, level);
  return { rates: eachWord ? rates.sort(byOddsRatio) : rates, neverUsed };
}

function countWords(row: Omit<GroupText, "text">, text: string) {
  const words = splitWords(text);
  return { ...row, words: words.length, uses: countEach(words) };
}

function countEach(words: readonly string[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  return uses;
}

/** The words of texts that a word of a list stands for. */
function formsOf(word: string, known: ReadonlySet<string>): string[] {
  const written = word.trim().toLowerCase();
  const core = written.replace(/^\*|\*$/g, "");
  const [before, after] = [written.startsWith("*"), written.endsWith("*")];
  if (!before && !after) return known.has(written) ? [written] : [];
  return [...known].filter((form) =>
    before ? (after ? form.includes(core) : form.endsWith(core)) : form.startsWith(core),
  );
}

const byOddsRatio = (a: GroupRate, b: GroupRate) =>
  (b.againstControl?.oddsRatio.value ?? 0) - (a.againstControl?.oddsRatio.value ?? 0);

/** Lower-case words: runs of letters, marks and digits, with inner apostrophes and hyphens. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}
