// What the manifest says of a run that judges, beside what it says of every run: enough to tell where a verdict comes
// from, and later whether the file holds all that the run was for.
import type { ModelOfRun } from "../asking/manifest-file.js";
import type { PreparedRun } from "./prepare-run.js";

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
    ...(run.strong && {
      escalate: { judge: run.strong.name, model: run.strong.model, fingerprint: run.strong.fingerprint },
    }),
    ...(run.rule && {
      until: { rule: run.rule.rule, looks: run.rule.looks, level: run.rule.level, spending: "alpha*(n/N)^2" },
    }),
    models: run.models.map(
      ({ generator, pairs, tasks, missing }): ModelOfRun => ({
        generator,
        pairs: pairs.length,
        tasks,
        in_file_when_done: (run.state.tasksByGenerator.get(generator) ?? 0) + missing,
      }),
    ),
  };
}
