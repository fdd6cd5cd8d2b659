/** A share, rate or difference of rates in percent; null where there is none. */
export const inPercent = (share: number | null | undefined): number | null =>
  share == null ? null : 100 * share;
