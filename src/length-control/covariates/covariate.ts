import type { Calibration, GamedRow } from "../calibration.js";
import type { ObservationColumns } from "../observation-columns.js";

/** One column of the fit: what it measures in a pair, and what becomes of it in the counterfactual. */
export interface Covariate {
  /** Its name in coefficients, options and reports. */
  readonly name: string;
  /** `zero`: the rate is predicted as if both answers were equal in this; `keep`: as observed. */
  readonly counterfactual: "zero" | "keep";
  /** Why one would have it, one clause for reports and help. */
  readonly why: string;
  /** What it must know of each text beyond its length: loaded once, when the covariate is asked for. */
  readonly loadTextStatistic?: () => Promise<TextStatistic>;
  /** What a row must have, for the message when it does not. */
  readonly needs: string;
  /**
   * One value a row (length n), scaled over all rows of the model, never centred: zero means equality. NaN where the
   * row does not have what is needed.
   */
  values(rows: ObservationColumns, calibration: Calibration | null): Float64Array;
  /** Its value in a row of a gamed baseline; null where the calibration does not hold it. */
  gamedValue(row: GamedRow, calibration: Calibration): number | null;
}

/** A number that a text has: a count of something in it. */
export type TextStatistic = (text: string) => number;

/** The same column, kept as observed in the counterfactual, or set to zero. */
export const withCounterfactual = (
  covariate: Covariate,
  counterfactual: Covariate["counterfactual"],
): Covariate => (covariate.counterfactual === counterfactual ? covariate : { ...covariate, counterfactual });
