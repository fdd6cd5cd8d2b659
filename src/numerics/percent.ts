/** A share, rate or difference of rates in percent, as files and tables have them; null where there is none. */
export function inPercent(share: number): number;
export function inPercent(share: number | null | undefined): number | null;
export function inPercent(share: number | null | undefined): number | null {
  return share == null ? null : 100 * share;
}

/** The ends of an interval in percent. */
export const endsInPercent = <T extends { readonly lower: number; readonly upper: number }>(
  interval: T | null,
) => interval && { lower: inPercent(interval.lower), upper: inPercent(interval.upper) };

/** A share in percent, as sentences have it. */
export const percentText = (share: number, digits = 1): string => inPercent(share).toFixed(digits);

/** A share that was stated in percent, as it was stated: 0.07 is 7, not 7.000000000000001. */
export const roundPercent = (share: number, figures = 12): number =>
  Number(inPercent(share).toPrecision(figures));
