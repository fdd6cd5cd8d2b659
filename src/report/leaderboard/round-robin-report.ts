// A round robin → a report: ratings, and wins, ties and losses of every pair.
import type { Rating, RoundRobin } from "../../metrics/leaderboard/round-robin.js";
import { logistic } from "../../numerics/logistic.js";
import { fixed, levelText, listNames, percent, percentRange, range } from "../figure-text.js";
import type { Report } from "../report.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

export interface RoundRobinResult {
  readonly plain: RoundRobin;
  /** With the covariates; null where none can be had. */
  readonly controlled: RoundRobin | null;
  readonly covariates: readonly string[];
  readonly level: number;
  /** The model whose rating is 0; null: the mean of all. */
  readonly anchor: string | null;
  /** Whether style is centred as on a board: the ratings with it are no ones at equality. */
  readonly isCentred: boolean;
  /** Each `code: sentence`. */
  readonly warnings: readonly string[];
}

/** Ratings on the Elo scale: 400 points are odds of ten to one, and the mean of all models is 1000. */
const toElo = (rating: number) => 1000 + (400 / Math.LN10) * rating;

export function reportRoundRobin(result: RoundRobinResult): Report {
  const { plain, warnings } = result;
  const order = plain.models.map((_, i) => i);
  if (plain.ratings) order.sort((a, b) => plain.ratings![b]!.rating - plain.ratings![a]!.rating);
  const records = order.map((i) => toRecord(result, i));
  return {
    sections: [ratingsSection(result, order), recordsSection(plain, order)],
    warnings,
    records: records.map(({ opponents: _, ...flat }) => flat),
    document: {
      schema_version: 1,
      games: plain.games,
      clusters: plain.clusters,
      level: result.level,
      anchor: result.anchor,
      results: records,
      effects: result.covariates.map((covariate, k) => ({
        covariate,
        coefficient: result.controlled!.effects[k]?.coefficient ?? null,
        standard_error: result.controlled!.effects[k]?.standardError ?? null,
      })),
      warnings,
    },
  };
}

const outcomes = ["wins", "ties", "losses"] as const;

const totalOf = ({ records }: RoundRobin, i: number, outcome: (typeof outcomes)[number]): number =>
  records[i]!.reduce((sum, pair) => sum + pair[outcome], 0);

function toRecord({ plain, controlled }: RoundRobinResult, i: number) {
  const figures = (name: string, rating: Rating | undefined) => ({
    [name]: rating?.rating ?? null,
    [`${name}_standard_error`]: rating?.standardError ?? null,
    [`${name}_lower`]: rating?.lower ?? null,
    [`${name}_upper`]: rating?.upper ?? null,
  });
  return {
    model: plain.models[i]!,
    wins: totalOf(plain, i, "wins"),
    ties: totalOf(plain, i, "ties"),
    losses: totalOf(plain, i, "losses"),
    ...figures("rating", plain.ratings?.[i]),
    elo: plain.ratings ? toElo(plain.ratings[i]!.rating) : null,
    ...(controlled && figures("controlled_rating", controlled.ratings?.[i])),
    opponents: Object.fromEntries(
      plain.models.map((name, j) => [name, plain.records[i]![j]!]).filter((_, j) => j !== i),
    ),
  };
}

function ratingsSection(
  { plain, controlled, covariates, level, anchor, isCentred }: RoundRobinResult,
  order: readonly number[],
): Section {
  const columnsOf = (title: string, { ratings }: RoundRobin) => [
    figure<number>(title, (i) => fixed(ratings?.[i]?.rating, 2)),
    figure<number>(levelText(level), (i) => range(ratings?.[i], 2)),
  ];
  /** How often the anchor is beaten: its rating is 0. */
  const sharesOf = (title: string, { ratings }: RoundRobin) =>
    anchor !== null && [
      figure<number>(title, (i) => percent(ratings && logistic(ratings[i]!.rating), 2)),
      text<number>(levelText(level), (i) => {
        const { lower, upper } = ratings?.[i] ?? {};
        return lower === undefined ? null : percentRange({ lower: logistic(lower), upper: logistic(upper!) });
      }),
    ];
  const equal = isCentred ? "with style control" : `at equal ${listNames(covariates)}`;
  return tableOf(
    `Bradley–Terry ratings (0 is ${anchor ?? "the mean of all models"})`,
    order,
    [
      text("model", (i) => plain.models[i]),
      columnsOf("rating", plain),
      figure("Elo scale", (i) => plain.ratings && fixed(toElo(plain.ratings[i]!.rating), 0)),
      sharesOf(`beats ${anchor} %`, plain),
      controlled !== null && (sharesOf(`${equal} %`, controlled) || columnsOf(equal, controlled)),
      ...outcomes.map((outcome) => figure(outcome, (i: number) => totalOf(plain, i, outcome))),
    ],
    [
      `${plain.games} games; intervals are clustered by ${plain.clusters} instructions or clusters; a tie is half a win`,
      isCentred &&
        `Style control: ${listNames(covariates)}, centred as on the board, so at the mean difference of all games; a strong verdict is three games.`,
    ],
  );
}

const recordsSection = ({ models, records }: RoundRobin, order: readonly number[]): Section =>
  tableOf("Wins / ties / losses of the model in the row against the model in the column", order, [
    text("model", (i) => models[i]),
    ...order.map((j) =>
      figure(models[j]!, (i: number) => {
        const { wins, ties, losses } = records[i]![j]!;
        return i === j || wins + ties + losses === 0 ? null : `${wins} / ${ties} / ${losses}`;
      }),
    ),
  ]);
