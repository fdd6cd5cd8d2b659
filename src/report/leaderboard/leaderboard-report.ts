// A ranking → a report: the table, the matrix of pairwise rates, and one record a model.
import type { Leaderboard, LeaderboardEntry, LeaderboardModel } from "../../metrics/leaderboard.js";
import { absent, fixed, range } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { left, type Report, right, type Section } from "../report.js";
import { type ScoreRecord, toIntervalRecord } from "../score/score-record.js";
import { scoreSchemaVersion } from "../score/score-report.js";
import { matrixRecord, matrixSection } from "./matrix-section.js";

export interface RankedModels {
  readonly leaderboard: Leaderboard;
  readonly models: readonly {
    readonly model: LeaderboardModel;
    readonly record: Readonly<Record<string, unknown>>;
  }[];
  readonly warnings: readonly string[];
}

export function reportLeaderboard(ranked: RankedModels): Report {
  const { leaderboard, models, warnings } = ranked;
  const { entries, matrix } = leaderboard;
  const results = entries.map((entry) => toRecord(ranked, entry));
  return {
    sections: [rankingSection(ranked), ...(matrix ? [matrixSection(matrix)] : [])],
    warnings,
    records: matrix ? matrixRecord(matrix) : results.map(toFlatRecord),
    document: {
      schema_version: scoreSchemaVersion,
      ranked_by: figureOf(leaderboard),
      baseline: leaderboard.baseline,
      results,
      matrix: matrix && {
        generators: matrix.generators,
        rates: matrix.cells.map((row) => row.map((cell) => cell && inPercent(cell.rate))),
        intervals: matrix.cells.map((row) => row.map((cell) => toIntervalRecord(cell?.interval ?? null))),
      },
      elo_gap: inPercent(leaderboard.eloGap),
      published: models.some(({ model }) => model.origin === "published"),
      warnings,
    },
  };
}

const figureOf = ({ rankedBy }: Leaderboard) =>
  rankedBy === "raw" ? "win_rate" : "length_controlled_winrate";

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
  win_rate_bounds: null,
  length_controlled_bounds: null,
  length_controlled_winrate_cv: null,
} as const;

/** The keys of a score's record for a row that has none: a published model, or the baseline itself. */
const unknownFigures: object = {
  annotator: null,
  ...figuresAgainstBaseline,
  n_total: null,
  avg_length: null,
  n_unjudged: null,
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
} satisfies Record<Exclude<keyof ScoreRecord, "generator" | "baseline">, null | readonly []>;

/** Against another baseline only the rate that coefficients give is known: the raw one is not. */
function toRecord({ leaderboard, models }: RankedModels, entry: LeaderboardEntry) {
  const known = models[entry.position];
  const isRebased = leaderboard.baseline !== models[0]!.model.baseline;
  return {
    generator: entry.generator,
    rank: entry.rank,
    rank_set: entry.rankSet && { best: entry.rankSet.best, worst: entry.rankSet.worst },
    origin: known?.model.origin ?? "baseline",
    ...unknownFigures,
    ...known?.record,
    baseline: leaderboard.baseline,
    ...(isRebased && {
      ...figuresAgainstBaseline,
      length_controlled_winrate: inPercent(entry.rate),
      length_controlled_interval: toIntervalRecord(entry.interval),
    }),
    elo: entry.elo && { rating: entry.elo.rating, standard_error: entry.elo.standardError },
  };
}

type LeaderboardRecord = ReturnType<typeof toRecord> & {
  readonly win_rate?: number | null;
  readonly length_controlled_winrate?: number | null;
  readonly win_rate_interval?: Ends;
  readonly length_controlled_interval?: Ends;
  readonly n_total?: number | null;
  readonly avg_length?: number | null;
  readonly annotator?: string | null;
};
type Ends = { readonly lower: number; readonly upper: number } | null;

function rankingSection(ranked: RankedModels): Section {
  const { leaderboard, models } = ranked;
  const { entries } = leaderboard;
  const records = entries.map((entry) => toRecord(ranked, entry) as LeaderboardRecord);
  const judges = [...new Set(models.map(({ model }) => model.annotator ?? "an unnamed judge"))];
  const hasSets = entries.some(({ rankSet }) => rankSet);
  const hasElo = entries.some(({ elo }) => elo);
  const isPublished = models.some(({ model }) => model.origin === "published");
  const optional = (holds: boolean, ...cells: string[]) => (holds ? cells : []);
  return {
    title: `${records.length} models against ${leaderboard.baseline}, judged by ${judges.join(" and ")}, by ${leaderboard.rankedBy === "raw" ? "raw" : "length-controlled"} win rate`,
    columns: [
      right("rank"),
      ...(hasSets ? [left("rank set")] : []),
      left("model"),
      right("length-controlled %"),
      left("interval"),
      right("raw %"),
      left("interval"),
      ...(hasElo ? [right("Elo")] : []),
      right("pairs"),
      right("avg length"),
      ...(isPublished ? [left("from")] : []),
      ...(judges.length > 1 ? [left("judge")] : []),
    ],
    rows: records.map((record) => [
      fixed(record.rank, 0),
      ...optional(hasSets, record.rank_set ? `${record.rank_set.best}–${record.rank_set.worst}` : absent),
      record.generator,
      fixed(record.length_controlled_winrate, 2),
      range(record.length_controlled_interval, 2),
      fixed(record.win_rate, 2),
      range(record.win_rate_interval, 2),
      ...optional(
        hasElo,
        record.elo
          ? `${record.elo.rating.toFixed(0)}${record.elo.standard_error === null ? "" : ` ± ${record.elo.standard_error.toFixed(0)}`}`
          : absent,
      ),
      fixed(record.n_total, 0),
      fixed(record.avg_length, 0),
      ...optional(isPublished, record.origin === "published" ? "published" : "yours"),
      ...optional(judges.length > 1, record.annotator ?? absent),
    ]),
    notes: [
      ...optional(hasSets, "rank set: the ranks that the model may hold, for all models at once (Holm)"),
      ...(leaderboard.eloGap === null
        ? []
        : [
            `Elo: 400 points are odds of ten to one at equal length and mean difficulty, ± one standard error; not Chatbot Arena's. Rates between two models computed from it are off by up to ${(100 * leaderboard.eloGap).toFixed(1)} points here (--matrix has them exactly)`,
          ]),
    ],
  };
}

/** alpaca_eval's leaderboard columns (its first has no name), then ours. */
function toFlatRecord(record: LeaderboardRecord): Record<string, string | number | null> {
  const ends = (name: string, interval: Ends | undefined) => ({
    [`${name}_lower`]: interval?.lower ?? null,
    [`${name}_upper`]: interval?.upper ?? null,
  });
  return {
    "": record.generator,
    win_rate: record.win_rate ?? null,
    standard_error: (record as { standard_error?: number | null }).standard_error ?? null,
    n_total: record.n_total ?? null,
    avg_length: record.avg_length ?? null,
    length_controlled_winrate: record.length_controlled_winrate ?? null,
    ...ends("win_rate", record.win_rate_interval),
    ...ends("length_controlled", record.length_controlled_interval),
    rank: record.rank,
    rank_best: record.rank_set?.best ?? null,
    rank_worst: record.rank_set?.worst ?? null,
    elo: record.elo?.rating ?? null,
    origin: record.origin,
    annotator: record.annotator ?? null,
  };
}
