// A round robin → a report: ratings, and wins, ties and losses of every pair.
import type { Rating, RoundRobin } from "../../metrics/leaderboard/round-robin.js";
import { absent, fixed, levelText, listNames } from "../figure-text.js";
import { left, type Report, right, type Section } from "../report.js";

interface RoundRobinToReport {
  readonly plain: RoundRobin;
  readonly controlled: RoundRobin | null;
  readonly covariates: readonly string[];
  readonly level: number;
  readonly warnings: readonly string[];
}

/** Ratings on the Elo scale: 400 points are odds of ten to one, and the mean of all models is 1000. */
const toElo = (rating: number) => 1000 + (400 / Math.LN10) * rating;

export function reportRoundRobin(result: RoundRobinToReport): Report {
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
      results: records,
      effects: result.covariates.map((covariate, k) => ({
        covariate,
        coefficient: result.controlled!.effects[k]!.coefficient,
        standard_error: result.controlled!.effects[k]!.standardError,
      })),
      warnings,
    },
  };
}

function toRecord({ plain, controlled }: RoundRobinToReport, i: number) {
  const all = plain.records[i]!;
  const total = (outcome: "wins" | "ties" | "losses") => all.reduce((sum, pair) => sum + pair[outcome], 0);
  const figures = (name: string, rating: Rating | undefined) => ({
    [name]: rating?.rating ?? null,
    [`${name}_standard_error`]: rating?.standardError ?? null,
    [`${name}_lower`]: rating?.lower ?? null,
    [`${name}_upper`]: rating?.upper ?? null,
  });
  return {
    model: plain.models[i]!,
    wins: total("wins"),
    ties: total("ties"),
    losses: total("losses"),
    ...figures("rating", plain.ratings?.[i]),
    elo: plain.ratings ? toElo(plain.ratings[i]!.rating) : null,
    ...(controlled && figures("controlled_rating", controlled.ratings?.[i])),
    opponents: Object.fromEntries(plain.models.map((name, j) => [name, all[j]!]).filter((_, j) => j !== i)),
  };
}

function ratingsSection(
  { plain, controlled, covariates, level }: RoundRobinToReport,
  order: readonly number[],
): Section {
  const interval = (rating: Rating | undefined) =>
    rating ? `[${fixed(rating.lower, 2)}, ${fixed(rating.upper, 2)}]` : absent;
  const equal = listNames(covariates);
  return {
    title: "Bradley–Terry ratings (0 is the mean of all models)",
    columns: [
      left("model"),
      ...["rating", levelText(level), "Elo scale"].map(right),
      ...(controlled ? [`at equal ${equal}`, levelText(level)].map(right) : []),
      ...["wins", "ties", "losses"].map(right),
    ],
    rows: order.map((i) => {
      const rating = plain.ratings?.[i];
      const totals = (["wins", "ties", "losses"] as const).map((outcome) =>
        String(plain.records[i]!.reduce((sum, pair) => sum + pair[outcome], 0)),
      );
      return [
        plain.models[i]!,
        fixed(rating?.rating, 2),
        interval(rating),
        rating ? fixed(toElo(rating.rating), 0) : absent,
        ...(controlled ? [fixed(controlled.ratings?.[i]?.rating, 2), interval(controlled.ratings?.[i])] : []),
        ...totals,
      ];
    }),
    notes: [
      `${plain.games} games; intervals are clustered by ${plain.clusters} instructions or clusters; a tie is half a win`,
    ],
  };
}

function recordsSection({ models, records }: RoundRobin, order: readonly number[]): Section {
  return {
    title: "Wins / ties / losses of the model in the row against the model in the column",
    columns: [left("model"), ...order.map((j) => right(models[j]!))],
    rows: order.map((i) => [
      models[i]!,
      ...order.map((j) => {
        const { wins, ties, losses } = records[i]![j]!;
        return i === j || wins + ties + losses === 0 ? absent : `${wins} / ${ties} / ${losses}`;
      }),
    ]),
  };
}
