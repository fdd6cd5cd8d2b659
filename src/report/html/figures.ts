// Numbers as the page writes them. One place, so that a table and a chart never round differently.
import type { IntervalRecord } from "../score/score-record.js";

/** Stands where there is no value. */
export const noValue = "–";

/** Percent with one decimal: what an evaluation of some hundred pairs is worth. */
export const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? noValue : value.toFixed(1);

export const percentOfShare = (share: number | null | undefined): string =>
  percent(share === null || share === undefined ? null : 100 * share);

export const range = (
  interval: Pick<IntervalRecord, "lower" | "upper"> | null | undefined,
  scale = 1,
): string =>
  interval ? `${(scale * interval.lower).toFixed(1)} to ${(scale * interval.upper).toFixed(1)}` : noValue;

/** With a true minus sign and thousands apart. */
export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined) return noValue;
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return value < -0.5 ? `−${digits}` : digits;
}

/** A difference of two shares in percentage points. */
export const signedPoints = (difference: number): string => {
  const points = (100 * Math.abs(difference)).toFixed(1);
  return `${points === "0.0" ? "" : difference < 0 ? "−" : "+"}${points}`;
};

export const signed = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${whole(Math.abs(value))}`;

export const decimal = (value: number | null | undefined, places = 2): string =>
  value === null || value === undefined ? noValue : value.toFixed(places).replace("-", "−");

/** A strength of the penalty: three digits, powers of ten where they are shorter. */
export const strength = (C: number): string =>
  C >= 0.01 && C < 100_000 ? String(Number(C.toPrecision(3))) : C.toExponential(2).replace("-", "−");

export const levelOf = (interval: { readonly level: number } | null | undefined): string =>
  interval ? `${Number((100 * interval.level).toPrecision(6))} % interval` : "interval";
