// Missing verdicts on either side of a comparison → how far the interval of the difference reaches over all that they
// could have been: the ends of the interval with every missing verdict against the model, and with every one for it.
// Manski, Nonparametric bounds on treatment effects, American Economic Review 80 (1990).
import type { Interval } from "../rates/measure.js";
import type { RateName, ScoredModel } from "../score/scored-model.js";
import type { ModelComparison } from "./compare-models.js";
import { contrastRates } from "./rate-difference.js";

export interface MissingBand extends Interval {
  /** Pairs without a verdict, of both models. */
  readonly count: number;
}

/** Null where none is missing, where both sides are one set of judgements, and where there is no interval. */
export function bandOfMissing(
  { first, second, differences }: ModelComparison,
  name: RateName,
  level: number,
): MissingBand | null {
  const difference = differences[name];
  const count = first.unjudged + second.unjudged;
  if (!difference?.interval || count === 0 || difference.method === "identical") return null;
  const endAt = (as: "lowest" | "highest") => {
    const opposite = as === "lowest" ? "highest" : "lowest";
    const sides = [fill(first, name, as), fill(second, name, opposite)] as const;
    const filled = contrastRates(
      sides.map(({ model }) => model),
      name,
      { weights: [1, -1], level },
    );
    const interval = filled?.interval ?? difference.interval!;
    return as === "lowest"
      ? interval.lower + sides[0].shift - sides[1].shift
      : interval.upper + sides[0].shift - sides[1].shift;
  };
  return {
    count,
    lower: Math.max(-1, Math.min(difference.interval.lower, endAt("lowest"))),
    upper: Math.min(1, Math.max(difference.interval.upper, endAt("highest"))),
  };
}

/** The model with its missing verdicts given; where it cannot be fitted anew, how far that would move its rate. */
function fill(model: ScoredModel, rate: RateName, as: "lowest" | "highest") {
  if (model.unjudged === 0) return { model, shift: 0 };
  if (model.rescore) return { model: model.rescore({ missing: { rate, as } }), shift: 0 };
  const end = model.bounds[rate]?.[as === "lowest" ? "lower" : "upper"];
  return { model, shift: end === undefined ? 0 : end - model.rates[rate]!.rate };
}
