// What each covariate of a fit does → the table that people read.
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { fixed, range } from "../figure-text.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

/** One table for all models that were fitted with covariates of one's own choice; no rows for the reference's recipes. */
export function covariateSection(
  models: readonly Pick<ScoreRecord, "generator" | "recipe" | "covariates">[],
): Section {
  const chosen = models.flatMap(({ generator, recipe, covariates }) =>
    covariates && /[+-]/.test(recipe) ? [{ generator, ...covariates }] : [],
  );
  const conditions = chosen.map((model) => `${model.generator} ${fixed(model.condition_number, 1)}`);
  return tableOf(
    "Covariates",
    chosen.flatMap(({ generator, effects }) => effects.map((effect) => ({ ...effect, generator }))),
    [
      text("model", ({ generator }) => generator),
      text("covariate", ({ name }) => name),
      text("controlled", ({ worth, controlled }) => (worth === null ? null : controlled ? "yes" : "no")),
      figure("coefficient", ({ coefficient }) => fixed(coefficient)),
      text("interval", ({ interval }) => range(interval)),
      figure("worth in points", ({ worth }) => fixed(worth, 2)),
      figure("% below / at / above 0", ({ worth, below, equal, above }) =>
        worth === null ? null : [below, equal, above].map((share) => fixed(share, 1)).join(" / "),
      ),
      text("equality is", ({ worth, is_interpolation: isInside }) =>
        worth === null ? null : isInside ? "inside the data" : "an extrapolation",
      ),
      figure("VIF", ({ variance_inflation: inflation }) => fixed(inflation, 1)),
    ],
    [
      "worth: the rate with the covariate controlled minus the rate with it kept as observed; VIF: variance inflation",
      "below 0 the model's answer has more of it than the baseline's; position is above 0 where the model was shown first",
      `condition number of all columns: ${conditions.join(", ")}`,
    ],
  );
}
