// What is odd about a run before anything is asked, each `code: sentence`.

import { countOf } from "../../core/count-of.js";
import type { Judge } from "../../judge/judge.js";
import type { Panel } from "../../judge/panel.js";
import { countConstant } from "../integrity/output-audit.js";
import type { JudgementTask } from "./judgements/judgement-task.js";
import type { ModelPairs } from "./read-pairs.js";
import type { ReusedVerdicts } from "./reused-verdicts.js";

export function warnBeforeAsking({
  models,
  judge,
  tasks,
  reused,
}: {
  readonly models: readonly ModelPairs[];
  readonly judge: Judge | Panel;
  readonly tasks: readonly JudgementTask[];
  readonly reused: ReusedVerdicts;
}): string[] {
  return [
    ...warnAboutInput(models),
    ...warnAboutJudge(judge),
    ...warnAboutOutputs(tasks),
    ...warnAboutReuse(reused, judge),
  ];
}

function warnAboutInput(models: readonly ModelPairs[]): string[] {
  return models.flatMap(({ file, generator, pairs, matched }) => {
    const { withoutModel, withoutBaseline, nearMisses, duplicates, conflicts } = matched;
    const warnings: string[] = [];
    if (withoutModel.length + withoutBaseline.length > 0)
      warnings.push(
        `unmatched: ${file}: ${countOf(withoutModel.length, "instruction")} of the baseline without an answer, ${countOf(withoutBaseline.length, "answer")} without a baseline (${countOf(nearMisses.length, "near miss", "near misses")})`,
      );
    if (duplicates.length > 0)
      warnings.push(
        `duplicates: ${file}: ${countOf(duplicates.length, "instruction")} repeated; the first row of each counts`,
      );
    const fields = [...new Set(conflicts.map(({ field }) => field))];
    if (fields.length > 0)
      warnings.push(
        `conflicts: ${file}: differs from the baseline's file in ${fields.join(", ")}; the baseline's values are used`,
      );
    const empty = pairs.filter(({ model }) => model.output.trim() === "").length;
    if (empty > 0)
      warnings.push(`empty-outputs: ${generator}: ${countOf(empty, "empty answer")}; judged like any other`);
    const constant = countConstant(pairs.map(({ model }) => model.output));
    if (constant > 0)
      warnings.push(
        `constant-outputs: ${generator}: ${constant} of ${countOf(pairs.length, "answer")} are one, or nearly one; an answer that ignores the instruction can fool a judge`,
      );
    return warnings;
  });
}

function warnAboutJudge(judge: Judge | Panel): string[] {
  const notes = judge.notes.map((note) => `judge: ${note}`);
  return judge.name === "offline" ? [...notes, `offline-judge: ${judge.comparable}`] : notes;
}

/** Outputs that hold what could steer a judge, counted by what they hold. */
function warnAboutOutputs(tasks: readonly JudgementTask[]): string[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const { pair, judge } of tasks) {
    if (seen.has(pair.id)) continue;
    seen.add(pair.id);
    for (const { side, reason } of judge.suspiciousOutputs(pair)) {
      const whose = side === "model" ? pair.model.generator : pair.baseline.generator;
      const what = `${reason} in outputs of ${whose}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts].map(
    ([what, count]) => `suspicious-outputs: ${count} × ${what}; shown to the judge as plain text`,
  );
}

function warnAboutReuse(
  { preferenceByPair, annotators, warnings }: ReusedVerdicts,
  judge: Judge | Panel,
): readonly string[] {
  const others = annotators.filter((annotator) => annotator !== judge.name);
  if (others.length === 0) return warnings;
  return [
    ...warnings,
    `reused: ${countOf(preferenceByPair.size, "verdict")} of ${others.join(", ")} are taken over as those of ${judge.name}`,
  ];
}
