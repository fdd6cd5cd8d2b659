// Pairs that were to be judged in both orders and have a verdict in one alone: what the judge thinks of a place is not
// cancelled in them. Which they are, and how far they move the rates.

import { groupBy } from "../../core/group-by.js";
import { fitLengthControlled } from "../../length-control/fit.js";
import type { Observation } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import type { Clusters } from "../../numerics/clusters.js";
import { percentText } from "../../numerics/percent.js";
import type { RateEstimate } from "../rates/rate-interval.js";
import type { FittedModel } from "./fit-model.js";

/**
 * Rows with verdicts of a juror in one order only, where others of the model have that juror's in both. Equal answers are
 * a tie in any order, and a judge of single answers needs both orders anyway.
 */
export function findOneSided(rows: ObservationColumns): number[] {
  const both = new Set<string | null>();
  for (const [row, { judgements = [] }] of rows.details) {
    if (rows.identical[row] === 1) continue;
    for (const [juror, orders] of ordersByJuror(judgements)) if (orders.size === 2) both.add(juror);
  }
  if (both.size === 0) return [];
  const isOneSided = (row: number): boolean => {
    if (rows.identical[row] === 1 || Number.isNaN(rows.preferences[row])) return false;
    const { judgements } = rows.details.get(row) ?? {};
    if (!judgements) return Boolean(rows.orderAt(row));
    return [...ordersByJuror(judgements)].some(([juror, orders]) => orders.size === 1 && both.has(juror));
  };
  return Array.from({ length: rows.length }, (_, row) => row).filter(isOneSided);
}

function ordersByJuror(judgements: NonNullable<Observation["judgements"]>) {
  const given = judgements.filter(({ preference, order }) => preference !== null && order !== null);
  const byJuror = groupBy(given, ({ juror }) => juror ?? null, "order");
  return [...byJuror].map(([juror, orders]) => [juror, new Set(orders)] as const);
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
