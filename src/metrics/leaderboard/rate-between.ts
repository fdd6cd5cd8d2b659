// Two models' coefficients against one baseline → the length-controlled rate of the one against the other:
//
//   q_x = σ((θ_a − θ_b) + (ψ_a − ψ_b)·γ_x)     R = mean of q over the instructions that both have
//   U_c = Σ (q − R)/N + a'(IF_a − IF_b) over the cluster c,  a = mean of q(1 − q)·(1, γ)
//
// The baseline's own coefficients are 0, so against it this is the rate that `score` reports. Rates of a against b and
// of b against a add up to 1.
import { type Clusters, clusteredStandardError, degreesOfFreedom } from "../../numerics/clusters.js";
import { logistic } from "../../numerics/logistic.js";
import { sum } from "../../numerics/moments.js";
import { exactRate, intervalOfRate, type RateEvidence, type RateInterval } from "../rates/rate-interval.js";
import { hasUndecidedRate, type ScoredModel } from "../score/scored-model.js";

/** What a fit found of a model, and how its rows move that. */
export interface ModelStrength {
  /** θ and ψ; ψ is 0 in a recipe without difficulty. */
  readonly model: number;
  readonly difficulty: number;
  /** Null where only the coefficients are known, as of published models. */
  readonly influence: StrengthInfluence | null;
  /** What the interval of its own rate R is made of: T, J⁺/(1 − R) and J⁻/R. Absent for the baseline, which has none. */
  readonly reach?: { readonly trials: number; readonly up: number; readonly down: number };
}

/** @param rate the model's own */
const reachOf = ({ rate, trials, jumpUp, jumpDown }: RateEvidence): NonNullable<ModelStrength["reach"]> => ({
  trials,
  up: rate < 1 ? jumpUp / (1 - rate) : 1,
  down: rate > 0 ? jumpDown / rate : 1,
});

/** Null where coefficients alone do not give the rate: nothing was fitted, nothing can be told, or a covariate is kept as observed. */
export function strengthOf(scored: ScoredModel): ModelStrength | null {
  const { recipe, rates, rows, coefficients } = scored;
  if (coefficients === null || recipe.includes("(") || hasUndecidedRate(scored)) return null;
  const { values, influence } = coefficients;
  if (Object.keys(values).length === 0) return baselineStrength;
  // verdicts that never vary bound no coefficient: what error a fit states for it depends on the penalty alone
  const isMeasured = rates.raw!.standardError > 0;
  return {
    model: values.model ?? 0,
    difficulty: values.difficulty ?? 0,
    influence:
      rows && influence?.model && isMeasured
        ? {
            instructionIds: rows.map(({ instructionId }) => instructionId),
            clusters: rows.map(({ cluster }) => cluster),
            model: influence.model,
            difficulty: influence.difficulty ?? null,
          }
        : null,
    ...(rates.lengthControlled && { reach: reachOf(rates.lengthControlled) }),
  };
}

/** By row of the model. */
export interface StrengthInfluence {
  readonly instructionIds: readonly string[];
  readonly clusters: readonly string[];
  readonly model: Float64Array;
  readonly difficulty: Float64Array | null;
}

/** The baseline itself: it has no coefficients, and no error. */
export const baselineStrength: ModelStrength = {
  model: 0,
  difficulty: 0,
  influence: { instructionIds: [], clusters: [], model: new Float64Array(0), difficulty: null },
};

export interface RateBetween {
  /** P(a preferred to b) at equal style, in [0, 1]. */
  readonly rate: number;
  /** How each cluster moves the rate; null where a model's influence is not known. */
  readonly influence: ReadonlyMap<string, number> | null;
  /** What its intervals are made of: the more cautious of the two models'. Null with the influence. */
  readonly spread: Omit<RateEvidence, "rate" | "standardError"> | null;
}

/** γ by instruction id; null for recipes without difficulty. */
export type Difficulties = ReadonlyMap<string, number> | null;

