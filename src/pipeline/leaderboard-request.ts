import type { PublishedBoard } from "../io/wire/published-leaderboard.js";
import type { RowsToCompare } from "../metrics/comparison/share-rows.js";
import { rowsOption } from "./compare-request.js";
import { argument, type OptionTable, option, toggle, under } from "./options/option-table.js";
import { anyText, choice, orTrue, parsed, WrongValue } from "./options/option-values.js";
import { type FitRequest, fitOptions } from "./score/score-request.js";

/** Where a scale of ratings is fixed; at the shared baseline where no anchor is named. */
export interface RatingAnchor {
  readonly anchor?: string | undefined;
  readonly rating: number;
}

/** What `leaderboard` is asked to do. */
export interface LeaderboardRequest extends FitRequest {
  /** Files of annotations, or of results written with `score -o`. */
  readonly models: readonly string[];
  /** Any model's name: every rate is against it. */
  readonly baseline?: string | undefined;
  readonly matrix?: boolean | undefined;
  /** Ratings on the Elo scale, from the anchor at its rating; `true`: the shared baseline at 1000. */
  readonly elo?: RatingAnchor | true | undefined;
  /** The files compare any models with any others, on either side: a matrix of wins, ties and losses, and ratings. */
  readonly roundRobin?: boolean | undefined;
  /** Round robins in the form of a board: each game by itself, a strong verdict thrice, style as differences of shares. */
  readonly style?: "arena-hard" | undefined;
  /** Place the models among those of a leaderboard that comes with the package. */
  readonly published?: PublishedBoard | undefined;
  /** Models on unlike instructions: each ranked by those that all have, or by its own. */
  readonly rows?: RowsToCompare | undefined;
}

const isAnchor = (value: unknown) => Number.isFinite((Object(value) as Partial<RatingAnchor>).rating);
const anchorHelp = "write the anchor's name and its rating: gpt-4=1000.";

export const leaderboardOptions = {
  models: argument("<models...>", "annotation files, or results written with score -o"),
  ...fitOptions,
  ...under("Options:", "any", {
    rows: rowsOption,
    baseline: option("<name>", "rates against this model, from the fits' coefficients", anyText(), {
      hasOwnMeaning: true,
    }),
    matrix: toggle("the rate of every model against every other"),
    elo: option(
      "[anchor=rating]",
      "ratings on the Elo scale; the anchor is the baseline at 1000 unless given",
      orTrue(parsed(parseAnchor, isAnchor, anchorHelp)),
    ),
    roundRobin: toggle("any model against any other: wins, ties, losses and Bradley–Terry ratings"),
    style: option(
      "<board>",
      "with --round-robin: games, verdicts and style control as on this board",
      choice("arena-hard"),
    ),
    published: option(
      "<board>",
      "place the models among the published ones",
      choice("alpaca_eval_2", "alpaca_eval_1"),
    ),
  }),
} satisfies OptionTable<LeaderboardRequest>;

function parseAnchor(given: string): RatingAnchor {
  const at = given.lastIndexOf("=");
  const rating = given.slice(at + 1).trim() === "" ? Number.NaN : Number(given.slice(at + 1));
  if (at < 1) throw new WrongValue(anchorHelp);
  return { anchor: given.slice(0, at), rating };
}
