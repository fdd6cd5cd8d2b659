// The questions of a run, in rounds: a later turn of a conversation is asked when the earlier ones have their answers.
import { type Asker, askOptionsOf } from "../asking/open-asker.js";
import type { GenerateHooks, GenerationSession } from "./generation-session.js";
import { questionsOfStep } from "./questions.js";

/** @throws JudgeUnusableError (exit 4), OutputError (exit 7); what came before is recorded */
export async function askAllSteps(
  session: GenerationSession,
  asker: Asker | null,
  hooks: GenerateHooks,
): Promise<void> {
  if (asker === null) return hooks.onStart?.(session.progress);
  const { askAll, createLimits } = await import("../../endpoint/asking/asker.js");
  const { prompts, state, settings, request } = session.run;
  const steps = Math.max(0, ...prompts.map((prompt) => prompt.steps.length));
  const asked = askOptionsOf(request, asker, hooks);
  // a minute and a budget do not begin anew with a round
  const options = { ...asked, limits: createLimits(asked), adaptation: session.adaptation };
  for (let step = 0; step < steps && !hooks.stop?.aborted; step++) {
    const questions = [...questionsOfStep(prompts, step, state.answers, settings)];
    const { outcomes, progress } = askAll(
      questions.map((question) => ({
        subject: question,
        request: question.request,
        item: question.prompt.id,
        // all of them were stated
        keeps: Object.keys(question.request.sampling),
      })),
      { ...options, isProven: state.answers.size > 0 },
    );
    session.beginRound(progress);
    if (step === 0) hooks.onStart?.(session.progress);
    for await (const batch of outcomes) await session.record(batch);
  }
}