export function rateBetween(a: ModelStrength, b: ModelStrength, difficulties: Difficulties): RateBetween {
  const instructions = sharedInstructions(a, b, difficulties);
  const theta = a.model - b.model;
  const psi = a.difficulty - b.difficulty;
  const predicted = instructions.map(({ gamma }) => logistic(theta + psi * gamma));
  const rate = instructions.length === 0 ? logistic(theta) : sum(predicted) / predicted.length;
  if (!a.influence || !b.influence) return { rate, influence: null, spread: null };

  const N = Math.max(1, instructions.length);
  const slopes = predicted.map((q) => (q * (1 - q)) / N);
  const slopeTheta = instructions.length === 0 ? rate * (1 - rate) : sum(slopes);
  const slopePsi = sum(slopes.map((slope, x) => slope * instructions[x]!.gamma));
  const moved = new Map<string, number>();
  const add = (cluster: string, value: number) => moved.set(cluster, (moved.get(cluster) ?? 0) + value);
  instructions.forEach(({ cluster }, x) => {
    add(cluster, (predicted[x]! - rate) / N);
  });
  for (const [{ clusters, model, difficulty }, sign] of [
    [a.influence, 1],
    [b.influence, -1],
  ] as const) {
    clusters.forEach((cluster, row) => {
      add(cluster, sign * (slopeTheta * model[row]! + slopePsi * (difficulty?.[row] ?? 0)));
    });
  }
  return { rate, influence: moved, spread: spreadBetween(a, b, rate) };
}

/** A win of a is one more for a, or one fewer for b. */
function spreadBetween(a: ModelStrength, b: ModelStrength, rate: number): RateBetween["spread"] {
  const named = [a, b].flatMap(({ influence }) => (influence?.clusters.length ? [influence.clusters] : []));
  const [ofA, ofB] = [a, b].map(({ reach, influence }) => {
    const rows = influence?.clusters.length ?? 0;
    return (
      reach ?? { trials: rows || Number.POSITIVE_INFINITY, up: Number(rows > 0), down: Number(rows > 0) }
    );
  });
  return {
    trials: Math.min(ofA!.trials, ofB!.trials),
    degreesOfFreedom: Math.min(...named.map(degreesIn)),
    jumpUp: (1 - rate) * Math.max(ofA!.up, ofB!.down),
    jumpDown: rate * Math.max(ofA!.down, ofB!.up),
  };
}

function degreesIn(clusters: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return degreesOfFreedom(Float64Array.from(sizes.values()));
}

/** What the intervals of a rate between two models are made of; null where influence is not known. */
export function evidenceBetween({ rate, influence, spread }: RateBetween): RateEvidence | null {
  if (influence === null || spread === null) return null;
  const values = Float64Array.from(influence.values());
  if (values.every((value) => value === 0)) return exactRate(rate);
  const clusters: Clusters = { count: values.length, codes: Uint32Array.from(values.keys()) };
  return { ...spread, rate, standardError: clusteredStandardError(values, clusters) || 0 };
}

/** The interval of a rate between two models; null where influence is not known. */
export function intervalBetween(between: RateBetween, level: number): RateInterval | null {
  const evidence = evidenceBetween(between);
  if (evidence === null) return null;
  const interval = intervalOfRate(evidence, level);
  return interval.jumpUp === 0 ? { ...interval, method: "exact" } : interval;
}

/** Of both where both name theirs, of the one that does, else all that difficulty knows. */
function sharedInstructions(a: ModelStrength, b: ModelStrength, difficulties: Difficulties) {
  const named = [a, b].flatMap(({ influence }) => (influence?.instructionIds.length ? [influence] : []));
  if (named.length === 0) {
    return [...(difficulties ?? [])].map(([id, gamma]) => ({ cluster: id, gamma }));
  }
  const [first, second] = named as [StrengthInfluence, StrengthInfluence?];
  const inSecond = second && new Set(second.instructionIds);
  return first.instructionIds.flatMap((id, row) => {
    if (inSecond && !inSecond.has(id)) return [];
    const gamma = difficulties?.get(id);
    return difficulties !== null && gamma === undefined
      ? []
      : [{ cluster: first.clusters[row]!, gamma: gamma ?? 0 }];
  });
}
