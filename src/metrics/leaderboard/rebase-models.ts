// Models scored against one baseline → their rates against any of them, from coefficients alone.
import type { RateInterval } from "../rates/rate-interval.js";
import type { ScoredModel } from "../score/scored-model.js";
import {
  baselineStrength,
  type Difficulties,
  evidenceBetween,
  intervalBetween,
  type ModelStrength,
  type RateBetween,
  rateBetween,
  strengthOf,
} from "./rate-between.js";

/** A model as it is to be ranked. */
export interface Candidate {
  readonly position: number;
  readonly generator: string;
  readonly rate: number | null;
  readonly interval: RateInterval | null;
  /** For rank sets: the rate that is ranked by stands in the place of the length-controlled one. */
  readonly comparable: ScoredModel | null;
}

/** Every model but the new baseline, and the shared baseline, which now is a model like the others. */
export function rebaseModels(
  models: readonly ScoredModel[],
  opponent: ModelStrength,
  { baseline, difficulties, level }: { baseline: string; difficulties: Difficulties; level: number },
): Candidate[] {
  const shared = models[0]!.baseline;
  const others = models
    .map((model, position) => ({ position, generator: model.generator, strength: strengthOf(model), model }))
    .filter(({ generator }) => generator !== baseline && generator !== shared);
  return [...others, { position: -1, generator: shared, strength: baselineStrength, model: models[0]! }].map(
    ({ position, generator, strength, model }) => {
      if (!strength) return { position, generator, rate: null, interval: null, comparable: null };
      const between = rateBetween(strength, opponent, difficulties);
      return {
        position,
        generator,
        rate: between.rate,
        interval: intervalBetween(between, level),
        comparable: toComparable(model, generator, between),
      };
    },
  );
}

function toComparable(model: ScoredModel, generator: string, between: RateBetween): ScoredModel | null {
  const evidence = evidenceBetween(between);
  if (evidence === null || !between.influence) return null;
  const rows = Array.from(between.influence.keys(), (cluster) => ({
    ...unknownRow,
    instructionId: cluster,
    cluster,
  }));
  const influence = Float64Array.from(between.influence.values());
  return {
    ...model,
    generator,
    clusters: rows.length,
    rows,
    rates: { raw: null, lengthControlled: { ...evidence, influence } },
  };
}

const unknownRow = { preference: null, baselineLength: null, modelLength: null, identical: false };
