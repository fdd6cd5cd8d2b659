// An annotation → the line that stands for it in the journal: alpaca_eval's keys, so that its tools read the file, and
// lceval's own beside them. The only place where the annotation file's wire form is made.
import type { Completion } from "../../../endpoint/client/completion.js";
import { type StoppingRule, unasked } from "../../../length-control/observation.js";
import type { Annotation } from "./annotation.js";
import type { JudgementTask } from "./judgement-task.js";

export type AnnotationLine = Readonly<Record<string, unknown>>;

/** @param until the rule that may end the run */
export function toAnnotationLine(annotation: Annotation, until?: StoppingRule): AnnotationLine {
  const { task, completion } = annotation;
  const { pair, judge } = task;
  const verdict = annotation.status === "judged" ? annotation.verdict : null;
  return {
    dataset: null,
    ...pair.instruction.fields,
    instruction: pair.instruction.stated,
    output_1: pair.baseline.output,
    generator_1: pair.baseline.generator,
    output_2: pair.model.output,
    generator_2: pair.model.generator,
    annotator: task.annotator,
    preference: verdict && verdict.preference + 1,
    raw_completion: completion && toRawCompletion(completion),
    price_per_example: annotation.priceUsd,
    time_per_example: annotation.seconds,
    instruction_id: pair.instruction.id,
    pair_id: pair.id,
    order: task.order,
    repeat: task.repeat,
    status: annotation.status,
    reason: annotation.status === "unjudged" ? annotation.reason : null,
    ...(annotation.status === "judged" ? { source: annotation.source } : { detail: annotation.detail }),
    ...(until && { until }),
    ...(task.chance !== undefined && { escalation: { chance: task.chance } }),
    ...(verdict && { raw_label: verdict.rawLabel }),
    ...(verdict && verdict.labelShare !== null && { label_share: verdict.labelShare }),
    ...(verdict && verdict.score !== null && { score: verdict.score }),
    ...(verdict && verdict.explanation !== null && { explanation: verdict.explanation }),
    judge: {
      name: judge.name,
      model: judge.model,
      served_model: completion?.servedBy.model ?? null,
      system_fingerprint: completion?.servedBy.systemFingerprint ?? null,
      fingerprint: judge.fingerprint,
      // what `score` needs to know to make one verdict of a pair's lines
      ...(judge.answersShown === 1 && { answers_shown: 1 }),
      ...(task.jury && { jury: { combine: task.jury.combine, quorum: task.jury.quorum } }),
    },
    attempts: annotation.attempts,
    usage: completion?.usage
      ? {
          prompt_tokens: completion.usage.promptTokens,
          completion_tokens: completion.usage.completionTokens,
        }
      : null,
  };
}

/** The line of a question that was not asked because a rule was met. */
export const leftOutLine = (task: JudgementTask, until?: StoppingRule): AnnotationLine =>
  toAnnotationLine(
    {
      task,
      completion: null,
      attempts: 0,
      priceUsd: 0,
      seconds: 0,
      status: "unjudged",
      reason: unasked,
      detail: "the rule that ends the run was met before",
    },
    until,
  );

/** The shape in which alpaca_eval keeps a choice with its log-probabilities. */
function toRawCompletion({ text, finishReason, topLogprobs }: Completion) {
  const content = topLogprobs?.map((top_logprobs) => ({ top_logprobs }));
  return { text, finish_reason: finishReason, logprobs: content ? { content } : null };
}
