// Observations of several models → the judge's position and length bias over all their judgements.
import type { ModelObservations, Observation } from "../../length-control/observation.js";
import type { Judgement } from "./judgement.js";
import { measurePositionBias, type PositionBias } from "./position-bias.js";
import { lengthBinEdges, preferenceForMore, type SizeBin } from "./preference-for-more.js";

export interface BiasesOfModels {
  readonly position: PositionBias;
  /** Of pairs that differ in length: all of them, then those that differ by so much. */
  readonly length: readonly SizeBin[];
}

/** Null where there is no row. */
export function biasesOfModels(models: readonly ModelObservations[], level: number): BiasesOfModels | null {
  const judgements = models.flatMap((model) => [...model.rows].flatMap((row) => toJudgements(model, row)));
  if (judgements.length === 0) return null;
  return {
    position: measurePositionBias(judgements, level),
    length: preferenceForMore(judgements, "length", lengthBinEdges, level),
  };
}

function toJudgements({ generator, baseline, annotator }: ModelObservations, row: Observation): Judgement[] {
  const { modelLength, baselineLength, cluster, identical } = row;
  const judgements = row.judgements ?? [{ preference: row.preference, order: row.order ?? null }];
  return judgements.map(({ preference, order }, repeat) => ({
    generator,
    baseline,
    judgeModel: annotator,
    cluster,
    pair: JSON.stringify([row.instructionId, modelLength, baselineLength]),
    repeat,
    preference,
    unjudgedReason: row.unjudgedReason ?? null,
    // Two equal answers are a tie without being shown at all.
    order: identical ? null : order,
    differences:
      modelLength === null || baselineLength === null ? {} : { length: modelLength - baselineLength },
    hasLogprobs: null,
  }));
}
