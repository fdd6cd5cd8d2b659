// Numbers as the page writes them where a terminal writes them otherwise: a true minus sign, thousands apart. Rates have
// one decimal there: it is what an evaluation of some hundred pairs is worth.

import type { Interval } from "../../metrics/rates/measure.js";
import { percentText } from "../../numerics/percent.js";
import { fixed } from "../figure-text.js";
import { absent } from "../table-of.js";

export const rangeInWords = (interval: Interval | null | undefined, scale = 1): string =>
  interval ? `${fixed(scale * interval.lower, 1)} to ${fixed(scale * interval.upper, 1)}` : absent;

/** With a true minus sign and thousands apart. */
export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined) return absent;
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return value < -0.5 ? `−${digits}` : digits;
}

/** A difference of two shares in percentage points. */
export const signedPoints = (difference: number): string => {
  const points = percentText(Math.abs(difference), 1);
  return `${points === "0.0" ? "" : difference < 0 ? "−" : "+"}${points}`;
};

export const signedWhole = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${whole(Math.abs(value))}`;

/** A strength of the penalty: three digits, powers of ten where they are shorter. */
export const strength = (C: number): string =>
  C >= 0.01 && C < 100_000 ? String(Number(C.toPrecision(3))) : C.toExponential(2).replace("-", "−");
