// Pairs that were to be judged in both orders and have a verdict in one alone: what the judge thinks of a place is not
// cancelled in them. Which they are, and how far they move the rates.

import { groupBy } from "../../core/group-by.js";
import { fitLengthControlled } from "../../length-control/fit.js";
import type { Observation } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import type { Clusters } from "../../numerics/clusters.js";
import { sum } from "../../numerics/moments.js";
import { percentText } from "../../numerics/percent.js";
import type { RateEstimate } from "../rates/rate-interval.js";
import type { FittedModel } from "./fit-model.js";

/**
 * Rows with verdicts of a juror in one order only, where others of the model have that juror's in both. Equal answers are
 * a tie in any order, and a judge of single answers needs both orders anyway.
 */
export function findOneSided(rows: ObservationColumns): number[] {
  const both = jurorsOfBothOrders(rows);
  if (both.size === 0) return [];
  const isOneSided = (row: number): boolean => {
    if (rows.identical[row] === 1 || Number.isNaN(rows.preferences[row])) return false;
    const { judgements } = rows.details.get(row) ?? {};
    if (!judgements) return Boolean(rows.orderAt(row));
    return ordersByJuror(judgements.filter(({ preference }) => preference !== null)).some(
      ([juror, orders]) => orders.size === 1 && both.has(juror),
    );
  };
  return Array.from({ length: rows.length }, (_, row) => row).filter(isOneSided);
}

/** Asked in both orders on a pair, with whatever success. */
function jurorsOfBothOrders(rows: ObservationColumns): ReadonlySet<string | null> {
  const both = new Set<string | null>();
  for (const [row, { judgements = [] }] of rows.details) {
    if (rows.identical[row] === 1) continue;
    for (const [juror, orders] of ordersByJuror(judgements)) if (orders.size === 2) both.add(juror);
  }
  return both;
}

type Judgements = NonNullable<Observation["judgements"]>;

function ordersByJuror(judgements: Judgements) {
  const ordered = judgements.filter(({ order }) => order !== null);
  const byJuror = groupBy(ordered, ({ juror }) => juror ?? null, "order");
  return [...byJuror].map(([juror, orders]) => [juror, new Set(orders)] as const);
}

/**
 * By row, between what the preference lies whatever the order that has no verdict would have said: with one verdict v in
 * [v/2, (v + 1)/2], weighed as repeats and jurors are.
 */
export function findPossible(rows: ObservationColumns): Map<number, { lower: number; upper: number }> {
  const possible = new Map<number, { lower: number; upper: number }>();
  const both = jurorsOfBothOrders(rows);
  if (both.size === 0) return possible;
  for (let row = 0; row < rows.length; row++) {
    const y = rows.preferences[row]!;
    if (rows.identical[row] === 1 || Number.isNaN(y)) continue;
    const { judgements } = rows.details.get(row) ?? {};
    const halves = judgements
      ? halfAsked(judgements, both)
      : [{ y, weight: Number(Boolean(rows.orderAt(row))) }];
    const down = sum(halves.map((half) => (half.weight * half.y) / 2));
    const up = sum(halves.map((half) => (half.weight * (1 - half.y)) / 2));
    if (down + up > 0) possible.set(row, { lower: Math.max(0, y - down), upper: Math.min(1, y + up) });
  }
  return possible;
}

/** Verdicts that stand alone for both orders of a question, each with its weight in the pair's preference. */
function halfAsked(judgements: Judgements, both: ReadonlySet<string | null>) {
  const given = judgements.filter(({ preference }) => preference !== null);
  const byJuror = groupBy(given, ({ juror }) => juror ?? null);
  return [...byJuror].flatMap(([juror, own]) => {
    const asked = [...groupBy(own, ({ repeat }) => repeat ?? 0).values()];
    return asked
      .filter(([one, other]) => both.has(juror) && other === undefined && one!.order !== null)
      .map(([one]) => ({ y: one!.preference!, weight: 1 / asked.length / byJuror.size }));
  });
}

/** In standard errors: what one-sided pairs may move a rate by before it is said. */
const notableMove = 0.25;

export interface RatesWithOneSided {
  readonly rows: ObservationColumns;
  readonly clusters: Clusters;
  readonly oneSided: readonly number[];
  readonly raw: RateOf;
  readonly lengthControlled: (RateOf & { readonly fitted: FittedModel }) | null;
}

type RateOf = { readonly rate: number; readonly interval: RateEstimate["interval"] | null };

/** One warning (`code: sentence`) where leaving them out moves a rate by more than a quarter of its standard error. */
export function warnAboutOneSided({
  rows,
  clusters,
  oneSided,
  raw,
  lengthControlled,
}: RatesWithOneSided): string[] {
  if (oneSided.length === 0) return [];
  const left = new Set(oneSided);
  const preferences = rows.preferences.map((y, row) => (left.has(row) ? Number.NaN : y));
  const rawWithout = meanOf(preferences);
  const moves = (of: RateOf, without: number) =>
    of.interval !== null && Math.abs(without - of.rate) > notableMove * of.interval.standardError;
  const without = (name: string, of: RateOf, rate: number) =>
    moves(of, rate) ? [`the ${name} rate would be ${percent(rate)} instead of ${percent(of.rate)}`] : [];
  const { fit, build } = lengthControlled?.fitted ?? {};
  const moved = [
    ...without("raw", raw, rawWithout),
    ...(fit && build
      ? without(
          "length-controlled",
          lengthControlled!,
          fitLengthControlled(build(preferences), clusters, { strength: fit.C, seed: 0 }).rate,
        )
      : []),
  ];
  if (moved.length === 0) return [];
  return [
    `one-sided: ${oneSided.length} of ${rows.length} pairs have a verdict in one of the two orders only; without them ${moved.join(", and ")} (--one-sided drop leaves them out)`,
  ];
}

const percent = (rate: number) => percentText(rate, 2);

function meanOf(preferences: Float64Array): number {
  const given = preferences.filter((y) => !Number.isNaN(y));
  return given.reduce((sum, y) => sum + y, 0) / given.length;
}
