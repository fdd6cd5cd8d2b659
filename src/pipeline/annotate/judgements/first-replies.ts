// The first replies tell whether the judge can be used at all; a run that cannot work should not go on paying.
import { JudgeUnusableError } from "../../../core/errors.js";
import { listJudges } from "../../../judge/load-judge.js";
import type { Annotation } from "./annotation.js";

/** For judges that read log-probabilities: a model that goes about it otherwise does so each time. */
const enoughForLogprobs = 5;
const enoughUnparsable = 20;
const shownChars = 300;

export type FirstReplyCheck = (annotations: readonly Annotation[]) => JudgeUnusableError | null;

/**
 * A check that is given every batch of annotations. It returns why the judge is unusable: it needs log-probabilities
 * and the first 5 replies came without, or the first 20 replies (5 for a judge of log-probabilities) were all
 * unparsable (one is shown). Else null.
 */
export function createFirstReplyCheck(): FirstReplyCheck {
  let replies = 0;
  let withoutLogprobs = 0;
  let unreadable = 0;
  let isSettled = false;
  return (annotations) => {
    if (isSettled) return null;
    for (const annotation of annotations) {
      if (annotation.completion === null) continue;
      replies++;
      const reason = annotation.status === "unjudged" ? annotation.reason : null;
      if (reason === "missing-logprobs") withoutLogprobs++;
      if (reason === "unparsable" || reason === "no-verdict") unreadable++;
      if (withoutLogprobs === replies && replies >= enoughForLogprobs) return noLogprobs(annotation);
      const enough = annotation.task.judge.needsLogprobs ? enoughForLogprobs : enoughUnparsable;
      if (unreadable === replies && replies >= enough) return unparsable(annotation, replies);
    }
    isSettled = replies >= enoughUnparsable;
    return null;
  };
}

function noLogprobs({ task, completion }: Annotation): JudgeUnusableError {
  const none = completion!.topLogprobs ? "none that can be read (a list is needed, none above 0)" : "none";
  return new JudgeUnusableError(
    `the judge ${task.judge.name} needs log-probabilities, and ${task.judge.model} sends ${none} at this endpoint`,
    {
      hint: "use a judge that reads words (--judge verdict), or an endpoint that sends log-probabilities; if this one sends them now, add --retry-failed",
    },
  );
}

function unparsable(annotation: Annotation, replies: number): JudgeUnusableError {
  const { task, completion } = annotation;
  const shown = JSON.stringify(completion!.text.slice(0, shownChars));
  const why = annotation.status === "unjudged" ? ` (${annotation.detail})` : "";
  return new JudgeUnusableError(
    `the first ${replies} replies of ${task.judge.model} hold no verdict that the judge ${task.judge.name} can read; one of them: ${shown}${why}`,
    {
      hint: task.judge.needsLogprobs
        ? "the model begins with something else than a label: it thinks first or explains; use a judge that reads words (--judge verdict)"
        : `${lookAtPrompt(task.judge.name)}, or use another model or judge`,
    },
  );
}

const lookAtPrompt = (judge: string): string =>
  listJudges().includes(judge)
    ? `look at the prompt with \`lceval judges show ${judge}\``
    : "look at its prompt";
