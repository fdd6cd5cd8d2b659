// A ranking → a report: the table, the matrix of pairwise rates, and one record a model.
import { countOf } from "../../core/count-of.js";
import { toIntervalRecord } from "../../io/wire/score-result/to-score-record.js";
import { describeJudge } from "../../length-control/judge-identity.js";
import type { Leaderboard } from "../../metrics/leaderboard/leaderboard.js";
import { inPercent } from "../../numerics/percent.js";
import { fixed, intervalName, percent, range, rateTitles } from "../figure-text.js";
import { summariseWarnings } from "../model-warnings.js";
import type { Report } from "../report.js";
import { scoreSchemaVersion } from "../score/score-report.js";
import { figure, main, type Section, tableOf, text } from "../table-of.js";
import {
  type LeaderboardRecord,
  type RankedModels,
  toFlatEntry,
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
    records: matrix ? matrixRecord(matrix) : results.map(toFlatEntry),
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
      published: models.some(({ model }) => model.isPublished === true),
      warnings,
    },
  };
}

const figureOf = ({ rankedBy }: Leaderboard) =>
  rankedBy === "raw" ? "win_rate" : "length_controlled_winrate";

function rankingSection(
  { leaderboard, models }: RankedModels,
  records: readonly LeaderboardRecord[],
): Section {
  const judges = [...new Set(models.map(({ model }) => describeJudge(model.judgedBy)))];
  const hasSets = records.some(({ rank_set }) => rank_set !== null);
  const hasElo = records.some(({ elo }) => elo !== null);
  const level = intervalTitle(records);
  const isPublished = models.some(({ model }) => model.isPublished === true);
  return tableOf(
    `${countOf(records.length, "model")} against ${leaderboard.baseline}, judged by ${judges.join(" and ")}, by ${rateTitles[leaderboard.rankedBy]} win rate`,
    records,
    [
      main(figure("rank", ({ rank }) => rank)),
      hasSets && text("rank set", ({ rank_set: set }) => set && `${set.best}–${set.worst}`),
      main(
        text("model", ({ generator }) => generator),
        figure("length-controlled %", (record) => fixed(record.length_controlled_winrate, 2)),
        text(level, (record) => range(record.length_controlled_interval, 2)),
      ),
      figure("raw %", (record) => fixed(record.win_rate, 2)),
      text(level, (record) => range(record.win_rate_interval, 2)),
      hasElo && figure("Elo", eloText),
      figure("pairs", ({ n_total }) => n_total),
      figure("avg length", ({ avg_length }) => fixed(avg_length, 0)),
      isPublished && text("from", ({ origin }) => (origin === "published" ? "published" : "yours")),
      judges.length > 1 && text("judge", ({ annotator }) => annotator),
    ],
    [
      hasSets && "rank set: the ranks that the model may hold, for all models at once (Holm)",
      leaderboard.eloGap !== null &&
        `Elo: 400 points are odds of ten to one at equal length and mean difficulty, ± one standard error; not Chatbot Arena's. Rates between two models computed from it are off by up to ${percent(leaderboard.eloGap)} points here (--matrix has them exactly)`,
    ],
  );
}

/** Results of several levels stand below a heading that names none. */
function intervalTitle(records: readonly LeaderboardRecord[]): string {
  const intervals = records
    .flatMap((record) => [record.win_rate_interval, record.length_controlled_interval])
    .filter((interval) => interval !== null);
  const isOneLevel = new Set(intervals.map(({ level }) => level)).size === 1;
  return intervalName(isOneLevel ? intervals[0] : null);
}

function eloText({ elo }: LeaderboardRecord): string | null {
  if (elo === null) return null;
  const { rating, standard_error: error } = elo;
  return error === null ? fixed(rating, 0) : `${fixed(rating, 0)} ± ${fixed(error, 0)}`;
}
