// A request to generate → what it would ask and cost (`--dry-run`). Later turns of conversations hold answers that nobody
// knows yet, so they are counted but not measured.
import { type PlannedRequests, planRequests } from "../asking/plan-requests.js";
import { type GenerateRequest, resolveGenerateRequest } from "./generate-request.js";
import { prepareGeneration } from "./prepare-generation.js";
import { questionsOfStep } from "./questions.js";

export interface GenerationPlan extends PlannedRequests {
  readonly output: string;
  readonly generator: string;
  /** Answers: all, those that the output has, and later turns that cannot be measured yet. */
  readonly tasks: number;
  readonly doneBefore: number;
  readonly laterTurns: number;
  readonly warnings: readonly string[];
}

/** @throws UsageError (2), InputError (3) as `generate` would */
export async function planGeneration(request: GenerateRequest): Promise<GenerationPlan> {
  const run = await prepareGeneration(resolveGenerateRequest(request));
  const { prompts, state, settings, tasks, doneBefore } = run;
  const steps = Math.max(0, ...prompts.map((prompt) => prompt.steps.length));
  const known = Array.from({ length: steps }, (_, step) => [
    ...questionsOfStep(prompts, step, state.answers, settings),
  ]).flat();
  const planned = await planRequests(
    run.request,
    [settings.model],
    known.map(({ request: asked }) => ({
      request: asked,
      keeps: Object.keys(asked.sampling),
      isFresh: false,
    })),
  );
  return {
    ...planned,
    output: run.request.output,
    generator: run.generator,
    tasks,
    doneBefore,
    laterTurns: tasks - doneBefore - known.length,
    warnings: run.warnings,
  };
}
