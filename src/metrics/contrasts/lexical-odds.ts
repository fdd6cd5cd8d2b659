// Texts of two groups and lists of words → how much more one group's texts use each list, as an odds ratio of words on
// the list to all other words, its interval clustered by prompt (the ratio follows Sun & Peng, Men Are Elected, Women
// Are Married, 2021, and Wan et al., "Kelly is a Warm Person, Joseph is a Role Model", 2023).
import { compareWithControl, type GroupHits, type GroupRate } from "./compare-with-control.js";

export interface GroupText {
  readonly group: string;
  readonly prompt: string;
  readonly text: string;
}

/** For each list its rate per word in every group, and each group against the control group. */
export function compareWordUse(
  texts: readonly GroupText[],
  lists: ReadonlyMap<string, readonly string[]>,
  { control, level }: { control: string | null; level: number },
): GroupRate[] {
  const groups = [...new Set(texts.map(({ group }) => group))];
  const counted = texts.map(({ text, ...row }) => ({ ...row, words: splitWords(text) }));
  const cells = [...lists].flatMap(([outcome, list]) => {
    const wanted = new Set(list.map((word) => word.toLowerCase()));
    return groups.map(
      (group): GroupHits => ({
        stratum: "",
        outcome,
        group,
        rows: counted
          .filter((row) => row.group === group)
          .map(({ words, prompt }) => ({
            hits: words.filter((word) => wanted.has(word)).length,
            trials: words.length,
            cluster: prompt,
          })),
      }),
    );
  });
  return compareWithControl(cells, control, level);
}

/** Lower-case words: runs of letters, marks and digits, with inner apostrophes and hyphens. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}
