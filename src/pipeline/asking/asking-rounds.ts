import type { AskingProgress } from "../../endpoint/asking/question.js";

/** A run asks in one round or several (the turns of conversations); its counts are those of all of them. Null for none. */
export function addRounds(rounds: readonly Readonly<AskingProgress>[]): AskingProgress | null {
  const [first, ...more] = rounds;
  if (first === undefined) return null;
  const total = { ...first };
  for (const round of more) {
    for (const key of Object.keys(total) as (keyof AskingProgress)[]) {
      const sum = total[key] === null || round[key] === null ? null : total[key] + round[key];
      Object.assign(total, { [key]: sum });
    }
  }
  return total;
}
