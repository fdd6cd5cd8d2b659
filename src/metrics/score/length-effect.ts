// One model's rows and its fit → how the preference moves with the difference in length, as observed and as fitted:
//   curve(d) = N⁻¹ Σ_x σ(η_x + φ·tanh(−d/sd(Δ))),   η_x the linear predictor of row x with its lengths set equal
// so curve(0) is the length-controlled win rate. Here d = len(model) − len(baseline), so that to the right the model's
// answer is the longer one; Δ in the fit has the other sign. Dubois et al. 2024, section 3.
import type { Calibration } from "../../length-control/calibration.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import { buildDesign } from "../../length-control/length-controlled-design.js";
import { measureLengthScale } from "../../length-control/length-scale.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { predictPreferences } from "../../length-control/predict.js";
import { type Recipe, readLengthScale } from "../../length-control/recipe.js";
import { logistic, logit } from "../../numerics/logistic.js";
import { mean } from "../../numerics/moments.js";
import { meanPreference } from "../rates/mean-preference.js";
import type { Confidence, RateInterval } from "../rates/rate-interval.js";

export interface LengthEffect {
  /** d of every row, in code points. */
  readonly differences: Float64Array;
  /** Predicted P(model preferred) of every row, with its lengths as they are and as if they were equal; in [0, 1]. */
  readonly asObserved: Float64Array;
  readonly atEqualLength: Float64Array;
  /** What a chart shows: d = 0 and the 1st to the 99th percentile, so that single odd rows do not squeeze the rest. */
  readonly range: { readonly lowest: number; readonly highest: number };
  /** The fitted curve over the range, by ascending d. */
  readonly curve: readonly { readonly difference: number; readonly rate: number }[];
  /** Judged rows in bins of about equal size, by ascending d. */
  readonly bins: readonly LengthBin[];
}

export interface LengthBin {
  /** Mean d of the bin's rows. */
  readonly difference: number;
  readonly rows: number;
  /** Mean preference, in [0, 1]. */
  readonly rate: number;
  readonly interval: RateInterval | null;
  /** Mean of what the fit predicts for the same rows: their own difficulty and lengths. */
  readonly fitted: number;
}

const curvePoints = 81;
const shownTail = 0.01;
const mostBins = 12;
const rowsPerBin = 12;

export interface FittedModelRows {
  readonly rows: ObservationColumns;
  readonly recipe: Recipe;
  /** What the fit was made with; null for a recipe that needs none. */
  readonly calibration: Calibration | null;
  readonly fit: LengthControlledFit;
}

/**
 * @param confidence of the bins' intervals
 * @returns null for a recipe that does not control length: its rate is not at equal length
 */
export function describeLengthEffect(
  { rows, recipe, calibration, fit }: FittedModelRows,
  confidence: Confidence,
): LengthEffect | null {
  const position = recipe.covariates.findIndex(isControlledLength);
  if (position < 0) return null;
  const design = buildDesign(rows, { recipe, calibration });
  const differences = rows.modelLengths.map((length, row) => length - rows.baselineLengths[row]!);
  const atEqualLength = predictPreferences(design.counterfactual, fit.beta);
  const range = findRange(differences);
  const asObserved = predictPreferences(design.observed, fit.beta);
  return {
    differences,
    range,
    asObserved,
    atEqualLength,
    curve: drawCurve({
      range,
      atEqualLength,
      scale: scaleOf(differences, recipe),
      slope: fit.beta[position]!,
    }),
    bins: binByDifference(rows, { differences, asObserved }, confidence),
  };
}

const isControlledLength = ({ name, counterfactual }: Recipe["covariates"][number]) =>
  name === "length" && counterfactual === "zero";

function findRange(differences: Float64Array): LengthEffect["range"] {
  const sorted = differences.toSorted();
  const tail = Math.floor(shownTail * sorted.length);
  return { lowest: Math.min(0, sorted[tail]!), highest: Math.max(0, sorted.at(-1 - tail)!) };
}

/** As the recipe has it. */
function scaleOf(differences: Float64Array, { name }: Recipe): number {
  const { standard, robust } = measureLengthScale(differences);
  return readLengthScale(name).lengthScale === "robust" ? robust : standard;
}

function drawCurve(
  of: Pick<LengthEffect, "range" | "atEqualLength"> & { readonly scale: number; readonly slope: number },
) {
  const { scale } = of;
  const eta = of.atEqualLength.map(logit);
  const { lowest, highest } = of.range;
  return Array.from({ length: curvePoints }, (_, i) => {
    const difference = lowest + ((highest - lowest) * i) / (curvePoints - 1);
    const term = scale > 0 ? Math.tanh(-difference / scale) : 0;
    let total = 0;
    for (let row = 0; row < eta.length; row++) total += logistic(eta[row]! + of.slope * term);
    return { difference, rate: total / eta.length };
  });
}

function binByDifference(
  { preferences, clusters }: ObservationColumns,
  { differences, asObserved }: Pick<LengthEffect, "differences" | "asObserved">,
  confidence: Confidence,
): LengthBin[] {
  const judged = [...preferences.keys()]
    .filter((row) => !Number.isNaN(preferences[row]))
    .sort((a, b) => differences[a]! - differences[b]!);
  const count = Math.max(1, Math.min(mostBins, Math.floor(judged.length / rowsPerBin)));
  return Array.from({ length: count }, (_, k) => {
    const bin = judged.slice(
      Math.round((k * judged.length) / count),
      Math.round(((k + 1) * judged.length) / count),
    );
    const { rate, interval } = meanPreference(bin, { preferences, clusters }, confidence);
    return {
      difference: mean(bin.map((row) => differences[row]!)),
      rows: bin.length,
      rate: rate!,
      interval,
      fitted: mean(bin.map((row) => asObserved[row]!)),
    };
  });
}
