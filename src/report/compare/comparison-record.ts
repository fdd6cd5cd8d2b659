// Comparisons → what scripts read: rates, differences and errors in percent, p-values as they are.

import type { ModelComparison } from "../../metrics/comparison/compare-models.js";
import type { IdenticalRuns } from "../../metrics/comparison/identical-runs.js";
import type { Gate } from "../../metrics/comparison/non-inferiority.js";
import { clustersNeeded, type RateDifference } from "../../metrics/comparison/rate-difference.js";
import { countInstructions } from "../../metrics/comparison/share-rows.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import { inPercent } from "../../numerics/percent.js";

export interface DifferenceRecord {
  readonly difference: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number | null;
  readonly standard_error: number | null;
  readonly p_value: number | null;
  readonly method: RateDifference["method"];
  readonly clusters: number;
  /** With 80 % power. */
  readonly minimum_detectable: number | null;
  /** Clusters (instructions) needed to find the difference asked for with 80 % power; null where none was asked for. */
  readonly needed: { readonly difference: number; readonly clusters: number | null } | null;
}

/** @param detectPercent the difference to plan for, in percentage points; null for none */
export function toDifferenceRecord(
  difference: RateDifference | null,
  detectPercent: number | null = null,
): DifferenceRecord | null {
  if (difference === null) return null;
  const { interval, standardError, minimumDetectable } = difference;
  return {
    difference: inPercent(difference.difference),
    lower: interval && inPercent(interval.lower),
    upper: interval && inPercent(interval.upper),
    level: interval?.level ?? null,
    standard_error: Number.isNaN(standardError) ? null : inPercent(standardError),
    p_value: difference.pValue,
    method: difference.method,
    clusters: difference.clusters,
    minimum_detectable: inPercent(minimumDetectable),
    needed:
      detectPercent === null
        ? null
        : { difference: detectPercent, clusters: clustersNeeded(difference, detectPercent / 100) },
  };
}

/** What was compared; `all_rows`: the rates over the whole file, where it has other instructions too. */
export const toModelRecord = (model: ScoredModel) => ({
  generator: model.generator,
  ...toRates(model),
  all_rows: isPart(model)
    ? { ...toRates(model.whole!), instructions: countInstructions(model.whole!) }
    : null,
  warnings: model.warnings,
});

const toRates = ({ rates }: ScoredModel) => ({
  win_rate: inPercent(rates.raw!.rate),
  length_controlled_winrate: rates.lengthControlled && inPercent(rates.lengthControlled.rate),
});

/** It has instructions, or verdicts, that the other model has not, and the rates are those over the others. */
const isPart = ({ whole, ...model }: ScoredModel): boolean =>
  whole !== undefined &&
  (countInstructions(whole) > countInstructions(model) || whole.rates.raw!.rate !== model.rates.raw!.rate);

export function toComparisonRecord(comparison: ModelComparison, detectPercent: number | null = null) {
  const { first, second, differences, overlap, warnings } = comparison;
  return {
    first: toModelRecord(first),
    second: toModelRecord(second),
    baseline: first.baseline,
    annotator: first.annotator ?? second.annotator,
    win_rate_difference: toDifferenceRecord(differences.raw, detectPercent),
    length_controlled_difference: toDifferenceRecord(differences.lengthControlled, detectPercent),
    instructions: overlap && {
      shared: overlap.shared,
      asked_of_both: overlap.askedOfBoth,
      only_first: overlap.onlyFirst,
      only_second: overlap.onlySecond,
      shared_percent_of_first: percentOf(overlap.shared, overlap.onlyFirst),
      shared_percent_of_second: percentOf(overlap.shared, overlap.onlySecond),
      first_wins_alone: overlap.firstWinsAlone,
      second_wins_alone: overlap.secondWinsAlone,
    },
    warnings,
  };
}

const percentOf = (shared: number, others: number) => inPercent(shared) / (shared + others);

export const figureOfRate = { lengthControlled: "length_controlled_winrate", raw: "win_rate" } as const;

export function toGateRecord({ comparison, rate, margin, verdict }: Gate) {
  return {
    generator: comparison.first.generator,
    reference: comparison.second.generator,
    figure: figureOfRate[rate],
    margin: inPercent(margin),
    ...verdict,
    comparison: toComparisonRecord(comparison),
  };
}

/** Shares in percent. */
export function toIdenticalRunsRecord(generator: string, { splits, margin, clusters, gates }: IdenticalRuns) {
  const toRecord = (name: keyof typeof gates) => {
    const gate = gates[name];
    return (
      gate && {
        point_gate_fails: inPercent(gate.pointFails),
        interval_gate_fails: inPercent(gate.intervalFails),
        interval_gate_inconclusive: inPercent(gate.intervalInconclusive),
        spread: inPercent(gate.spread),
      }
    );
  };
  return {
    generator,
    splits,
    margin: inPercent(margin),
    clusters,
    win_rate: toRecord("raw"),
    length_controlled_winrate: toRecord("lengthControlled"),
  };
}
