// Models scored against one baseline → their rates against any of them, from coefficients alone.
import type { ComparableModel } from "../comparison/comparable-model.js";
import type { RateInterval } from "../rates/rate-interval.js";
import {
  baselineStrength,
  type Difficulties,
  evidenceBetween,
  intervalBetween,
  type ModelStrength,
  type RateBetween,
  rateBetween,
} from "./rate-between.js";

/** A model as it is to be ranked. */
export interface Candidate {
  readonly position: number;
  readonly generator: string;
  readonly rate: number | null;
  readonly interval: RateInterval | null;
  /** For rank sets: the rate that is ranked by stands in the place of the length-controlled one. */
  readonly comparable: ComparableModel | null;
}

/** Every model but the new baseline, and the shared baseline, which now is a model like the others. */
export function rebaseModels(
  models: readonly (ComparableModel & { readonly strength: ModelStrength | null })[],
  opponent: ModelStrength,
  { baseline, difficulties, level }: { baseline: string; difficulties: Difficulties; level: number },
): Candidate[] {
  const shared = models[0]!.baseline;
  const others = models
    .map((model, position) => ({ position, generator: model.generator, strength: model.strength, model }))
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

function toComparable(
  model: ComparableModel,
  generator: string,
  between: RateBetween,
): ComparableModel | null {
  const evidence = evidenceBetween(between);
  if (evidence === null || !between.influence) return null;
  const clusters = [...between.influence.keys()];
  const influence = Float64Array.from(between.influence.values());
  return {
    ...model,
    generator,
    clusters: clusters.length,
    rows: { instructionIds: clusters, clusters, preferences: clusters.map(() => null) },
    rates: { raw: null, lengthControlled: { ...evidence, influence } },
  };
}
