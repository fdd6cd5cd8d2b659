// What one look at a run shows → whether its rule is met. Each side has its own boundary, and none is passed on a handful of
// outcomes; α is spent all the same.
//
//   a rate:        Z = (logit R − logit c)/(SE/(R(1 − R)))
//   a difference:  Z = (D + margin)/SE_D
//   holds at Z ≥ c_k, fails at Z ≤ −c_k
//   futile (looks 3 … K − 1): Φ̄((z_K − |Z|/√t)/√((1 − t)/t)) < 0.05, the power that the data so far predict for the end
import { normalCdf } from "../../numerics/distributions.js";
import { logit } from "../../numerics/logistic.js";
import { boundariesOf, criticalValues } from "../rates/critical-value.js";
import type { RateEvidence } from "../rates/rate-interval.js";
import { instructionsAt, type ProgressOfRule } from "./progress-of-rule.js";

/** `futile`: what is left would hardly decide it. */
export type LookOutcome = "holds" | "fails" | "futile" | "undecided";

export interface LookStatistic {
  /** Above 0 on the side on which the rule holds; NaN where it is not known. */
  readonly z: number;
  readonly degreesOfFreedom: number;
  readonly mayHold: boolean;
  readonly mayFail: boolean;
  readonly mayBeFutile: boolean;
}

/** Wins and losses seen: sums of preferences and of what is left of 1. */
export interface Outcomes {
  readonly wins: number;
  readonly losses: number;
}

const fewest = 5;
const leastPower = 0.05;
const firstFutileLook = 3;

/** A rate against a threshold in (0, 1) that it is to be above. */
export function statisticOfRate(
  { rate, standardError, degreesOfFreedom }: RateEvidence,
  threshold: number,
  { wins, losses }: Outcomes,
): LookStatistic {
  const error = standardError / (rate * (1 - rate));
  const n = wins + losses;
  const isLow = threshold < 0.5;
  // by symmetry what a low threshold asks of wins a high one asks of losses
  const [seen, expected] = isLow ? [wins, n * threshold] : [losses, n * (1 - threshold)];
  const isWellAbove = seen >= fewest;
  const isWellBelow = expected >= fewest && seen >= 1;
  return {
    z: (logit(rate) - logit(threshold)) / error,
    degreesOfFreedom,
    mayHold: isLow ? isWellAbove : isWellBelow,
    mayFail: isLow ? isWellBelow : isWellAbove,
    mayBeFutile: Math.min(wins, losses) >= fewest,
  };
}

/** A difference of two rates that is to be above −margin; outcomes of both models. */
export function statisticOfDifference(
  {
    difference,
    standardError,
    degreesOfFreedom,
  }: {
    readonly difference: number;
    readonly standardError: number;
    readonly degreesOfFreedom: number;
  },
  margin: number,
  outcomes: readonly Outcomes[],
): LookStatistic {
  const may = outcomes.every(({ wins, losses }) => Math.min(wins, losses) >= fewest);
  return {
    z: (difference + margin) / standardError,
    degreesOfFreedom,
    mayHold: may,
    mayFail: may,
    mayBeFutile: may,
  };
}

/** @param tail α, on one side */
export function decideLook(statistic: LookStatistic, progress: ProgressOfRule, tail: number): LookOutcome {
  const { z, degreesOfFreedom, mayHold, mayFail, mayBeFutile } = statistic;
  const { look, looks, times } = progress;
  if (look === 0 || times.length === 0) return "undecided";
  const critical = criticalValues({ degreesOfFreedom, times }, tail).t;
  if (z >= critical && mayHold) return "holds";
  if (z <= -critical && mayFail) return "fails";
  if (look < firstFutileLook || look >= looks || !mayBeFutile) return "undecided";
  const later = Array.from(
    { length: looks - look },
    (_, i) => instructionsAt(look + 1 + i, progress) / progress.instructions,
  );
  const last = boundariesOf([...times, ...later], tail).at(-1)!;
  return predictivePower(z, times.at(-1)!, last) < leastPower ? "futile" : "undecided";
}

/** The chance that the last look decides, by what the data up to time t say. */
export const predictivePower = (z: number, time: number, lastBoundary: number): number =>
  normalCdf((Math.abs(z) / Math.sqrt(time) - lastBoundary) / Math.sqrt((1 - time) / time));
