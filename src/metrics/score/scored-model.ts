// What is known of a scored model, whether it was scored just now or read from a file of results: what comparisons, rankings
// and gates need of it.
import type { JudgeIdentity } from "../../length-control/judge-identity.js";
import type { Observations } from "../../length-control/observation.js";
import type { MeasuredRate } from "../rates/rate-evidence.js";
import type { RateEvidence, RateInterval } from "../rates/rate-interval.js";
import type { UnjudgedBounds } from "./unjudged-bounds.js";

/** The two rates that models are compared by. */
export const rateNames = ["lengthControlled", "raw"] as const;
export type RateName = (typeof rateNames)[number];

type ByRate<T> = Readonly<Record<RateName, T>>;

/** What is computed for each of the two. */
export const byRate = <T>(compute: (name: RateName) => T): Record<RateName, T> => ({
  lengthControlled: compute("lengthControlled"),
  raw: compute("raw"),
});

/** A rate with what its intervals are made of; the standard error is NaN where it is not known. */
export interface KnownRate extends RateEvidence {
  /** How each row moves the rate, in units of the rate; null where only the rate is known. */
  readonly influence: Float64Array | null;
  /** The part of the standard error that is the noise of the calibration, signed: it is shared by the models; 0 where absent. */
  readonly shift?: number;
}

export const knownRate = ({ evidence, influence }: MeasuredRate, shift = 0): KnownRate => ({
  ...evidence,
  shift,
  influence,
});

/** A rate of which little is known: the verdicts of `clusters` independent clusters, full wins and losses possible. */
export const plainRate = (
  rate: number,
  about: { readonly standardError: number | null; readonly clusters: number },
): KnownRate => ({
  rate,
  standardError: about.standardError ?? Number.NaN,
  trials: Math.max(1, about.clusters),
  degreesOfFreedom: Math.max(1, about.clusters - 1),
  jumpUp: 1 - rate,
  jumpDown: rate,
  influence: null,
});

/** The rows of some instructions alone, or verdicts in the place of those that are missing. */
export interface Rescoring {
  /** Instructions whose rows are kept; all when absent. */
  readonly keep?: ReadonlySet<string> | undefined;
  /** Instructions whose verdicts are taken away, as if they had never been asked. */
  readonly hide?: ReadonlySet<string> | undefined;
  /** The missing verdicts become those that make this rate the lowest, or the highest, that they could have. */
  readonly missing?: { readonly rate: RateName; readonly as: "lowest" | "highest" } | undefined;
}

export interface ScoredModel {
  readonly generator: string;
  /** What its file calls it, where `generator` was made to tell it from another. */
  readonly ownName?: string | undefined;
  readonly baseline: string;
  readonly annotator: string | null;
  /** Who that is, as far as the file says. */
  readonly judgedBy: JudgeIdentity;
  /** The user compares it with models of other judges, and knows. */
  readonly acrossJudges?: boolean | undefined;
  readonly recipe: string;
  readonly difficultySource: string;
  /** What its score says against itself, each `code: sentence`. */
  readonly warnings: readonly string[];
  /** G of its own rows. */
  readonly clusters: number;
  /** Its pairs that were asked and have no verdict, or none in one of two orders. */
  readonly unjudged: number;
  readonly rates: ByRate<KnownRate | null>;
  readonly intervals: ByRate<RateInterval | null>;
  /** What the rates would be were all missing verdicts losses, or wins; null where none is missing, or it is not known. */
  readonly bounds: ByRate<UnjudgedBounds | null>;
  /** By covariate name, null for one that never varies; `influence`: how each row moves them. Null without a fit. */
  readonly coefficients: {
    readonly values: Readonly<Record<string, number | null>>;
    readonly influence: Readonly<Record<string, Float64Array>> | null;
  } | null;
  /** What it was scored from; null where only its figures are known. */
  readonly rows: Observations | null;
  /** γ of each row, as the fit had it; null where it had none. */
  readonly difficulties: ArrayLike<number | null> | null;
  /** The same model scored anew, and again on top of that; null where it cannot be. */
  readonly rescore: ((change: Rescoring) => ScoredModel) | null;
  /** Why `rescore` is null, for whoever needs it; absent otherwise. */
  readonly whyWhole?: string | undefined;
  /** Annotation files that it was scored from, for whoever wants its texts; absent for a stored result. */
  readonly files?: readonly string[] | undefined;
  /** What it was before it was cut down to shared instructions; absent where it was not. */
  readonly whole?: ScoredModel | undefined;
  /** From a leaderboard that comes with the package; absent for the user's own. */
  readonly isPublished?: boolean | undefined;
}

/** Verdicts and covariates leave the length-controlled rate open: it decides nothing. */
export const hasUndecidedRate = ({ warnings }: Pick<ScoredModel, "warnings">): boolean =>
  warnings.some((warning) => /^(confounded|separated): /.test(warning));

/** The model, and whatever it is cut down to, with something else said of it. */
const saying = <T extends ScoredModel>(model: T, more: Partial<ScoredModel>): T => ({
  ...model,
  ...more,
  rescore: model.rescore && ((change: Rescoring) => saying(model.rescore!(change), more)),
});

/** As one that is compared with models of other judges on purpose. */
export const acrossJudges = <T extends ScoredModel>(model: T): T => saying(model, { acrossJudges: true });

/** Under a name that tells it from another one of its name. */
export const calledApart = <T extends ScoredModel>(model: T, generator: string): T =>
  saying(model, { generator, ownName: model.generator });
