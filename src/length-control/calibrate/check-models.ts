// Whether a calibration can be made of some models' judgements, and what to be careful about.
import type { InputProblem } from "../../core/errors.js";
import { warnAboutFewModels } from "../calibration-noise.js";
import { describeJudge, isSameJudge, namedJudge } from "../judge-identity.js";
import type { ModelObservations } from "../observation.js";

export function findProblems(
  models: readonly ModelObservations[],
  gamed: readonly ModelObservations[],
): InputProblem[] {
  const problems: InputProblem[] = [];
  const least = 2;
  if (models.length < least)
    problems.push({
      message: `${models.length} model${models.length === 1 ? "" : "s"} besides the baseline: difficulty needs at least ${least}`,
    });
  const all = [...models, ...gamed];
  const names = (of: (model: ModelObservations) => string | null) => [...new Set(all.map(of))];
  for (const [what, found] of [
    ["baselines", names(({ baseline }) => baseline)],
    ["judges", judgesOf(all)],
  ] as const) {
    if (found.length > 1)
      problems.push({
        message: `the files name ${found.length} ${what}: ${found.map((name) => name ?? "none").join(", ")}`,
      });
  }
  for (const { generator, rows } of all) {
    const unknown = rows.filter((row) => row.baselineLength === null || row.modelLength === null).length;
    if (unknown > 0)
      problems.push({
        message: `${generator}: ${unknown} of ${rows.length} rows have neither texts nor lengths`,
      });
    if ([...rows].every(({ preference }) => preference === null))
      problems.push({ message: `${generator}: none of the ${rows.length} rows has a verdict` });
  }
  return problems;
}

/** The first judge, and those that differ from it. */
function judgesOf(models: readonly ModelObservations[]): string[] {
  const judges = models.map(({ judge, annotator }) => judge ?? namedJudge(annotator));
  const others = judges.filter((judge) => !isSameJudge(judges[0]!, judge));
  return [...new Set([...judges.slice(0, 1), ...others].map(describeJudge))];
}

/** @param judgedModels how many models were judged on each instruction */
export function warnAboutCalibration(
  models: readonly ModelObservations[],
  used: readonly ModelObservations[],
  {
    judgedModels,
    reliability,
    fit,
  }: {
    readonly judgedModels: Uint32Array;
    readonly reliability: number;
    readonly fit: { readonly converged: boolean; readonly iterations: number };
  },
): string[] {
  const warnings: string[] = [];
  for (const { generator } of models.filter((model) => !used.includes(model)))
    warnings.push(`baseline: ${generator} is the baseline itself and says nothing of difficulty; left out`);
  warnings.push(...warnAboutFewModels(used.length, reliability));
  const seldom = judgedModels.filter((count) => count < 2).length;
  if (seldom > 0)
    warnings.push(
      `few-judgements: ${seldom} of ${judgedModels.length} instructions were judged for fewer than two models; their difficulty is drawn to the middle`,
    );
  if (!fit.converged) warnings.push(`not-converged: γ still moved after ${fit.iterations} rounds`);
  return warnings;
}
