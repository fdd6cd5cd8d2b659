// A prompt may ask for any column of the items. One that is not there is told before anything is asked and paid.

import { InputError } from "../../core/errors.js";
import type { JudgementTask } from "./judgements/judgement-task.js";

const shownChars = 60;

/** @throws InputError naming every column, the judge that asks for it, and the first item without it */
export function refuseMissingColumns(tasks: readonly JudgementTask[]): void {
  const lacking = new Map<string, { judge: string; column: string; pairs: Set<string>; first: string }>();
  for (const { judge, pair } of tasks) {
    for (const column of judge.missingColumns(pair)) {
      const key = JSON.stringify([judge.fingerprint, column]);
      const known = lacking.get(key) ?? {
        judge: judge.name,
        column,
        pairs: new Set<string>(),
        first: pair.instruction.text,
      };
      known.pairs.add(pair.id);
      lacking.set(key, known);
    }
  }
  if (lacking.size === 0) return;
  const all = new Set(tasks.map(({ pair }) => pair.id)).size;
  const columns = [...new Set([...lacking.values()].map(({ column }) => column))];
  throw new InputError(
    [...lacking.values()].map(({ judge, column, pairs, first }) => ({
      field: column,
      message: `the prompt of the judge ${judge} asks for {${column}}, and ${pairs.size} of ${all} items do not have that column; the first: ${JSON.stringify(first.slice(0, shownChars))}`,
    })),
    {
      hint: `add the column ${columns.join(", ")} to the baseline's or the model's file, or put <!-- if ${columns[0]} --> … <!-- end --> around it in prompt.md`,
    },
  );
}
