// A fit on the standard scale of lengths → whether runaway answers decide that scale: the same fit at the same strength on
// the robust one (length-scale.ts), and a warning where the rate would be another by more than a quarter of its error.
import { lengthDifferences } from "../../length-control/covariates/length.js";
import { rateAt } from "../../length-control/fit.js";
import { buildDesign } from "../../length-control/length-controlled-design.js";
import { measureLengthScale } from "../../length-control/length-scale.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { withRobustLength } from "../../length-control/recipe.js";
import type { CalibrationChoice } from "../../length-control/resolve-calibration.js";
import { percentText } from "../../numerics/percent.js";
import type { FittedModel } from "./fit-model.js";

const shareOfError = 0.25;
const shownRows = 3;

/** @param about.standardError of the rate; NaN warns of nothing */
export function warnAboutLengthScale(
  rows: ObservationColumns,
  about: {
    readonly fitted: FittedModel;
    readonly choice: Pick<CalibrationChoice, "recipe" | "calibration">;
    readonly standardError: number;
  },
): string[] {
  const { fitted, choice, standardError } = about;
  if (!choice.recipe.covariates.some(({ name }) => name === "length")) return [];
  const differences = lengthDifferences(rows);
  const { standard, robust, beyond } = measureLengthScale(differences);
  if (!(robust < standard)) return [];
  const design = buildDesign(rows, { ...choice, recipe: withRobustLength(choice.recipe) });
  const rate = rateAt(design, fitted.fit.C);
  if (!(Math.abs(rate - fitted.fit.rate) > shareOfError * standardError)) return [];
  const named = [...beyond]
    .sort((a, b) => Math.abs(differences[b]!) - Math.abs(differences[a]!))
    .slice(0, shownRows)
    .map(
      (row) =>
        `${rows.instructionIdAt(row).slice(0, 12)} (${Math.abs(differences[row]!).toFixed(0)} characters)`,
    );
  const others = beyond.length > shownRows ? `, and ${beyond.length - shownRows} more` : "";
  return [
    `length-scale: ${beyond.length} answers of runaway length stretch the scale of length from ${robust.toFixed(0)} to ${standard.toFixed(0)} characters; on the robust one the rate is ${percentText(rate, 2)} (--length-scale robust): ${named.join(", ")}${others}`,
  ];
}
