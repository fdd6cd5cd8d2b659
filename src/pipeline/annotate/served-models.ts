// Endpoints change the model behind a name without asking. Who served is in every reply; a change within a run, or
// since an earlier part of it, mixes two judges in one file.
import { isServedAs } from "../../length-control/judge-identity.js";
import type { Annotation } from "./judgements/annotation.js";

/** A watch that is given every batch and returns what is to be warned about, each thing once. */
export function createServedModelWatch(
  servedBefore: ReadonlySet<string>,
): (batch: readonly Annotation[]) => readonly string[] {
  const served = new Set(servedBefore);
  const aliases = new Set<string>();
  const others = new Set<string>();
  return (batch) => {
    const warnings: string[] = [];
    for (const { task, completion } of batch) {
      const model = completion?.servedBy.model;
      if (!model) continue;
      const asked = task.judge.model;
      const isMember = task.annotator !== task.judge.name;
      if (!served.has(model)) {
        if (served.size > 0 && !isMember)
          warnings.push(
            `served-model-changed: replies come from ${model} now, and came from ${[...served].join(", ")} before`,
          );
        served.add(model);
      }
      if (!isServedAs(model, asked) && !others.has(`${model} ${asked}`)) {
        others.add(`${model} ${asked}`);
        warnings.push(`served-model: replies come from ${model}, and ${asked} was asked`);
      }
      if (model !== asked && model.startsWith(`${asked}-`) && !aliases.has(asked)) {
        aliases.add(asked);
        // --judge-model would replace the model of every member
        const pin = isMember
          ? `name ${model} in the judge.json of ${task.annotator}`
          : `pin it with --judge-model ${model}`;
        warnings.push(
          `floating-alias: ${asked} is served by ${model} today and may be served by another tomorrow; ${pin}`,
        );
      }
    }
    return warnings;
  };
}
