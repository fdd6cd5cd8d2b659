// A place in a ranking → the record that scripts read: a score's, where there is one, with its rank.
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { toIntervalRecord } from "../../io/wire/score-result/to-score-record.js";
import type { Leaderboard, LeaderboardEntry } from "../../metrics/leaderboard/leaderboard.js";
import type { ScoredModel } from "../../metrics/score/scored-model.js";
import { inPercent } from "../../numerics/percent.js";
import { intervalColumns } from "../score/flat-record.js";

/** A model, and what `score --format json` gives of it as far as that is known. */
export interface RankedModel {
  readonly model: ScoredModel;
  readonly record: Partial<Record<keyof ScoreRecord, unknown>>;
}

export interface RankedModels {
  readonly leaderboard: Leaderboard;
  readonly models: readonly RankedModel[];
  readonly warnings: readonly string[];
}

type OfScore = Required<
  Omit<
    ScoreRecord,
    | "generator"
    | "baseline"
    | "influence"
    | "n_unasked"
    | "strong_weighted_winrate"
    | "strong_weighted_interval"
    | "sequential"
    | "escalation"
  >
>;

type KnownFigures = { readonly [Key in keyof OfScore]: NonNullable<OfScore[Key]> | null };

/** A score's members, null where they are not known, and the place in the ranking; rates in percent. */
export type LeaderboardRecord = KnownFigures & {
  readonly generator: string;
  readonly baseline: string;
  readonly rank: number | null;
  readonly rank_set: { readonly best: number; readonly worst: number } | null;
  readonly origin: "scored" | "published" | "baseline";
  readonly elo: { readonly rating: number; readonly standard_error: number | null } | null;
};

/** What a count of verdicts, or the fit to them, says of one baseline only. */
const figuresAgainstBaseline = {
  win_rate: null,
  standard_error: null,
  n_wins: null,
  n_wins_base: null,
  n_draws: null,
  discrete_win_rate: null,
  length_controlled_winrate: null,
  lc_standard_error: null,
  win_rate_interval: null,
  length_controlled_interval: null,
  calibration_noise: null,
  win_rate_bounds: null,
  length_controlled_bounds: null,
  length_controlled_winrate_cv: null,
} as const;

/** The keys of a score's record for a row that has none: a published model, or the baseline itself. */
const unknownFigures = {
  annotator: null,
  ...figuresAgainstBaseline,
  n_total: null,
  avg_length: null,
  n_unjudged: null,
  n_one_sided: null,
  recipe: null,
  coefficients: null,
  covariates: null,
  strength: null,
  difficulty_source: null,
  coverage: null,
  health: null,
  judge: null,
  macro: null,
  warnings: [],
  converged: null,
} as const satisfies Record<keyof OfScore, null | readonly []>;

/** Against another baseline only the rate that coefficients give is known: the raw one is not. */
export function toLeaderboardRecord(
  { leaderboard, models }: RankedModels,
  entry: LeaderboardEntry,
): LeaderboardRecord {
  const known = models[entry.position];
  const { influence: _, ...record } = known?.record ?? {};
  const isRebased = leaderboard.baseline !== models[0]!.model.baseline;
  return {
    generator: entry.generator,
    rank: entry.rank,
    rank_set: entry.rankSet && { best: entry.rankSet.best, worst: entry.rankSet.worst },
    origin: known ? (known.model.isPublished ? "published" : "scored") : "baseline",
    ...unknownFigures,
    ...(record as KnownFigures),
    baseline: leaderboard.baseline,
    // confounded or separated: it holds no rank
    ...(entry.rate === null &&
      leaderboard.rankedBy === "lengthControlled" && { length_controlled_winrate: null }),
    ...(isRebased && {
      ...figuresAgainstBaseline,
      length_controlled_winrate: inPercent(entry.rate),
      length_controlled_interval: toIntervalRecord(entry.interval),
    }),
    elo: entry.elo && { rating: entry.elo.rating, standard_error: entry.elo.standardError },
  };
}

/** alpaca_eval's leaderboard columns (its first has no name), then ours. */
export function toFlatEntry(record: LeaderboardRecord): Record<string, string | number | null> {
  return {
    "": record.generator,
    win_rate: record.win_rate,
    standard_error: record.standard_error,
    n_total: record.n_total,
    avg_length: record.avg_length,
    length_controlled_winrate: record.length_controlled_winrate,
    ...intervalColumns("win_rate", record.win_rate_interval),
    ...intervalColumns("length_controlled", record.length_controlled_interval),
    rank: record.rank,
    rank_best: record.rank_set?.best ?? null,
    rank_worst: record.rank_set?.worst ?? null,
    elo: record.elo?.rating ?? null,
    origin: record.origin,
    annotator: record.annotator,
  };
}
