// What each covariate of a fit does → the records that scripts read and the table that people read.
import type { CovariateEffect, CovariateEffects } from "../../metrics/score/covariate-effects.js";
import { fixed, range } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

/** One covariate of a model's fit; shares and worth in percent. */
export interface CovariateRecord {
  readonly name: string;
  readonly controlled: boolean;
  readonly coefficient: number | null;
  readonly interval: {
    readonly lower: number;
    readonly upper: number;
    readonly level: number;
    readonly standard_error: number;
  } | null;
  /** Rate with it controlled minus rate with it kept, in points. */
  readonly worth: number | null;
  readonly below: number;
  readonly equal: number;
  readonly above: number;
  readonly is_interpolation: boolean;
  readonly variance_inflation: number | null;
}

export interface CovariatesRecord {
  readonly effects: readonly CovariateRecord[];
  readonly condition_number: number | null;
}

export const toCovariatesRecord = ({ effects, conditionNumber }: CovariateEffects): CovariatesRecord => ({
  effects: effects.map(toCovariateRecord),
  condition_number: conditionNumber,
});

function toCovariateRecord(effect: CovariateEffect): CovariateRecord {
  const { interval } = effect;
  return {
    name: effect.name,
    controlled: effect.isControlled,
    coefficient: effect.coefficient,
    interval: interval && {
      lower: interval.lower,
      upper: interval.upper,
      level: interval.level,
      standard_error: interval.standardError,
    },
    worth: inPercent(effect.worth),
    below: 100 * effect.below,
    equal: 100 * effect.equal,
    above: 100 * effect.above,
    is_interpolation: effect.isInterpolation,
    variance_inflation: effect.varianceInflation,
  };
}

export interface ModelCovariates {
  readonly generator: string;
  readonly recipe: string;
  readonly covariates: CovariatesRecord | null;
}

/** One table for all models that were fitted with covariates of one's own choice; no rows for the reference's recipes. */
export function covariateSection(models: readonly ModelCovariates[]): Section {
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
