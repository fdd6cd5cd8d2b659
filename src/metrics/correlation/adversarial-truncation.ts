// A model's observations → those of an adversary who knows the metric: answers that won and were longer are kept, all
// others are cut to a few characters, so that losing goes along with being short. A fit that may put any weight on
// length then takes the losses for the price of shortness (Dubois et al. 2024, section 4: the white-box attack that the
// penalty and the gamed baselines are there to stop).
import type { Observation, Observations } from "../../length-control/observation.js";

/** What is left of a cut answer, in code points. */
export const truncatedLength = 5;

/** The attacked rows: a cut answer loses outright. Rows without verdict or lengths stay as they are. */
export function truncateAdversarially(rows: Observations): Observation[] {
  return rows.map((row) =>
    isSpared(row)
      ? row
      : {
          ...row,
          preference: 0,
          modelLength: Math.min(row.modelLength!, truncatedLength),
          identical: false,
        },
  );
}

/** Whether the adversary leaves the answer as it is. */
export function isSpared({ preference, modelLength, baselineLength }: Observation): boolean {
  if (preference === null || modelLength === null || baselineLength === null) return true;
  return preference > 0.5 && modelLength > baselineLength;
}
