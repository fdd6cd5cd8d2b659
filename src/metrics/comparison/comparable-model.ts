// A scored model, whether it was scored just now or read from a file of results → what comparisons need of it.
import type { Observations } from "../../length-control/observation.js";
import { type Clusters, clusterBy, clusteredStandardError, noVariation } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import type { ModelScore, Rescoring } from "../score/score-model.js";
import type { UnjudgedBounds } from "../score/unjudged-bounds.js";

/** The two rates that models are compared by. */
export const rateNames = ["lengthControlled", "raw"] as const;
export type RateName = (typeof rateNames)[number];

/** What is computed for each of the two. */
export const byRate = <T>(compute: (name: RateName) => T): Record<RateName, T> => ({
  lengthControlled: compute("lengthControlled"),
  raw: compute("raw"),
});

export interface ComparableRate {
  /** In [0, 1]. */
  readonly rate: number;
  /** In units of the rate; NaN for fewer than two clusters, null where it is not known. */
  readonly standardError: number | null;
  /** How each row moves the rate, in units of the rate; null where only the rate is known. */
  readonly influence: Float64Array | null;
  /** The part of the standard error that influence cannot show: of rows that never vary. 0 for all others. */
  readonly unseenError: number;
}

export interface ComparableModel {
  readonly generator: string;
  readonly baseline: string;
  readonly annotator: string | null;
  readonly recipe: string;
  readonly difficultySource: string;
  /** What its score says against itself, each `code: sentence`. */
  readonly warnings: readonly string[];
  /** G of its own rows. */
  readonly clusters: number;
  readonly rates: Readonly<Record<RateName, ComparableRate | null>>;
  /** Instruction, cluster and preference (null: no verdict) of each row; null where only the rates are known. */
  readonly rows: ComparableRows | null;
  /** Its pairs without a verdict. */
  readonly unjudged: number;
  /** What the rates would be were all missing verdicts losses, or wins; null where none is missing, or it is not known. */
  readonly bounds: Readonly<Record<RateName, UnjudgedBounds | null>>;
  /** The same model on some of its instructions, or with verdicts in the place of missing ones; null where it cannot be fitted anew. */
  readonly rescore: ((change: Rescoring) => ComparableModel) | null;
  /** Why `rescore` is null, for whoever needs it; absent otherwise. */
  readonly whyWhole?: string | undefined;
  /** What it was before it was cut down to shared instructions; absent where it was not. */
  readonly whole?: ComparableModel | undefined;
}

export interface ComparableRows {
  readonly instructionIds: readonly string[];
  readonly clusters: readonly string[];
  readonly preferences: readonly (number | null)[];
}

export const toComparableRows = (rows: Observations): ComparableRows => ({
  instructionIds: rows.map(({ instructionId }) => instructionId),
  clusters: rows.map(({ cluster }) => cluster),
  preferences: rows.map(({ preference }) => preference),
});

export function toComparableModel(score: ModelScore): ComparableModel {
  const { rescore } = score;
  const { raw, lengthControlled } = score.influence;
  const rows = toComparableRows(score.influence.rows);
  const controlled = score.lengthControlled;
  return {
    generator: score.generator,
    baseline: score.baseline,
    annotator: score.annotator,
    recipe: score.recipe,
    difficultySource: score.difficultySource,
    warnings: score.warnings,
    clusters: score.coverage.clusters,
    rates: comparableRates({
      rows,
      raw: { rate: score.winRate.rate, influence: raw },
      lengthControlled: controlled && { rate: controlled.rate, influence: lengthControlled! },
      isSelf: controlled !== null && controlled.fit === null,
    }),
    rows,
    unjudged: sum(Object.values(score.winRate.unjudged)),
    bounds: { raw: score.winRateBounds, lengthControlled: controlled?.bounds ?? null },
    rescore: rescore ? rescoreComparably(rescore) : null,
  };
}

/** What was made anew can be made anew again, on top of what was changed already. */
export const rescoreComparably =
  (rescore: (change: Rescoring) => ModelScore) =>
  (change: Rescoring): ComparableModel =>
    toComparableModel({
      ...rescore(change),
      rescore: (further) => rescore({ ...change, ...further }),
    });

interface RateInfluence {
  readonly rate: number;
  readonly influence: Float64Array;
}

/**
 * Rows that never vary give every rate an error of 0, whatever a fit says; Agresti & Caffo (The American Statistician
 * 54, 2000) put one win and one loss beside them: p̃ = (G·R + 1)/(G + 2), error √(p̃(1 − p̃)/(G + 2)), G the clusters with a verdict. A model that is
 * the baseline itself has no error at all.
 */
export function comparableRates(of: {
  readonly rows: ComparableRows;
  readonly raw: RateInfluence;
  readonly lengthControlled: RateInfluence | null;
  readonly isSelf: boolean;
}): ComparableModel["rates"] {
  const clusters = clusterBy(of.rows.clusters, (name) => name);
  const isConstant = !(clusteredStandardError(of.raw.influence, clusters) > noVariation);
  const judged = new Set(of.rows.clusters.filter((_, row) => of.rows.preferences[row] !== null)).size;
  const toRate = ({ rate, influence }: RateInfluence): ComparableRate =>
    isConstant
      ? constantRate(rate, influence.length, of.isSelf ? Number.POSITIVE_INFINITY : judged)
      : variableRate(rate, influence, clusters);
  return { raw: toRate(of.raw), lengthControlled: of.lengthControlled && toRate(of.lengthControlled) };
}

function variableRate(rate: number, influence: Float64Array, clusters: Clusters): ComparableRate {
  return {
    rate,
    influence,
    standardError: clusteredStandardError(influence, clusters),
    unseenError: 0,
  };
}

/** @param trials clusters with a verdict; infinitely many leave no error */
function constantRate(rate: number, rows: number, trials: number): ComparableRate {
  const share = (trials * rate + 1) / (trials + 2);
  const error = Number.isFinite(trials) ? Math.sqrt((share * (1 - share)) / (trials + 2)) : 0;
  return { rate, influence: new Float64Array(rows), standardError: error, unseenError: error };
}
