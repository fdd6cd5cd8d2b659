// The leaderboard that comes with the package → models that can be ranked beside one's own.
import {
  type PublishedBoard,
  publishedBoards,
  readPublishedLeaderboard,
} from "../../io/wire/published-leaderboard.js";
import { namedJudge } from "../../length-control/judge-identity.js";
import { byRate, plainRate } from "../../metrics/score/scored-model.js";
import type { RankedModel } from "../../report/leaderboard/leaderboard-record.js";

/** The reference scores both of its boards with one recipe and difficulty. */
const recipe = "length_controlled_v1";
const difficultySource = "alpaca_eval_2";

/** The published models; one that has the name of a model of the user's says that it is the published one. */
export async function loadPublishedModels(
  board: PublishedBoard,
  taken: ReadonlySet<string>,
): Promise<RankedModel[]> {
  const { baseline, annotator } = publishedBoards[board];
  const published = await readPublishedLeaderboard(board);
  return published
    .filter(({ generator }) => generator !== baseline)
    .map(({ winRate, standardError, lengthControlledWinRate, coefficients, ...known }) => {
      const generator = taken.has(known.generator) ? `${known.generator} (published)` : known.generator;
      const clusters = known.pairs ?? 0;
      const rateOf = (percent: number, error: number | null) =>
        plainRate(percent / 100, { standardError: error === null ? null : error / 100, clusters });
      const about = { generator, baseline, annotator };
      return {
        record: {
          ...about,
          win_rate: winRate,
          standard_error: standardError,
          n_total: known.pairs,
          avg_length: known.averageLength,
          length_controlled_winrate: lengthControlledWinRate,
          win_rate_interval: null,
          length_controlled_interval: null,
          recipe,
          coefficients,
          difficulty_source: difficultySource,
        },
        model: {
          ...about,
          isPublished: true,
          recipe,
          difficultySource,
          judgedBy: namedJudge(annotator),
          warnings: [],
          clusters,
          unjudged: 0,
          rates: {
            raw: rateOf(winRate, standardError),
            lengthControlled: lengthControlledWinRate === null ? null : rateOf(lengthControlledWinRate, null),
          },
          intervals: byRate(() => null),
          bounds: byRate(() => null),
          coefficients: coefficients && { values: coefficients, influence: null },
          rows: null,
          difficulties: null,
          rescore: null,
        },
      };
    });
}
