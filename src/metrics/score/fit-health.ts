// Whether a length-controlled rate can be trusted: figures about the data and the fit that a reader should see
// beside the number, and the sentences that say what is wrong.
import { hashText } from "../../core/text-hash.js";
import { length } from "../../length-control/covariates/length.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { gather, positionsOfNumbers } from "../../numerics/gather.js";
import { shareOf } from "../../numerics/moments.js";
import { leastSquaresSlope, theilSenSlope } from "../../numerics/slopes.js";

export interface LengthTrend {
  /** Change of the preference per 100 code points by which the model's answer is longer: least squares … */
  readonly linearSlope: number;
  /** … and the median of pairwise slopes (Theil 1950, Sen 1968), which single odd rows cannot move. */
  readonly robustSlope: number;
}

export interface FitHealth {
  readonly iterations: number;
  /** Share of pairs where the model's answer is longer, in [0, 1]; equally long ones count half. */
  readonly longerShare: number;
  /** Share of pairs whose lengths differ by at most a quarter of a standard deviation of the differences, in [0, 1]. */
  readonly nearlyEqualShare: number;
  /** Whether equal length lies inside the data: that share is 5 % or more. */
  readonly isInterpolation: boolean;
  /** Range of the rate over the chosen strength and all that cross-validation cannot tell from the best; null at a fixed C. */
  readonly sensitivity: { readonly lowest: number; readonly highest: number } | null;
  /** Null when lengths do not vary. */
  readonly trend: LengthTrend | null;
}

/** Theil–Sen compares all pairs of rows; so many, chosen by a hash of their instruction, pin the median down well enough. */
const robustRows = 400;

export function examineFit(rows: ObservationColumns, fit: LengthControlledFit): FitHealth {
  const longerBy = rows.modelLengths.map((length, row) => length - rows.baselineLengths[row]!);
  const { above: longer, equal } = sharesAroundZero(longerBy);
  const { sensitivity } = fit.path ?? { sensitivity: null };
  const nearlyEqualShare = shareNearZero(length.values(rows, null));
  return {
    iterations: fit.diagnostics.iterations,
    longerShare: longer + equal / 2,
    nearlyEqualShare,
    isInterpolation: nearlyEqualShare >= leastDensity,
    sensitivity: sensitivity && { lowest: sensitivity.lowest, highest: sensitivity.highest },
    trend: fitTrend(longerBy, rows),
  };
}

/** A quarter of a standard deviation, on the scale tanh(Δ/sd). */
const near = Math.tanh(0.25);
const leastDensity = 0.05;

/** The share of scaled differences that are about 0, in [0, 1]; what is not known counts as equal. */
const shareNearZero = (scaled: Float64Array): number => shareOf(scaled, (value) => !(Math.abs(value) > near));

/**
 * Whether equality lies inside the data: at least 5 % of the pairs are about equal. Single pairs beyond it say that there
 * is an other side, and nothing of what happens there.
 */
export const isEqualityInside = (scaled: Float64Array): boolean => shareNearZero(scaled) >= leastDensity;

/** Shares of differences below, at and above 0, in [0, 1]. What is not known counts as equal. */
export function sharesAroundZero(differences: Float64Array) {
  const below = shareOf(differences, (difference) => difference < 0);
  const equal = shareOf(differences, (difference) => !(difference < 0 || difference > 0));
  const above = shareOf(differences, (difference) => difference > 0);
  return { below, equal, above };
}

function fitTrend(longerBy: Float64Array, observations: ObservationColumns): LengthTrend | null {
  const { preferences } = observations;
  const rows = positionsOfNumbers(preferences);
  const hundreds = gather(longerBy, rows).map((characters) => characters / 100);
  if (!varies(hundreds)) return null;
  const judged = gather(preferences, rows);
  const thinned = takeByHash(
    rows,
    (row) => observations.textIdAt(row),
    (i) => [hundreds[i]!, judged[i]!],
  );
  const [x, y] = [gather(hundreds, thinned), gather(judged, thinned)];
  const linearSlope = leastSquaresSlope(hundreds, judged);
  return { linearSlope, robustSlope: varies(x) ? theilSenSlope(x, y) : linearSlope };
}

/** At most so many positions in `rows`; the order of the rows does not matter, nor do equal rows. */
function takeByHash(
  rows: Uint32Array,
  textIdAt: (row: number) => string,
  valuesAt: (position: number) => readonly [number, number],
): Uint32Array {
  const positions = rows.map((_, position) => position);
  if (positions.length <= robustRows) return positions;
  const hashes = Int32Array.from(rows, (row) => hashText(textIdAt(row)));
  const last = hashes.slice().sort()[robustRows - 1]!;
  const chosen = Array.from(positions.filter((position) => hashes[position]! <= last));
  const order = (a: number, b: number) => {
    const [one, other] = [valuesAt(a), valuesAt(b)];
    return hashes[a]! - hashes[b]! || one[0] - other[0] || one[1] - other[1];
  };
  return Uint32Array.from(chosen.sort(order).slice(0, robustRows));
}

const varies = (values: Float64Array) => values.some((value) => value !== values[0]);

/**
 * Whether length control moved the rate so far that something other than length may be at work:
 * LC < min(r − r/4, r − 10) or LC > max(r + (100 − r)/4, r + 10), in percent, as the reference warns.
 *
 * @example isExtremeChange(20, 9) // true
 * @example isExtremeChange(50, 62) // false
 */
export function isExtremeChange(rawPercent: number, controlledPercent: number): boolean {
  const lowest = Math.min(rawPercent - rawPercent / 4, rawPercent - 10);
  const highest = Math.max(rawPercent + (100 - rawPercent) / 4, rawPercent + 10);
  return controlledPercent < lowest || controlledPercent > highest;
}
