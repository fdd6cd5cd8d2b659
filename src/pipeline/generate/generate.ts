// A file of instructions → a model's outputs, a journal.
import { openAsker } from "../asking/open-asker.js";
import { runIntoJournal } from "../asking/run-into-journal.js";
import { askAllSteps } from "./ask-all-steps.js";
import { type GenerateRequest, resolveGenerateRequest } from "./generate-request.js";
import { type GenerateHooks, type GenerateSummary, GenerationSession } from "./generation-session.js";
import { prepareGeneration } from "./prepare-generation.js";

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
