// Strengths of models → the length-controlled rate of every one against every other.
import type { RateInterval } from "../rates/rate-interval.js";
import { type Difficulties, intervalBetween, type ModelStrength, rateBetween } from "./rate-between.js";

export interface PairwiseRate {
  readonly rate: number;
  readonly interval: RateInterval | null;
}

export interface PairwiseRates {
  readonly generators: readonly string[];
  /** cells[j][k]: rate of j against k; cells[k][j] is its complement. Null where a model has no strength, and on the diagonal. */
  readonly cells: readonly (readonly (PairwiseRate | null)[])[];
}

export function computePairwiseRates(
  generators: readonly string[],
  strengths: ReadonlyMap<string, ModelStrength | null>,
  { difficulties, level }: { readonly difficulties: Difficulties; readonly level: number },
): PairwiseRates {
  const cells = generators.map(() => generators.map((): PairwiseRate | null => null));
  generators.forEach((a, j) => {
    generators.forEach((b, k) => {
      const [first, second] = [strengths.get(a), strengths.get(b)];
      if (k <= j || !first || !second) return;
      const between = rateBetween(first, second, difficulties);
      const interval = intervalBetween(between, level);
      cells[j]![k] = { rate: between.rate, interval };
      cells[k]![j] = { rate: 1 - between.rate, interval: interval && turn(interval) };
    });
  });
  return { generators, cells };
}

const turn = ({ lower, upper, ...interval }: RateInterval): RateInterval => ({
  ...interval,
  lower: 1 - upper,
  upper: 1 - lower,
});
