// A model's record → one flat row, for csv, and its place among others.
import type { BoundsRecord, ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { hasUndecidedRate } from "../../metrics/score/scored-model.js";

/** alpaca_eval's leaderboard columns (its first has no name), then the ends of the intervals. */
export function toFlatRecord(record: ScoreRecord): Record<string, string | number | null> {
  return {
    "": record.generator,
    win_rate: record.win_rate,
    standard_error: record.standard_error ?? null,
    n_wins: record.n_wins,
    n_wins_base: record.n_wins_base,
    n_draws: record.n_draws,
    n_total: record.n_total,
    discrete_win_rate: record.discrete_win_rate ?? null,
    avg_length: record.avg_length,
    length_controlled_winrate: record.length_controlled_winrate,
    lc_standard_error: record.lc_standard_error ?? null,
    ...intervalColumns("win_rate", record.win_rate_interval),
    ...intervalColumns("length_controlled", record.length_controlled_interval),
    ...intervalColumns("win_rate_bounds", record.win_rate_bounds),
    ...intervalColumns("length_controlled_bounds", record.length_controlled_bounds),
  };
}

/** NAME_lower and NAME_upper; null where there is no interval. */
export const intervalColumns = (name: string, interval: BoundsRecord | null | undefined) => ({
  [`${name}_lower`]: interval?.lower ?? null,
  [`${name}_upper`]: interval?.upper ?? null,
});

type Rated = Pick<ScoreRecord, "length_controlled_winrate" | "win_rate" | "warnings">;

/** For sorting: by the length-controlled win rate, where there is none that tells anything by the raw one. */
export const byFallingRate = (a: Rated, b: Rated): number => rankingRate(b) - rankingRate(a);

const rankingRate = ({ length_controlled_winrate, win_rate, warnings }: Rated) =>
  (hasUndecidedRate({ warnings }) ? null : length_controlled_winrate) ?? win_rate;
