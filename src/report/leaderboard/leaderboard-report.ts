// A ranking → a report: the table, the matrix of pairwise rates, and one record a model.

import { countOf } from "../../core/count-of.js";
import { describeJudge } from "../../length-control/judge-identity.js";
import type { Leaderboard } from "../../metrics/leaderboard/leaderboard.js";
import { absent, fixed, intervalName, percent, range, rateTitles } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { summariseWarnings } from "../model-warnings.js";
import { type Column, left, type Report, right, type Section } from "../report.js";
import { toIntervalRecord } from "../score/score-record.js";
import { scoreSchemaVersion } from "../score/score-report.js";
import {
  type LeaderboardRecord,
  type RankedModels,
  toFlatRecord,
  toLeaderboardRecord,
} from "./leaderboard-record.js";
import { matrixRecord, matrixSection } from "./matrix-section.js";

export function reportLeaderboard(ranked: RankedModels): Report {
  const { leaderboard, models } = ranked;
  const warnings = [...ranked.warnings, ...summariseWarnings(models.map(({ model }) => model))];
  const { entries, matrix } = leaderboard;
  const results = entries.map((entry) => toLeaderboardRecord(ranked, entry));
  return {
    sections: [rankingSection(ranked, results), ...(matrix ? [matrixSection(matrix)] : [])],
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

interface RankingColumn extends Column {
  readonly cell: (record: LeaderboardRecord) => string;
  readonly isShown?: boolean;
}

function rankingSection(
  { leaderboard, models }: RankedModels,
  records: readonly LeaderboardRecord[],
): Section {
  const judges = [...new Set(models.map(({ model }) => describeJudge(model.judgedBy)))];
  const hasSets = records.some(({ rank_set }) => rank_set);
  const hasElo = records.some(({ elo }) => elo);
  const level = intervalTitle(records);
  const isPublished = models.some(({ model }) => model.origin === "published");
  const allColumns: RankingColumn[] = [
    { ...right("rank"), cell: ({ rank }) => fixed(rank, 0) },
    { ...left("rank set"), cell: rankSetText, isShown: hasSets },
    { ...left("model"), cell: ({ generator }) => generator },
    { ...right("length-controlled %"), cell: (record) => fixed(record.length_controlled_winrate, 2) },
    { ...left(level), cell: (record) => range(record.length_controlled_interval, 2) },
    { ...right("raw %"), cell: (record) => fixed(record.win_rate, 2) },
    { ...left(level), cell: (record) => range(record.win_rate_interval, 2) },
    { ...right("Elo"), cell: eloText, isShown: hasElo },
    { ...right("pairs"), cell: ({ n_total }) => fixed(n_total, 0) },
    { ...right("avg length"), cell: ({ avg_length }) => fixed(avg_length, 0) },
    {
      ...left("from"),
      cell: ({ origin }) => (origin === "published" ? "published" : "yours"),
      isShown: isPublished,
    },
    { ...left("judge"), cell: ({ annotator }) => annotator ?? absent, isShown: judges.length > 1 },
  ];
  const columns = allColumns.filter(({ isShown = true }) => isShown);
  return {
    title: `${countOf(records.length, "model")} against ${leaderboard.baseline}, judged by ${judges.join(" and ")}, by ${rateTitles[leaderboard.rankedBy]} win rate`,
    columns,
    rows: records.map((record) => columns.map(({ cell }) => cell(record))),
    notes: [
      ...(hasSets ? ["rank set: the ranks that the model may hold, for all models at once (Holm)"] : []),
      ...(leaderboard.eloGap === null
        ? []
        : [
            `Elo: 400 points are odds of ten to one at equal length and mean difficulty, ± one standard error; not Chatbot Arena's. Rates between two models computed from it are off by up to ${percent(leaderboard.eloGap)} points here (--matrix has them exactly)`,
          ]),
    ],
  };
}

/** Results of several levels stand below a heading that names none. */
function intervalTitle(records: readonly LeaderboardRecord[]): string {
  const intervals = records
    .flatMap((record) => [record.win_rate_interval, record.length_controlled_interval])
    .filter((interval) => interval !== null);
  const isOneLevel = new Set(intervals.map(({ level }) => level)).size === 1;
  return intervalName(isOneLevel ? intervals[0] : null);
}

const rankSetText = ({ rank_set: set }: LeaderboardRecord): string =>
  set ? `${set.best}–${set.worst}` : absent;

function eloText({ elo }: LeaderboardRecord): string {
  if (elo === null) return absent;
  const { rating, standard_error: error } = elo;
  return error === null ? fixed(rating, 0) : `${fixed(rating, 0)} ± ${fixed(error, 0)}`;
}
