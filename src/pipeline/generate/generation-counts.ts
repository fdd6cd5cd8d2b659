// A stream of answers → what a run reports of itself.
import type { Outcome } from "../../endpoint/asking/question.js";
import { answerOf } from "./generation-journal.js";
import type { GenerationStep } from "./questions.js";

export interface GenerationCounts {
  generated: number;
  readonly failedByReason: Record<string, number>;
  readonly exampleByReason: Record<string, string>;
  /** Answers that ended because their room was used up. */
  cut: number;
  /** Answers whose thoughts were taken off. */
  withoutThoughts: number;
  /** Models that served replies, in the order in which they were first seen. */
  readonly servedModels: string[];
}

export interface GenerationCounter {
  readonly counts: GenerationCounts;
  add(outcome: Outcome<GenerationStep>): void;
}

export function createGenerationCounter(): GenerationCounter {
  const counts: GenerationCounts = {
    generated: 0,
    failedByReason: {},
    exampleByReason: {},
    cut: 0,
    withoutThoughts: 0,
    servedModels: [],
  };
  return {
    counts,
    add(outcome) {
      const reply = answerOf(outcome);
      if (!("text" in reply)) {
        counts.exampleByReason[reply.reason] = reply.detail;
        counts.failedByReason[reply.reason] = (counts.failedByReason[reply.reason] ?? 0) + 1;
        return;
      }
      counts.generated++;
      if (outcome.status !== "answered") return;
      const { text, finishReason, servedBy } = outcome.completion;
      if (reply.text !== text) counts.withoutThoughts++;
      if (finishReason === "length") counts.cut++;
      const { model } = servedBy;
      if (model !== null && !counts.servedModels.includes(model)) counts.servedModels.push(model);
    },
  };
}

export const warnAboutServedModels = ({ servedModels }: GenerationCounts): string[] =>
  servedModels
    .slice(1)
    .map(
      (model, i) =>
        `served-model-changed: replies come from ${model} now, and came from ${servedModels[i]} before`,
    );

export function warnAboutAnswers({ cut, withoutThoughts }: GenerationCounts): string[] {
  const warnings: string[] = [];
  if (cut > 0)
    warnings.push(`cut: ${cut} answers ended at the most tokens that a reply may have (--max-tokens)`);
  if (withoutThoughts > 0)
    warnings.push(`thoughts: taken off ${withoutThoughts} answers (--keep-thinking leaves them)`);
  return warnings;
}
