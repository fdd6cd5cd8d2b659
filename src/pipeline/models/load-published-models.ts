// A leaderboard that comes with the package → models that can be ranked beside one's own.

import {
  type PublishedBoard,
  type PublishedModel,
  publishedBoards,
  readPublishedLeaderboard,
} from "../../io/wire/published-leaderboard.js";
import { namedJudge } from "../../length-control/judge-identity.js";
import { plainRate } from "../../metrics/comparison/comparable-model.js";
import type { LeaderboardModel } from "../../metrics/leaderboard/leaderboard.js";
import type { RecordedModel } from "./load-leaderboard-models.js";

/** The reference scores both of its boards with one difficulty. */
const referenceDifficulty = "alpaca_eval_2";

/** The published models; one that has the name of a model of the user's says that it is the published one. */
export async function loadPublishedModels(
  board: PublishedBoard,
  taken: ReadonlySet<string>,
): Promise<RecordedModel[]> {
  const { baseline, annotator } = publishedBoards[board];
  return (await readPublishedLeaderboard(board))
    .filter(({ generator }) => generator !== baseline)
    .map((published) => {
      const generator = taken.has(published.generator)
        ? `${published.generator} (published)`
        : published.generator;
      const about = {
        generator,
        baseline,
        annotator,
        recipe: "length_controlled_v1",
        difficultySource: referenceDifficulty,
      };
      return {
        record: toPublishedRecord(published, about),
        model: toPublishedModel(published, about),
        cut: null,
      };
    });
}

type About = Pick<LeaderboardModel, "generator" | "baseline" | "recipe" | "difficultySource"> & {
  readonly annotator: string;
};

function toPublishedModel(published: PublishedModel, about: About): LeaderboardModel {
  const { winRate, standardError, lengthControlledWinRate, coefficients, pairs } = published;
  const known = (rate: number, error: number | null) =>
    plainRate(rate / 100, { standardError: error === null ? null : error / 100, clusters: pairs ?? 0 });
  return {
    ...about,
    origin: "published",
    judgedBy: namedJudge(about.annotator),
    warnings: [],
    clusters: pairs ?? 0,
    rows: null,
    unjudged: 0,
    bounds: { raw: null, lengthControlled: null },
    rescore: null,
    rates: {
      raw: known(winRate, standardError),
      lengthControlled: lengthControlledWinRate === null ? null : known(lengthControlledWinRate, null),
    },
    intervals: { raw: null, lengthControlled: null },
    strength: coefficients && { ...coefficients, influence: null },
  };
}

const toPublishedRecord = (published: PublishedModel, { recipe, difficultySource, ...about }: About) => ({
  ...about,
  win_rate: published.winRate,
  standard_error: published.standardError,
  n_total: published.pairs,
  avg_length: published.averageLength,
  length_controlled_winrate: published.lengthControlledWinRate,
  win_rate_interval: null,
  length_controlled_interval: null,
  recipe,
  coefficients: published.coefficients,
  difficulty_source: difficultySource,
});
