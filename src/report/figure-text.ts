// Numbers → the cells of a table for people.

import type { BootstrapEstimate } from "../metrics/rates/bootstrap.js";
import type { ClusteredShare } from "../metrics/rates/clustered-mean.js";
import type { Interval, Measure } from "../metrics/rates/measure.js";
import type { RateName } from "../metrics/score/scored-model.js";
import { percentText, roundPercent } from "../numerics/percent.js";
import { absent, type Column, figure, text } from "./table-of.js";

/** What the two rates are called. */
export const rateTitles: Readonly<Record<RateName, string>> = {
  lengthControlled: "length-controlled",
  raw: "raw",
};

export const fixed = (value: number | null | undefined, digits = 3): string =>
  value == null || !Number.isFinite(value) ? absent : withTrueMinus(value.toFixed(digits));

/** Negative numbers get the minus sign U+2212; what rounds to zero has none. */
const withTrueMinus = (text: string): string => text.replace(/^-0(\.0*)?$/, "0$1").replace("-", "−");

/** A difference with its sign; two decimals. */
export function signed(difference: number | null): string {
  const text = fixed(difference, 2);
  return Number(text) > 0 ? `+${text}` : text;
}

export const percent = (share: number | null | undefined, digits = 1): string =>
  share == null ? absent : withTrueMinus(percentText(share, digits));

export const range = (interval: Interval | null | undefined, digits = 3): string =>
  interval == null ? absent : `[${fixed(interval.lower, digits)}, ${fixed(interval.upper, digits)}]`;

export const percentRange = (interval: Interval | null | undefined, digits = 1): string =>
  interval == null ? absent : `[${percent(interval.lower, digits)}, ${percent(interval.upper, digits)}]`;

export const measureText = ({ value, reason }: Measure, digits = 3): string =>
  value === null ? `${absent} (${reason})` : fixed(value, digits);

/** Share and interval of a clustered mean, in percent. */
export const shareColumns = <Row>(
  name: string,
  level: number,
  of: (row: Row) => Pick<ClusteredShare, "share" | "interval">,
): Column<Row>[] => [
  figure(name, (row) => percent(of(row).share)),
  text(levelText(level), (row) => percentRange(of(row).interval)),
];

/** A column of bars, without a heading. */
export const barColumn = <Row>(share: (row: Row) => number | null): Column<Row> =>
  text("", (row) => bar(share(row)));

/** `95 %`, without the noise of binary fractions. */
export const levelText = (level: number): string => `${roundPercent(level, 6)} %`;

/** The heading above intervals, with their level where there is any. */
export const intervalName = (interval: { readonly level: number } | null | undefined): string =>
  interval ? `${levelText(interval.level)} interval` : "interval";

/** More groups than this are shown from either end of their order. */
export const mostGroups = 20;

/** All groups, or those with the lowest and the highest values. */
export function endsOf<Row>(groups: readonly Row[], figureOf: (row: Row) => number | null): readonly Row[] {
  if (groups.length <= mostGroups) return groups;
  const known = groups.filter((row) => figureOf(row) !== null).sort((a, b) => figureOf(a)! - figureOf(b)!);
  return [...known.slice(0, mostGroups / 2), ...known.slice(-mostGroups / 2)];
}

/** Each name once. */
export const listNames = (names: readonly (string | null)[]): string =>
  [...new Set(names)].map((name) => name ?? "unnamed").join(", ");

/** Below a ten-thousandth only that it is. */
export const pValueText = (p: number | null): string =>
  p === null ? absent : p < 0.0001 ? "< 0.0001" : p.toFixed(4);

const barWidth = 20;

/** A bar for a share in [0, 1], for terminals: 20 characters are the whole. */
export function bar(share: number | null): string {
  if (share === null) return "";
  const eighths = Math.round(share * barWidth * 8);
  return "█".repeat(Math.floor(eighths / 8)) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]!;
}

/** The share that a text made by `bar` stands for; null for any other text. */
export function shareOfBar(text: string): number | null {
  if (!/^█*[▏▎▍▌▋▊▉]?$/.test(text) || text === "") return null;
  const whole = text.replace(/[^█]/g, "").length;
  return (8 * whole + (text.length > whole ? "▏▎▍▌▋▊▉".indexOf(text.at(-1)!) + 1 : 0)) / (8 * barWidth);
}

/** The fields of an estimate for a flat record: NAME, NAME_lower, NAME_upper (percentile), NAME_bca_lower, … */
export function flattenEstimate(name: string, { estimate, percentile, bca }: BootstrapEstimate) {
  return {
    [name]: estimate,
    [`${name}_lower`]: percentile?.lower ?? null,
    [`${name}_upper`]: percentile?.upper ?? null,
    [`${name}_bca_lower`]: bca?.lower ?? null,
    [`${name}_bca_upper`]: bca?.upper ?? null,
  };
}
