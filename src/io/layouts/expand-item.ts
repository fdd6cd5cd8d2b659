// A row of outputs that stands for several answers → a row each: one a sample, one a model, and of answers to several turns
// one a turn, with what was said until then.
import { asAnswer, modelsOf } from "./read-item-row.js";

export type SamplePolicy = "first" | "each";
type Row = Readonly<Record<string, unknown>>;

/** How many answers of one model a row holds; 1 unless its output is a list. */
export const countSamples = ({ output }: Row): number =>
  Array.isArray(output) && modelsOf(output) === null ? output.length : 1;

/** Rows with one answer each, of every model. Of several samples the first, or each with its number (from 0) in the column `sample`. */
export function expandItem(row: Row, policy: SamplePolicy): Row[] {
  const { output } = row;
  if (!Array.isArray(output)) return [row];
  const models = modelsOf(output);
  if (models !== null)
    return models.map((generator, i) => ({ ...row, generator, output: asAnswer(output[i]) }));
  const samples = policy === "each" ? output : output.slice(0, 1);
  return samples.flatMap((answer: unknown, sample) => {
    const numbered = output.length > 1 && policy === "each" ? { ...row, sample } : row;
    return Array.isArray(answer) ? rowsOfTurns(numbered, answer) : [{ ...numbered, output: answer }];
  });
}

function rowsOfTurns(row: Row, answers: readonly unknown[]): Row[] {
  if (answers.length === 1) return [{ ...row, output: answers[0] }];
  const asked = Array.isArray(row.messages) ? row.messages : null;
  return answers.map((_, i) => ({
    ...row,
    id: `${row.id}/${i + 1}`,
    turn: i + 1,
    conversation: row.id,
    ...(asked && { messages: asked.slice(0, i + 1) }),
    output:
      i === 0
        ? answers[0]
        : answers
            .slice(0, i + 1)
            .map((text) => `[assistant]\n${text}`)
            .join("\n\n"),
  }));
}
