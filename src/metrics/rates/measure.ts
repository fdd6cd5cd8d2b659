/** A statistic, or the reason why the data has none: never NaN. */
export type Measure =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };

export const measured = (value: number): Measure => ({ value, reason: null });

export const unmeasurable = (reason: string): Measure => ({ value: null, reason });

/** A two-sided confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}
