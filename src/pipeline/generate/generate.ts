// A file of instructions → a model's outputs, a journal.
import { type Asker, askOptionsOf, openAsker } from "../asking/open-asker.js";
import { runIntoJournal } from "../asking/run-into-journal.js";
import { type GenerateRequest, resolveGenerateRequest } from "./generate-request.js";
import { type GenerateHooks, type GenerateSummary, GenerationSession } from "./generation-session.js";
import { prepareGeneration } from "./prepare-generation.js";
import { questionsOfStep } from "./questions.js";

/**
 * Asks the model for every answer that the output does not have.
 * @throws UsageError (2), InputError (3), JudgeUnusableError (4), OutputError (7); what came until then is kept
 */
export async function generate(given: GenerateRequest, hooks: GenerateHooks = {}): Promise<GenerateSummary> {
  const request = resolveGenerateRequest(given);
  return runIntoJournal(request.output, async () => {
    const run = await prepareGeneration(request);
    const { files, tasks, doneBefore, generator, fingerprint } = run;
    const pending = tasks - doneBefore;
    return {
      request: run.request,
      inputs: files,
      tasks: { all: tasks, pending },
      about: { generator, fingerprint },
      nameOfTasks: "answers",
      openAsker: async () =>
        pending > 0 ? openAsker(run.request, { ...modelAsked(run.request), onNotice: hooks.onNotice }) : null,
      onFailure: hooks.onFailure,
      openSession: (journal) => new GenerationSession(run, journal, hooks),
      work: (session, asker) => askAllSteps(session, asker, hooks),
    };
  });
}

const modelAsked = ({ model, output }: GenerateRequest) => ({
  models: [model],
  output,
  modelOption: "--model",
  whereIsParameter: (parameter: string) => `--${parameter.replaceAll("_", "-")}`,
});

// The questions of a run, in rounds: a later turn of a conversation is asked when the earlier ones have their answers.
/** @throws JudgeUnusableError (exit 4), OutputError (exit 7); what came before is recorded */
async function askAllSteps(
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
