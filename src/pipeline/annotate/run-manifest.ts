// What the manifest says of a run that judges, beside what it says of every run: enough to tell where a verdict comes from.
import type { PreparedRun } from "./prepare-run.js";

export function describeJudging({ judges, order }: PreparedRun) {
  return {
    judges: judges.map(({ name, model, fingerprint, protocol, sampling }) => ({
      name,
      model,
      fingerprint,
      protocol,
      sampling,
    })),
    order,
  };
}
