// A scored model, whether it was scored just now or read from a file of results → what comparisons need of it.
import type { JudgeIdentity } from "../../length-control/judge-identity.js";
import { type Observations, unasked } from "../../length-control/observation.js";
import { sum } from "../../numerics/moments.js";
import type { MeasuredRate } from "../rates/rate-evidence.js";
import type { RateEvidence } from "../rates/rate-interval.js";
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

/** A rate with what its intervals are made of; the standard error is NaN where it is not known. */
export interface ComparableRate extends RateEvidence {
  /** How each row moves the rate, in units of the rate; null where only the rate is known. */
  readonly influence: Float64Array | null;
  /** The part of the standard error that is the noise of the calibration, signed: it is shared by the models; 0 where absent. */
  readonly shift?: number;
}

/** A rate of which little is known: the verdicts of `clusters` independent clusters, full wins and losses possible. */
export const plainRate = (
  rate: number,
  about: { readonly standardError: number | null; readonly clusters: number },
): ComparableRate => ({
  rate,
  standardError: about.standardError ?? Number.NaN,
  trials: Math.max(1, about.clusters),
  degreesOfFreedom: Math.max(1, about.clusters - 1),
  jumpUp: 1 - rate,
  jumpDown: rate,
  influence: null,
});

export const toComparableRate = ({ evidence, influence }: MeasuredRate, shift = 0): ComparableRate => ({
  ...evidence,
  shift,
  influence: Number.isNaN(evidence.standardError) ? null : influence,
});

export interface ComparableModel {
  readonly generator: string;
  readonly baseline: string;
  readonly annotator: string | null;
  readonly judgedBy: JudgeIdentity;
  /** The user compares it with models of other judges, and knows. */
  readonly acrossJudges?: boolean | undefined;
  readonly recipe: string;
  readonly difficultySource: string;
  /** What its score says against itself, each `code: sentence`. */
  readonly warnings: readonly string[];
  /** G of its own rows. */
  readonly clusters: number;
  readonly rates: Readonly<Record<RateName, ComparableRate | null>>;
  /** Instruction, cluster and preference (null: no verdict) of each row; null where only the rates are known. */
  readonly rows: ComparableRows | null;
  /** Its pairs that were asked and have no verdict. */
  readonly unjudged: number;
  /** Instructions that a rule left out. */
  readonly unasked?: ReadonlySet<string> | undefined;
  /** What the rates would be were all missing verdicts losses, or wins; null where none is missing, or it is not known. */
  readonly bounds: Readonly<Record<RateName, UnjudgedBounds | null>>;
  /** The same model on some of its instructions, or with verdicts in the place of missing ones; null where it cannot be fitted anew. */
  readonly rescore: ((change: Rescoring) => ComparableModel) | null;
  /** Why `rescore` is null, for whoever needs it; absent otherwise. */
  readonly whyWhole?: string | undefined;
  /** Annotation files that it was scored from, for whoever wants its texts; absent for a stored result. */
  readonly files?: readonly string[] | undefined;
  /** What it was before it was cut down to shared instructions; absent where it was not. */
  readonly whole?: ComparableModel | undefined;
}

export interface ComparableRows {
  readonly instructionIds: readonly string[];
  readonly clusters: readonly string[];
  readonly preferences: readonly (number | null)[];
  /** γ of each row, as the fit had it; null where it had none. */
  readonly difficulties?: ArrayLike<number | null> | null;
}

export const toComparableRows = (rows: Observations): ComparableRows => ({
  instructionIds: rows.map(({ instructionId }) => instructionId),
  clusters: rows.map(({ cluster }) => cluster),
  preferences: rows.map(({ preference }) => preference),
});

export function toComparableModel(score: ModelScore): ComparableModel {
  const { rescore } = score;
  const { raw, lengthControlled } = score.influence;
  return {
    generator: score.generator,
    baseline: score.baseline,
    annotator: score.annotator,
    judgedBy: score.judgedBy,
    recipe: score.recipe,
    difficultySource: score.difficultySource,
    warnings: score.warnings,
    clusters: score.coverage.clusters,
    rates: {
      raw: toComparableRate(raw),
      lengthControlled: lengthControlled && toComparableRate(lengthControlled, score.calibrationNoise?.shift),
    },
    rows: { ...toComparableRows(score.influence.rows), difficulties: score.difficulties },
    unjudged: sum(Object.values(score.winRate.unjudged)),
    unasked: new Set(
      score.winRate.unasked === 0
        ? []
        : score.influence.rows
            .filter(({ unjudgedReason }) => unjudgedReason === unasked)
            .map(({ instructionId }) => instructionId),
    ),
    bounds: { raw: score.winRateBounds, lengthControlled: score.lengthControlled?.bounds ?? null },
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

/** The model, and whatever it is cut down to, as one that is compared with models of other judges on purpose. */
export const acrossJudges = (model: ComparableModel): ComparableModel => ({
  ...model,
  acrossJudges: true,
  rescore: model.rescore && ((change) => acrossJudges(model.rescore!(change))),
});
