// Models scored against one baseline → a ranking, by the length-controlled rate where all have one, else by the raw
// rate; against any of the models as baseline, and every model against every other.
import { InputError, UsageError } from "../../core/errors.js";
import { computeRankSets, type RankSet } from "../comparison/rank-sets.js";
import type { RateInterval } from "../rates/rate-interval.js";
import { hasUndecidedRate, type RateName, type ScoredModel } from "../score/scored-model.js";
import { type EloRating, largestGap, rateOnEloScale } from "./elo-rating.js";
import { computePairwiseRates, type PairwiseRates } from "./pairwise-rates.js";
import { baselineStrength, type Difficulties, type ModelStrength, strengthOf } from "./rate-between.js";
import { type Candidate, rebaseModels } from "./rebase-models.js";

export interface LeaderboardOptions {
  /** A model's name: every rate is against it. The shared baseline when absent. */
  readonly baseline?: string | undefined;
  readonly withMatrix?: boolean;
  /** Ratings, with the name and the rating of the anchor. */
  readonly elo?: { readonly anchor: string; readonly rating: number } | undefined;
  readonly difficulties: Difficulties;
  readonly level: number;
  /** The models, in their order, on the instructions that all of them have: what they are held against each other by. */
  readonly paired?: readonly ScoredModel[] | undefined;
  /** Each by its own instructions: nothing tells the models apart from these, so there are no rank sets. */
  readonly areApart?: boolean;
}

export interface LeaderboardEntry {
  /** Position in the models given; −1 for the shared baseline, which enters where another model is the baseline. */
  readonly position: number;
  readonly generator: string;
  /** 1 is best, ties share the better rank; null without a rate. */
  readonly rank: number | null;
  /** Ranks that the model may hold, all at once with the given confidence; null where a model has no influence values. */
  readonly rankSet: RankSet | null;
  /** Against `baseline`, in [0, 1]; null where it cannot be had. */
  readonly rate: number | null;
  readonly interval: RateInterval | null;
  readonly elo: EloRating | null;
}

export interface Leaderboard {
  readonly rankedBy: RateName;
  readonly baseline: string;
  readonly entries: readonly LeaderboardEntry[];
  /** Of the entries in their order, the baseline and the shared baseline after them. */
  readonly matrix: PairwiseRates | null;
  /** How far Elo differences are from the pairwise rates at worst, in [0, 1]. */
  readonly eloGap: number | null;
}

/** @throws InputError, UsageError where a baseline or an anchor is no model, or has no coefficients */
export function rankModels(models: readonly ScoredModel[], options: LeaderboardOptions): Leaderboard {
  const { paired = models } = options;
  const sharedBaseline = models[0]!.baseline;
  const baseline = options.baseline ?? sharedBaseline;
  const rankedBy: RateName = models.every(({ rates }) => rates.lengthControlled) ? "lengthControlled" : "raw";
  const candidates =
    baseline === sharedBaseline
      ? asScored(models, options.areApart ? [] : paired, rankedBy)
      : rebaseModels(paired, findStrength(paired, baseline), { ...options, baseline });
  const ranked = [...candidates].sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1));
  const sets = rankSetsOf(
    ranked.filter(({ rate }) => rate !== null),
    options.level,
  );
  const anchor = options.elo && findStrength(paired, options.elo.anchor);
  const strengths = new Map(paired.map((model) => [model.generator, strengthOf(model)]));
  strengths.set(sharedBaseline, baselineStrength);
  return {
    rankedBy,
    baseline,
    entries: ranked.map(({ position, generator, rate, interval }) => {
      const strength = strengths.get(generator) ?? null;
      const better = ranked.filter((other) => rate !== null && (other.rate ?? 0) > rate).length;
      return {
        position,
        generator,
        rank: rate === null ? null : 1 + better,
        rankSet: sets.get(generator) ?? null,
        rate,
        interval,
        elo:
          anchor && strength
            ? rateOnEloScale(strength, { strength: anchor, rating: options.elo!.rating })
            : null,
      };
    }),
    matrix: options.withMatrix
      ? computePairwiseRates(
          unique([...ranked.map(({ generator }) => generator), baseline, sharedBaseline]),
          strengths,
          options,
        )
      : null,
    eloGap: anchor
      ? largestGap(
          [...strengths.values()].filter((s) => s !== null),
          options.difficulties,
        )
      : null,
  };
}

function asScored(
  models: readonly ScoredModel[],
  paired: readonly ScoredModel[],
  rankedBy: RateName,
): Candidate[] {
  return models.map((model, position) => ({
    position,
    generator: model.generator,
    ...(rankedBy === "lengthControlled" && hasUndecidedRate(model)
      ? { rate: null, interval: null, comparable: null }
      : {
          rate: model.rates[rankedBy]?.rate ?? null,
          interval: model.intervals[rankedBy],
          comparable: toComparable(paired[position], rankedBy),
        }),
  }));
}

/** The rate that is ranked by stands in the place of the length-controlled one. */
const toComparable = (model: ScoredModel | undefined, rankedBy: RateName) =>
  model?.rows ? { ...model, rates: { raw: null, lengthControlled: model.rates[rankedBy] } } : null;

function rankSetsOf(candidates: readonly Candidate[], level: number): Map<string, RankSet> {
  const comparable = candidates.flatMap((candidate) => candidate.comparable ?? []);
  const isComplete = comparable.length === candidates.length && comparable.length > 1;
  const sets = isComplete ? computeRankSets(comparable, "lengthControlled", level) : null;
  return new Map((sets?.sets ?? []).map((set) => [set.generator, set]));
}

function findStrength(models: readonly ScoredModel[], name: string): ModelStrength {
  if (name === models[0]!.baseline) return baselineStrength;
  const model = models.find(({ generator }) => generator === name);
  if (!model)
    throw new UsageError(`no model "${name}" among ${models.map(({ generator }) => generator).join(", ")}`);
  const strength = strengthOf(model);
  if (strength) return strength;
  throw new InputError({ message: `${name} has no coefficients that a rate against it could be made of` });
}

const unique = (names: readonly string[]) => [...new Set(names)];
