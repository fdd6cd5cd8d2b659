// A judge that is shown one answer at a time says nothing of a pair until both answers were scored. Its annotations
// are held back until both orders are there, and where one has no verdict the other counts for nothing either.
import type { Annotation, UnjudgedReason } from "./annotation.js";
import { type JudgementTask, pairKey } from "./judgement-task.js";

/** Whether a task says something of its pair only together with the one in the other order. */
export const isHalf = ({ judge }: JudgementTask): boolean => judge.answersShown === 1;

/**
 * Passes everything through but the annotations of such judges, which leave in twos. Where the run ends before the other
 * answer was scored, the one that was is interrupted: its reply is in the store, and the next run has it for nothing.
 */
export async function* completeOnlyTogether(
  batches: AsyncIterable<readonly Annotation[]>,
): AsyncGenerator<readonly Annotation[]> {
  const waiting = new Map<string, Annotation>();
  for await (const batch of batches) {
    const ready = batch.flatMap((annotation) => {
      if (!isHalf(annotation.task) || annotation.task.isAlone) return [annotation];
      const key = pairKey(annotation.task);
      const other = waiting.get(key);
      if (other === undefined) {
        waiting.set(key, annotation);
        return [];
      }
      waiting.delete(key);
      return failTogether(other, annotation);
    });
    if (ready.length > 0) yield ready;
  }
  const cutOff = [...waiting.values()].map((half) =>
    withoutVerdict(half, "interrupted", "the run was stopped before the other answer had a score"),
  );
  if (cutOff.length > 0) yield cutOff;
}

function failTogether(a: Annotation, b: Annotation): Annotation[] {
  const failure = a.status === "unjudged" ? a : b.status === "unjudged" ? b : null;
  if (failure === null) return [a, b];
  const { reason, detail } = failure;
  return [a, b].map((half) => withoutVerdict(half, reason, `the other answer has no score: ${detail}`));
}

/** A half that counts for nothing; one that has a failure of its own keeps it. */
function withoutVerdict(half: Annotation, reason: UnjudgedReason, detail: string): Annotation {
  if (half.status === "unjudged") return half;
  const { task, completion, attempts, priceUsd, seconds } = half;
  return { task, completion, attempts, priceUsd, seconds, status: "unjudged", reason, detail };
}
