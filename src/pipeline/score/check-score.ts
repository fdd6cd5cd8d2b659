// Scores → what says whether to act on them: a reference to be no worse than, and runs that do not differ.
import { strengthOfRefits } from "../../length-control/strength.js";
import { compareIdenticalRuns, type IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import { type Gate, holdAgainst } from "../../metrics/comparison/non-inferiority.js";
import type { ModelScore } from "../../metrics/score/score-model.js";
import { loadReference } from "../models/load-scored-models.js";
import type { ModelsToScore } from "./score.js";

/**
 * Holds each score against a result written with `score -o`: the one model in it, or the one of the same name.
 * @throws InputError (exit 3) when the result cannot be used, or was made with another baseline or judge
 */
export async function holdScoresAgainst(
  scores: readonly ModelScore[],
  resultPath: string,
  { margin, level, difficulty }: { margin: number; level: number; difficulty: string },
): Promise<Gate[]> {
  const gates: Gate[] = [];
  for (const score of scores) {
    const reference = await loadReference(resultPath, score.generator, { level, difficulty });
    gates.push(holdAgainst(score, reference, { margin, level }));
  }
  return gates;
}

/** A/A tests: each model's judgements split in two, many times; models with too few clusters, or of a sample, are left out. */
export function testIdenticalRuns(
  { models, options }: ModelsToScore,
  scores: readonly ModelScore[],
  { splits, margin }: { splits: number; margin: number },
): { generator: string; runs: IdenticalRuns }[] {
  return models.flatMap((model, at) => {
    const controlled = scores[at]!.lengthControlled;
    const strength = controlled?.fit
      ? strengthOfRefits(controlled.fit.C, controlled.coefficients.model ?? 0)
      : null;
    const runs = model.strongJudge
      ? null
      : compareIdenticalRuns(model, { ...options, splits, margin, strength });
    return runs === null ? [] : [{ generator: model.generator, runs }];
  });
}
