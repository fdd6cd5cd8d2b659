// What the manifest says of a run that judges, beside what it says of every run: enough to tell where a verdict comes
// from, and later whether the file holds all that the run was for.
import { taskKey } from "./judgements/judgement-task.js";
import type { PreparedRun } from "./prepare-run.js";

/** What a run is to judge of one model. */
export interface ModelOfRun {
  readonly generator: string;
  readonly pairs: number;
  /** Judgements: more than pairs with both orders, repeats or several jurors. */
  readonly tasks: number;
  /** Judgements that the file holds of the model when the run is done: more than `tasks` where it held others before. */
  readonly in_file_when_done: number;
}

export function describeJudging(run: PreparedRun) {
  return {
    judges: run.judges.map(({ name, model, fingerprint, protocol, sampling }) => ({
      name,
      model,
      fingerprint,
      protocol,
      sampling,
    })),
    order: run.order,
    models: run.models.map(({ generator, pairs }) => ({
      generator,
      pairs: pairs.length,
      ...countTasks(run, generator),
    })),
  };
}

function countTasks(
  { tasks, state }: PreparedRun,
  generator: string,
): Pick<ModelOfRun, "tasks" | "in_file_when_done"> {
  const own = tasks.filter(({ pair }) => pair.model.generator === generator);
  const missing = own.filter((task) => !state.statusByKey.has(taskKey(task))).length;
  return {
    tasks: own.length,
    in_file_when_done: (state.tasksByGenerator.get(generator) ?? 0) + missing,
  };
}
